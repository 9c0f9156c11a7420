"""What is left out is said, and in CI it is a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

ROOT = Path(__file__).resolve().parent.parent
PLAIN = "def test_it(): pass"
COMMITS = f"import pytest\npytestmark = pytest.mark.django_db(transaction=True)\n{PLAIN}"
PROOF = f"import pytest\npytestmark = pytest.mark.proof\n{PLAIN}"
SERVICE = f"from actions.rounds.services.rounds import open_round\n{PLAIN}"
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
    result = run_tests("-n1", str(tmp_path), **variables)
    lines = result.stdout.splitlines()
    assert (result.returncode, [line for line in lines if "left out:" in line]) == (status, sentence)
    assert lines[-1].startswith(outcome)


def run_tests(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as `make test` does, with the tests of another folder."""
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", *arguments]
    environment = {"PATH": os.environ["PATH"]} | variables
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        ([], {"test_plain", "test_commits", "test_service", "test_room_at_once", "test_search"}),
        (["-m", "both and not proof"], {"test_commits", "test_service", "test_room_at_once", "test_search"}),
        (["-m", ""], {"test_plain", "test_commits", "test_service", "test_room_at_once", "test_search", "test_proof"}),
    ],
    ids=["by-hand", "on-both", "proofs"],
)
def test_each_run_chooses_its_tests(tmp_path: Path, arguments: list[str], chosen: set[str]) -> None:
    files = {"plain": PLAIN, "commits": COMMITS, "service": SERVICE, "proof": PROOF}
    for name, text in (files | {"room_at_once": PLAIN, "search": PLAIN}).items():
        (tmp_path / f"test_{name}.py").write_text(text)
    result = run_tests("-n0", "--collect-only", str(tmp_path), *arguments)
    assert {Path(line.partition("::")[0]).stem for line in result.stdout.splitlines() if "::" in line} == chosen


def test_random_order_is_the_same_again_under_the_seed_that_was_told(tmp_path: Path) -> None:
    names = [f"test_{letter}" for letter in "abcdefghij"]
    (tmp_path / "test_ten.py").write_text("".join(f"def {name}(): pass\n" for name in names))

    def order(*arguments: str) -> tuple[list[str], str]:
        lines = run_tests("-n0", "-v", "-v", str(tmp_path), *arguments).stdout.splitlines()
        ran = [line.split("::")[1].split()[0] for line in lines if "::" in line]
        return ran, next((line for line in lines if line.startswith("In random order")), "")

    assert order() == (names, "")
    shuffled, told = order("-p", "randomly")
    assert (sorted(shuffled), shuffled == names) == (names, False)
    seed = told.rpartition("=")[2].removesuffix('".')
    assert order("-p", "randomly", f"--randomly-seed={seed}") == (shuffled, told)


def run_with_servers(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command with servers of its own."""
    environment = {"PATH": os.environ["PATH"]} | variables
    command = (str(ROOT / "tools" / "with_servers"), *command)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.postgres
@pytest.mark.redis
def test_servers_are_there_for_the_command_and_gone_when_it_has_ended() -> None:
    ask = (
        "import os, sys, psycopg, redis\n"
        "address, broker = os.environ['TEST_DATABASE_URL'], os.environ['TEST_REDIS_URL']\n"
        "print(address, broker, psycopg.connect(address).execute('SELECT 1').fetchone())\n"
        "print(redis.from_url(broker).ping())\n"
        "sys.exit(7)"
    )
    result = run_with_servers(sys.executable, "-c", ask)
    address, broker, *answers = result.stdout.split()
    assert (result.returncode, answers) == (7, ["(1,)", "True"])
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
    with pytest.raises(redis.ConnectionError):
        redis.from_url(broker).ping()


def test_server_that_is_lacking_is_named_in_one_sentence(tmp_path: Path) -> None:
    for tool in ("bash", "dirname", "ls", "sort", "tail"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    there = {"TEST_DATABASE_URL": "postgres://127.0.0.1:1/none"}
    result = run_with_servers("true", PATH=str(tmp_path), **there)
    assert (result.returncode, result.stderr) == (
        1, "This needs Redis: set TEST_REDIS_URL, or let `make system` install the server.\n",
    )  # fmt: skip


def test_settings_know_nothing_of_this_machine(settings) -> None:
    assert settings.SECRET_KEY.startswith("tests-only-")
    assert Path(settings.DATA_DIR).name.startswith(("gw", "throughline-tests-"))
    assert os.environ["ENV_FILE"] == os.devnull
