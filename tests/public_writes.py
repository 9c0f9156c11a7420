"""The proof that the version of public pages may be trusted, held through the whole suite.

Whatever our own code does, in a request, a task, a command or a service that a test calls: when it writes to a table
that public pages read, the same transaction leaves a LogEntry of every programme that shows the row, and the version of
each of these programmes is raised. What a test or a factory writes by itself is exempt; since no version tells of it,
kept pages are dropped.

Which tables are read is asked of the public pages themselves. Every statement of every connection is watched, with the
stack it comes from: ours is what has a frame in one of our rooms (the kit alone is a tool in the hands of a test).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import local
from types import FrameType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import Client

from accounts.models import LogEntry
from programmes.middleware import PAGES
from programmes.models import Programme, PublicVersion

ROOT = Path(settings.BASE_DIR)
OURS = tuple(f"{ROOT / app}/" for app in [*settings.INSTALLED_APPS, "config"] if (ROOT / app).is_dir() and app != "kit")
WRITE = re.compile(r'\s*(INSERT|UPDATE|DELETE)\s+(?:OR \w+ )?(?:INTO |FROM )?"(\w+)"')
READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
LOG = LogEntry._meta.db_table


@dataclass
class Level:
    """What was written and logged since a transaction, or a savepoint in it, began."""

    written: dict[int, set[str]] = field(default_factory=dict)
    logged: set[int] = field(default_factory=set)

    def add(self, other: Level) -> None:
        """Take over what a savepoint in this transaction has brought."""
        self.logged |= other.logged
        for programme, tables in other.written.items():
            self.written.setdefault(programme, set()).update(tables)


class Watch:
    """Everything that is watched: the tables, the transactions of each thread, and what broke the rule."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.broken: list[str] = []
        self._of_thread = local()

    @property
    def levels(self) -> list[tuple[transaction.Atomic, Level]]:
        """The transaction that our code has open in this thread, outermost first; empty when it has none."""
        if not hasattr(self._of_thread, "levels"):
            self._of_thread.levels = []
            self._of_thread.before = {}
        levels: list[tuple[transaction.Atomic, Level]] = self._of_thread.levels
        return levels

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run one statement; note what it writes, and for which programmes."""
        found = WRITE.match(sql)
        if found is None or found[2] not in self.tables | {LOG}:
            return execute(sql, params, many, context)
        kind, table = found[1], found[2]
        if not is_ours():
            PAGES.clear()
            return execute(sql, params, many, context)
        rows = inserted(sql, params) if kind == "INSERT" else []
        if table == LOG:
            logged = {row["programme_id"] for row in rows if row["verb"] != "looked"} - {None}
            self._remember(logged)
            result = execute(sql, params, many, context)
            if self.levels:
                self.levels[-1][1].logged |= logged
            return result
        if kind == "INSERT":
            result = execute(sql, params, many, context)
            self._write(table, of_inserted(model_of(table), rows))
        else:
            programmes = of_rows(model_of(table), matched(table, sql, params))
            result = execute(sql, params, many, context)
            self._write(table, programmes)
        return result

    def _write(self, table: str, programmes: set[int]) -> None:
        if not self.levels and programmes:
            self.broken.append(f"{table} was written outside any transaction ({where()})")
        elif self.levels:
            self._remember(programmes)
            for programme in programmes:
                self.levels[-1][1].written.setdefault(programme, set()).add(table)

    def _remember(self, programmes: set[int]) -> None:
        """Note the versions that programmes have before anything of this transaction raises them."""
        for programme in programmes if self.levels else ():
            if programme not in self._of_thread.before:
                self._of_thread.before[programme] = number_of(programme)

    def entered(self, atomic: transaction.Atomic) -> None:
        """Note that a transaction or a savepoint began: ours, or a test's own, which holds ours till its end."""
        of_test = not connection.savepoint_ids and not getattr(atomic, "_from_testcase", False)
        if self.levels or of_test or is_ours():
            self.levels.append((atomic, Level()))

    def left(self, atomic: transaction.Atomic, failed: bool) -> None:
        """Note that it ended; at the end of the outermost, hold it to the rule."""
        if not self.levels or self.levels[-1][0] is not atomic:
            return
        _, level = self.levels.pop()
        if self.levels:
            if not failed:
                self.levels[-1][1].add(level)
            return
        before, self._of_thread.before = self._of_thread.before, {}
        if failed:
            return
        for programme, tables in level.written.items():
            what = f"{', '.join(sorted(tables))} of programme {programme} ({where()})"
            if programme not in level.logged:
                self.broken.append(f"no LogEntry with {what}")
            elif (number_of(programme) or 0) <= (before[programme] or 0):
                self.broken.append(f"the version was not raised with {what}")

    @contextmanager
    def expecting(self) -> Iterator[list[str]]:
        """Give what broke the rule meanwhile to a test that is about it, instead of failing that test."""
        before, self.broken = self.broken, []
        try:
            yield self.broken
        finally:
            self.broken = before


WATCH = Watch()
WATCHED_BY: list[Callable[..., Any]] = [WATCH.statement]


def is_ours() -> bool:
    """Whether something in one of our rooms is at work."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.startswith(OURS):
            return True
        frame = frame.f_back
    return False


def where() -> str:
    """Return the lines of ours that are at work, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    lines = []
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(OURS):
            lines.append(f"{Path(name).relative_to(ROOT)}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(lines[:4])


@contextmanager
def unseen() -> Iterator[None]:
    """Ask the database without being counted among the queries of a test."""
    counted, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        yield
    finally:
        connection.force_debug_cursor = counted


def number_of(programme: int) -> int | None:
    """Return the version of a programme as this connection sees it."""
    with unseen():
        return PublicVersion.objects.filter(pk=programme).values_list("number", flat=True).first()


def model_of(table: str) -> type[models.Model]:
    """Return the model whose rows a table holds."""
    every = apps.get_models(include_auto_created=True)
    return next(model for model in every if model._meta.db_table == table)


def inserted(sql: str, params: Any) -> list[dict[str, Any]]:
    """Return the rows that an INSERT adds, by column."""
    names = re.findall(r'"(\w+)"', sql[sql.index("(") : sql.index(")")])
    if "UNNEST(" in sql:
        return [dict(zip(names, row, strict=True)) for row in zip(*params, strict=True)]
    step = len(names)
    rows = [params[start : start + step] for start in range(0, len(params), step)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def matched(table: str, sql: str, params: Any) -> list[Any]:
    """Return the keys of the rows that an UPDATE or a DELETE is about to change."""
    depth, at = 0, None
    for found in re.finditer(r"[()]| WHERE ", sql):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if found[0] == " WHERE " and depth == 0:
            at = found.start()
            break
    key = model_of(table)._meta.pk.column  # type: ignore[union-attr]
    condition = sql[at:] if at is not None else ""
    count = condition.count("%s")
    asked = list(params)[-count:] if count else []
    question = f'SELECT "{table}"."{key}" FROM "{table}"{condition}'  # noqa: S608 (of words that Django wrote)
    with unseen(), connection.cursor() as cursor:
        cursor.execute(question, asked)
        return [row[0] for row in cursor.fetchall()]


def way_to_programme(model: type[models.Model]) -> str:
    """Return the shortest way along foreign keys from a row to its programme; empty for a row of several."""
    if model is Programme:
        return "pk"
    # Ways that can end in nothing come last: the way must lead somewhere for every row.
    todo: list[tuple[bool, str, Any]] = [(False, "", model)]
    for _ in range(5):
        todo = [
            (is_open or key.null, f"{way}__{key.name}".removeprefix("__"), key.related_model)
            for is_open, way, at in todo
            for key in at._meta.concrete_fields
            if isinstance(key, models.ForeignKey) and key.related_model._meta.app_label != "accounts"
        ]
        todo.sort(key=lambda step: step[0])
        if found := [way for _, way, to in todo if to is Programme]:
            return found[0]
    return ""


def of_rows(model: type[models.Model], keys: list[Any]) -> set[int]:
    """Return the programmes that show any of these rows."""
    if not keys:
        return set()
    with unseen():
        if way := way_to_programme(model):
            return set(model._base_manager.filter(pk__in=keys).values_list(way, flat=True)) - {None}
        programmes: set[int] = set()
        for relation in model._meta.related_objects:
            if relation.related_model._meta.db_table in WATCH.tables:
                theirs = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
                programmes |= of_rows(relation.related_model, list(theirs.values_list("pk", flat=True)))
        return programmes


def of_inserted(model: type[models.Model], rows: list[dict[str, Any]]) -> set[int]:
    """Return the programmes that show rows that were just added; nobody points at these yet."""
    if model is Programme:
        with unseen():
            return {Programme.objects.latest("pk").pk}
    first, _, rest = way_to_programme(model).partition("__")
    if not first:
        return set()
    key = model._meta.get_field(first)
    values = {row[key.column] for row in rows} - {None}
    return of_rows(key.related_model, list(values)) if rest else values


def start(*others: Callable[..., Any]) -> None:
    """Watch every connection and every transaction from now on; `others` watch the statements beside us."""
    WATCHED_BY.extend(others)
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entered(self: transaction.Atomic) -> None:
        enter(self)
        if getattr(self, "_from_testcase", False):
            raise_at_once()
        WATCH.entered(self)

    def left(self: transaction.Atomic, kind: Any, error: Any, trace: Any) -> None:
        needs_rollback = transaction.get_connection(self.using).needs_rollback
        try:
            leave(self, kind, error, trace)
        except BaseException:
            WATCH.left(self, failed=True)
            raise
        WATCH.left(self, failed=kind is not None or needs_rollback)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left  # type: ignore[method-assign]
    connection_created.connect(watch_connection)
    for each in connections.all(initialized_only=True):
        watch_connection(connection=each)


def watch_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Watch what one connection is asked."""
    for each in WATCHED_BY:
        if each not in connection.execute_wrappers:
            connection.execute_wrappers.append(each)


def raise_at_once() -> None:
    """Let PostgreSQL raise versions with each LogEntry in a test that is rolled back: it never comes to its commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS logentry_raises_version_2 IMMEDIATE")


def tables_read(addresses: list[str]) -> set[str]:
    """Return the tables that are read to draw the pages at these addresses."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        tables.update(READ.findall(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        for address in addresses:
            Client().get(address)
    return tables - {PublicVersion._meta.db_table}
