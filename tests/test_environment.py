"""What is left out is said, and in CI it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TWO_TESTS = """
import pytest

@pytest.mark.postgres
def test_that_needs_postgres():
    pass

def test_that_needs_nothing():
    pass
"""
SENTENCE = (
    "1 test left out: no PostgreSQL here; set TEST_DATABASE_URL=postgres://user:password@host/name "
    "(`make system` installs the server)."
)


@pytest.mark.parametrize(
    ("variables", "status", "outcome", "sentence"),
    [
        ({}, 0, "1 passed in", [SENTENCE]),
        ({"CI": "true"}, 1, "1 passed in", [SENTENCE]),
        ({"CI": "true", "TEST_WITHOUT": "postgres redis"}, 0, "1 passed in", [SENTENCE]),
        ({"CI": "true", "TEST_DATABASE_URL": "postgres://127.0.0.1:1/none"}, 0, "2 passed in", []),
    ],
    ids=["by-hand", "in-ci", "in-ci-on-purpose", "in-ci-with-postgres"],
)
def test_missing_part_is_told_and_fails_only_in_ci(
    tmp_path: Path, variables: dict[str, str], status: int, outcome: str, sentence: list[str]
) -> None:
    (tmp_path / "test_two.py").write_text(TWO_TESTS)
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", "-n1", str(tmp_path)]
    environment = {"PATH": os.environ["PATH"]} | variables
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = result.stdout.splitlines()
    assert (result.returncode, [line for line in lines if "left out:" in line]) == (status, sentence)
    assert lines[-1].startswith(outcome)


def test_settings_know_nothing_of_this_machine(settings) -> None:
    assert settings.SECRET_KEY.startswith("tests-only-")
    assert Path(settings.DATA_DIR).name.startswith(("gw", "throughline-tests-"))
    assert os.environ["ENV_FILE"] == os.devnull
