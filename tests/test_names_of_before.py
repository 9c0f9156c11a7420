"""Names of before that mean one thing are keyed by the migrations themselves, in a database that has grown."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.names_of_before import KINDS
from tests.test_migrations import empty_database  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.both
@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.proof)])
def test_names_of_before_are_kept_apart_and_none_is_lost(empty_database, count):  # noqa: F811
    ran = subprocess.run(
        [sys.executable, "-m", "tests.names_of_before", str(count)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    expected = {}
    for label, (scope, _) in KINDS.items():
        names = 2 * count if scope else count
        # A trace of another row waits for nobody; of an organisation every tenth has one.
        traces = count // 10 if label == "stakeholders.Organisation" else 0
        expected[label] = {
            "rows": 4 * names,
            "plain": names,
            "apart": 3 * names,
            "waits": 3 * names - traces,
            "right": True,
            "refused": True,
        }
    assert json.loads(ran.stdout.splitlines()[-1]) == expected
