"""The database refuses to write: to one table, when a service's second write fails; or at all, while pages are read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, models

from accounts.models import LogEntry

# What changes no row. Everything else is a write, so that a word nobody thought of is refused.
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "PRAGMA", "EXPLAIN")
READS += ("SET CONSTRAINTS", "SET LOCAL")
# Sessions are Django's own: a page may keep one, take one away, or find that its time has come.
SESSION_WRITES = tuple(
    f'{verb} "django_session"' for verb in ("INSERT INTO", "INSERT OR IGNORE INTO", "UPDATE", "DELETE FROM")
)
LOG_WRITE = f'INSERT INTO "{LogEntry._meta.db_table}" ('


class WriteRefused(DatabaseError):
    """Raised in the database's stead."""


@contextmanager
def refusing(model: type[models.Model]) -> Iterator[None]:
    """Let every INSERT into the table of `model` fail, in the middle of whatever is under way."""
    # SQLite says IGNORE where PostgreSQL says ON CONFLICT.
    inserts = (f'INSERT INTO "{model._meta.db_table}"', f'INSERT OR IGNORE INTO "{model._meta.db_table}"')

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(inserts):
            raise WriteRefused(model._meta.label)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def refusing_writes(*, looks: int = 0) -> Iterator[list[str]]:
    """Refuse every write but to sessions, and but for `looks` log entries that say who *looked*.

    It fails at its end if anything was refused, so that a page that catches the refusal is found as well.
    Yields the verbs of the looks that were logged.
    """
    refused: list[str] = []
    looked: list[str] = []

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        verb = verb_logged(sql, params)
        if verb.startswith("looked") and len(looked) < looks:
            looked.append(verb)
        # PostgreSQL has each part of a UNION in brackets; no write begins with one.
        elif not sql.lstrip(" \n(").startswith(READS + SESSION_WRITES):
            refused.append(sql)
            raise WriteRefused(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield looked
    assert not refused, refused


def verb_logged(sql: str, params: Any) -> str:
    """Return the verb of the one log entry that a statement writes, or nothing."""
    if not sql.startswith(LOG_WRITE):
        return ""
    columns = sql.removeprefix(LOG_WRITE).partition(")")[0].replace('"', "").split(", ")
    return params[columns.index("verb")] if len(params) == len(columns) else ""
