"""Large queries about one programme: many lists gathered as JSON in one, whose SQL is worked out once in each process.

Twenty lists of a few rows each would cost twenty queries, and Django takes several times as long to build one of them
as the database takes to answer it; the SQL never changes but for the programme's number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import (
    Aggregate,
    BooleanField,
    DateField,
    DateTimeField,
    F,
    JSONField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONArray, JSONObject

# Stands for the programme's number while the SQL is worked out; no row has it.
STAND_IN = -7_366_481_203
Row = dict[str, Any]
Thing = TypeVar("Thing", bound=Model)


class Prepared:
    """A query that `build(number of a programme)` makes, read as plain tuples."""

    def __init__(self, build: Callable[[int], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.statements: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, programme_id: int) -> tuple[tuple[Any, ...], ...]:
        """Ask for one programme; values come as the database gives them (JSON as its text)."""
        if connection.vendor not in self.statements:
            self.statements[connection.vendor] = self.build(STAND_IN).query.sql_with_params()
        sql, params = self.statements[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [programme_id if each == STAND_IN else each for each in params])
            return tuple(cursor.fetchall())


class Rows(Aggregate):
    """The rows of a subquery as one JSON list; in what order, the database does not say."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the same in PostgreSQL's words."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def rows_of(queryset: QuerySet[Any], to_programme: str, *fields: str, **named: str) -> Subquery:
    """Gather some columns of every row of a programme; read them with `rows_from`."""
    columns = {field: F(field) for field in fields} | {name: F(field) for name, field in named.items()}
    return _gathered(queryset, to_programme, JSONObject(**columns))


def rows_from(gathered: Any) -> list[Row]:
    """Return gathered rows; a column that ends in `_on` is a day and one that ends in `_at` a moment, as everywhere."""
    rows: list[Row] = _loaded(gathered)
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and name.endswith("_on"):
                row[name] = date.fromisoformat(value)
            elif isinstance(value, str) and name.endswith("_at"):
                row[name] = _moment(value)
    return rows


def things_of(queryset: QuerySet[Any], to_programme: str) -> Subquery:
    """Gather every column of every row of a programme; read them with `things_from`."""
    columns = [F(field.attname) for field in queryset.model._meta.concrete_fields]
    return _gathered(queryset, to_programme, JSONArray(*columns))


def things_from(model: type[Thing], gathered: Any) -> list[Thing]:
    """Return gathered rows as the objects they are."""
    names, conversions = _columns(model)
    things = []
    for values in _loaded(gathered):
        for place, conversion in conversions:
            if values[place] is not None:
                values[place] = conversion(values[place])
        things.append(model.from_db(connection.alias, names, values))
    return things


def acquaint(things: Iterable[Model], name: str, others: Mapping[int, Model]) -> None:
    """Give each thing the object that its foreign key `name` points at, so that nothing asks the database for it."""
    for thing in things:
        field: Any = thing._meta.get_field(name)
        field.set_cached_value(thing, others[getattr(thing, field.attname)])


@cache
def _columns(model: type[Model]) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """Return the names of a model's columns, and what becomes of those that JSON has no kind for."""
    kinds: list[tuple[type, Callable[[Any], Any]]] = [
        (DateTimeField, _moment), (DateField, date.fromisoformat), (BooleanField, bool)
    ]  # fmt: skip
    fields = model._meta.concrete_fields
    conversions = [
        (place, next(conversion for kind, conversion in kinds if isinstance(field, kind)))
        for place, field in enumerate(fields)
        if isinstance(field, DateField | BooleanField)
    ]
    return [field.attname for field in fields], conversions


def _gathered(queryset: QuerySet[Any], to_programme: str, columns: JSONObject | JSONArray) -> Subquery:
    of_programme = queryset.filter(**{to_programme: OuterRef("pk")}).order_by().values(to_programme)
    return Subquery(of_programme.annotate(rows=Rows(columns)).values("rows"))


def _loaded(gathered: Any) -> list[Any]:
    loaded: Iterable[Any] = json.loads(gathered) if isinstance(gathered, str) else gathered or []
    return list(loaded)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
