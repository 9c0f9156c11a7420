"""Whether the database is whole: what a spoiled file, or a dump that was put back in part, is found out by.

It is asked over a connection of its own, so that a file that was put in the place of another is the one that is read.
"""

import os
import sqlite3
import time
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

# Each process looks again after so many seconds, and at once when the file is another.
LOOKS_EVERY = 300
# What SQLite says of a file that is none of its own, or not any more.
SPOILED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
TIES = """
    SELECT tables.relname, columns.attname
    FROM pg_attribute columns JOIN pg_class tables ON tables.oid = columns.attrelid
    WHERE tables.relkind = 'r' AND tables.relnamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_constraint ties
        WHERE ties.contype = 'f' AND ties.conrelid = tables.oid AND ties.conkey = ARRAY[columns.attnum]
    )
"""


def fault(*, look: str = "integrity_check") -> str:
    """What is wrong with the database, or an empty string; also if it cannot be asked, which is another matter."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return sqlite_fault(file, look=look) if file.exists() else ""
    try:
        return _postgresql_fault()
    except connection.Database.OperationalError:  # type: ignore[attr-defined]
        return ""


def sqlite_fault(file: Path, *, look: str = "integrity_check") -> str:
    """What is wrong with a file of SQLite's, or an empty string."""
    try:
        # Not to be made where it is not there.
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as asking:
            # The constraints that are looked at ask for functions of Django's.
            register(asking)
            found = str(asking.execute(f"PRAGMA {look}(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        # One that is busy, or on a full disk, cannot be asked: it is not spoiled by that.
        return str(error) if error.sqlite_errorcode & 0xFF in SPOILED else ""
    return "" if found == "ok" else found


def fault_lately() -> str:
    """The same by a quicker look, which each process takes once in five minutes."""
    database = str(connection.settings_dict["NAME"])
    file = os.stat(database).st_ino if connection.vendor == "sqlite" and os.path.exists(database) else 0
    return _looked(database, file, int(time.monotonic() // LOOKS_EVERY))


@lru_cache(maxsize=1)
def _looked(database: str, file: int, moment: int) -> str:
    return fault(look="quick_check")


def _postgresql_fault() -> str:
    """The server sees to its files. A dump that was put back in part lacks its ties, which come last."""
    promised = {
        (model._meta.db_table, str(field.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if field.is_relation and getattr(field, "db_constraint", False)
    }
    with connection.Database.connect(**connection.get_connection_params()) as asking:  # type: ignore[attr-defined]
        lacking = promised & {tuple(row) for row in asking.execute(TIES)}
    return f"{len(lacking)} ties between tables are missing, as {'.'.join(min(lacking))}" if lacking else ""
