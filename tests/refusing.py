"""The database refuses to write to one table: what a service does when its second write fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, models


class InsertRefused(DatabaseError):
    """Raised in the database's stead."""


@contextmanager
def refusing(model: type[models.Model]) -> Iterator[None]:
    """Let every INSERT into the table of `model` fail, in the middle of whatever is under way."""
    # SQLite says IGNORE where PostgreSQL says ON CONFLICT.
    inserts = (f'INSERT INTO "{model._meta.db_table}"', f'INSERT OR IGNORE INTO "{model._meta.db_table}"')

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(inserts):
            raise InsertRefused(model._meta.label)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
