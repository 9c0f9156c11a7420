"""Every migration goes forwards, backwards and forwards again, on the database at hand."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
WALK = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
before = sorted(connection.introspection.table_names())
rooms = "digests stocktakes actions findings consultations phases stakeholders programmes outbox kit"
for room in rooms.split():
    call_command("migrate", room, "zero", verbosity=0)
    print(room, [name for name in connection.introspection.table_names() if name.startswith(room + "_")])
call_command("migrate", "accounts", "0001", verbosity=0)
call_command("migrate", verbosity=0)
print(sorted(connection.introspection.table_names()) == before)
"""


@pytest.fixture
def empty_database(db, tmp_path) -> Iterator[str]:
    """The address of a database of the kind the tests run on, with nothing in it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_migrations"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrations_go_back_and_forth(empty_database):
    ran = subprocess.run(
        [sys.executable, "-c", WALK],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        "digests []",
        "stocktakes []",
        "actions []",
        "findings []",
        "consultations []",
        "phases []",
        "stakeholders []",
        "programmes []",
        "outbox []",
        "kit []",
        "True",
    ]
