"""A whole copy of the database in one file, and the database put back from it: each kind of database in its own way."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from kit.refusals import Refused
from kit.whole_database import sqlite_fault

EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


def file_name() -> str:
    """What a copy of this kind of database is called; the other kind's is called otherwise."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def copy_database(target: Path) -> None:
    """Copy the database as it is at one moment, while others go on writing. Refuses a copy that is not whole.

    Of tables whose model says `left_out_of_copies`, no row is in it, nor a byte of one.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            for table in left_out():
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own tables)
            copy.commit()
            # Functions that constraints call; what was deleted is on no page of the file any more.
            register(copy)
            copy.execute("VACUUM")
            # One file, with no log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
    else:
        _run(
            "pg_dump",
            *_connection_words(),
            "--format=custom",
            "--no-owner",
            "--no-acl",
            *_without_rows(),
            f"--file={target}",
        )
    check_copy(target)


def left_out() -> list[str]:
    """Return the tables whose rows are in no copy."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "left_out_of_copies", False)]


def check_copy(source: Path) -> None:
    """Read all of a copy. Refuses one that is not whole."""
    if connection.vendor == "sqlite":
        if found := sqlite_fault(source):
            raise Refused(f"The database in {source} is not whole: {found}.")
    else:
        _run("pg_restore", "--file=/dev/null", str(source))


def check_nobody_uses_it() -> None:
    """Refuse while another process, on this host or elsewhere, has the database open."""
    if connection.vendor == "sqlite":
        is_used = _sqlite_is_used()
    else:
        # The server takes a moment to notice that a process has ended.
        until = time.monotonic() + 5
        while (is_used := _postgresql_is_used()) and time.monotonic() < until:
            time.sleep(0.2)
    if is_used:
        raise Refused("Something has the database open. Stop the site, on all hosts, and whatever else reads it.")


def put_back_database(source: Path) -> None:
    """Put the database back as it was copied: all of it, or, if that cannot be done, nothing."""
    if connection.vendor == "sqlite":
        connection.close()
        database = Path(connection.settings_dict["NAME"])
        draft = database.with_name(f"{database.name}.restored")
        shutil.copyfile(source, draft)
        check_copy(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        # The log of the database that was here would be read into the one that comes.
        for beside in ("-wal", "-shm", "-journal"):
            database.with_name(database.name + beside).unlink(missing_ok=True)
        os.replace(draft, database)
        return
    with tempfile.NamedTemporaryFile(dir=settings.DATA_DIR, suffix=".sql") as script:
        _run("pg_restore", "--no-owner", "--no-acl", f"--file={script.name}", str(source))
        once = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--command={EMPTY}"]
        _run("psql", *_connection_words(), *once, f"--file={script.name}")


def _postgresql_is_used() -> bool:
    # Asked without the pool, whose other connections are this process's own.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with connection.Database.connect(**connection.get_connection_params()) as asking:  # type: ignore[attr-defined]
        others = asking.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
            "AND coalesce(backend_type, 'client backend') = 'client backend' AND pid <> pg_backend_pid())"
        )
        return bool(others.fetchone()[0])


def _sqlite_is_used() -> bool:
    database = Path(connection.settings_dict["NAME"])
    if not database.exists():
        return False
    connection.close()
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as asking:
        try:
            asking.execute("PRAGMA locking_mode = EXCLUSIVE")
            asking.execute("BEGIN EXCLUSIVE")
            asking.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        except sqlite3.DatabaseError:
            # It is not whole: that is what a backup is for.
            return False
    return False


def _without_rows() -> list[str]:
    return [f"--exclude-table-data={table}" for table in left_out()]


def _connection_words() -> list[str]:
    """How the client programs are told of the database; its password goes by the environment."""
    return DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[0][1:]


def _run(program: str, *words: str) -> None:
    environment = os.environ | (DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[1] or {})
    try:
        subprocess.run([program, *words], env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as error:
        raise Refused(f"{program} is not here. Install PostgreSQL's client programs.") from error
    except subprocess.CalledProcessError as error:
        raise Refused(f"{program} failed: {error.stderr.strip()}") from error
