"""Large queries about one programme whose SQL is worked out once in each process.

To build a query of fifteen subqueries takes Django several times as long as the database takes to answer it, and its
SQL never changes but for the programme's number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stands for the programme's number while the SQL is worked out; no row has it.
STAND_IN = -7_366_481_203


class Prepared:
    """A query that `build(number of a programme)` makes, read as plain tuples."""

    def __init__(self, build: Callable[[int], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.statements: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, programme_id: int) -> list[tuple[Any, ...]]:
        """Ask for one programme; values come as the database gives them."""
        if connection.vendor not in self.statements:
            self.statements[connection.vendor] = self.build(STAND_IN).query.sql_with_params()
        sql, params = self.statements[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [programme_id if each == STAND_IN else each for each in params])
            return cursor.fetchall()
