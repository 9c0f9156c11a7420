"""One row as people read it who ask to see what is held of them: what is theirs of it, and why the rest is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from accounts.models import LogEntry, User
from kit.data_map import TABLES, Finds, Held, Kind, OnAccess, columns_of
from kit.days import day
from outbox.models import Message
from privacy.finding.models import FoundRow
from privacy.finding.search import How, Sought, held_of, without
from programmes.audit_display import noun_of
from programmes.models import Programme
from programmes.nouns import renamed
from stakeholders.models import Person

LEFT_OUT = "[left out]"
# Text that no page shows as it stands: it is given as a file of its own.
AS_FILES: dict[type[models.Model], dict[str, str]] = {Message: {"html": "html", "calendar": "ics"}}
# Of what says nothing of anybody: without it nobody knows what a row is about. Days, choices and things go with it.
CONTEXT: dict[type[models.Model], tuple[str, ...]] = {LogEntry: ("verb", "object_type"), Message: ("kind",)}
REACHED_BY = (Finds.NAME, Finds.ADDRESS, Finds.TELEPHONE)
IN_PART = "words of this are left out, and a file is given whole or not at all"
OF_MANY = "it is a list of many people: what it says of you stands here, the list itself is not given"
GONE = "the file has gone since"
READ_FIRST = "somebody reads it first, since others may be named in it: ask us"


@dataclass(frozen=True)
class Said:
    """One column of a row: what it is called, its words as people read them, and its value as a machine does."""

    label: str
    words: str
    value: Any

    @property
    def parts(self) -> list[str]:
        """Its words, cut where some are left out."""
        return self.words.split(LEFT_OUT)


@dataclass(frozen=True)
class HeldFile:
    """A file of a row; it is read when it is given."""

    label: str
    name: str
    source: Any

    def read(self) -> bytes | None:
        """Return what is in it; None where it has gone."""
        if isinstance(self.source, bytes):
            return self.source
        try:
            with self.source.open("rb") as file:
                content: bytes = file.read()
        except OSError:
            return None
        return content


@dataclass(frozen=True)
class Drawn:
    """One row as it is given: what it is, what stands in it, and what is left out, with the reason of each."""

    table: Held
    title: str
    facts: tuple[Said, ...]
    context: tuple[Said, ...]
    files: tuple[HeldFile, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    # Why words of it are left out, as a person said.
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """A row that is drawn: how it was found, in which columns they are named, and which words are left out."""

    table: Held
    row: models.Model
    how: How
    columns: tuple[str, ...] = field(default=())
    hidden: tuple[str, ...] = ()
    reason: str = ""
    # For a page that nobody of the team has read before: what may name others is left out.
    unread: bool = False

    @classmethod
    def of(cls, found: FoundRow, row: models.Model) -> Row:
        """Return a row that was found for a request, as it was decided."""
        hidden = tuple(found.hidden_words)
        return cls(
            held_of(found.table), row, How(found.how), tuple(found.columns), hidden, found.reason if hidden else ""
        )


def stands(found: Iterable[FoundRow]) -> dict[int, models.Model]:
    """Return the rows that were found as they stand, by the key of each that was found; those that have gone are not.

    One query for each table, with all that drawing them reads.
    """
    by_table: dict[str, list[FoundRow]] = {}
    for each in found:
        by_table.setdefault(each.table, []).append(each)
    rows: dict[int, models.Model] = {}
    for label, several in by_table.items():
        there = {str(row.pk): row for row in rows_of(held_of(label)).filter(pk__in=[each.row for each in several])}
        rows |= {each.pk: there[each.row] for each in several if each.row in there}
    return rows


def rows_of(table: Held) -> models.QuerySet[Any]:
    """Return the rows of a table with the things that they name."""
    drawn: models.QuerySet[Any] = table.model._default_manager.all()
    ways = []
    for column in things_of(table.model):
        further = [name.name for name in things_of(column.related_model)]
        ways += [f"{column.name}__{name}" for name in further] or [column.name]
    drawn = drawn.select_related(*ways) if ways else drawn
    lists = [column.name for column in columns_of(table.model) if column.many_to_many and column.name in table.fields]
    return drawn.prefetch_related(*lists) if lists else drawn


def drawn(row: Row, sought: Sought, programme: Programme) -> Drawn:
    """Return a row as it is given: the columns that are theirs, in the words of people, without what is left out."""
    facts, files, left_out = [], [], []
    for name in their_columns(row):
        column = row.table.model._meta.get_field(name)
        label = label_of(row.table.model, name, programme)
        personal = row.table.fields.get(name)
        if _is_empty(row.row, column):
            continue
        if personal and (why := _why_not(row, name, personal.on_access, personal.because)):
            left_out.append((label, renamed(programme, why)))
        elif isinstance(column, models.FileField | models.BinaryField) or name in AS_FILES.get(row.table.model, ()):
            if why := _why_no_file(row, column):
                left_out.append((label, why))
            else:
                files.append(_file(row.row, column, label))
        elif (said := _said(row, column, label, sought, programme)) is not None:
            facts.append(said)
    context = (
        _said(row, row.table.model._meta.get_field(name), label_of(row.table.model, name, programme), sought, programme)
        for name in _context(row)
    )
    return Drawn(
        row.table,
        capfirst(renamed(programme, row.table.one)),
        tuple(facts),
        tuple(each for each in context if each is not None),
        tuple(files),
        tuple(left_out),
        row.reason,
    )


def their_columns(row: Row) -> list[str]:
    """Return the columns of a row that are of whoever asks: of what is not theirs, those that name them alone."""
    fields = row.table.fields
    own = set(row.columns)
    if row.how == How.LINKED:
        own |= {name for name, personal in fields.items() if not personal.whose}
    elif row.how == How.DETAILS:
        named = [fields[name] for name in row.columns if name in fields and fields[name].finds]
        whose = {personal.whose for personal in named}
        # By a name alone, or in words, the address that stands beside it may be of somebody else.
        is_sure = any(personal.finds in (Finds.ADDRESS, Finds.TELEPHONE) for personal in named)
        own |= {
            name
            for name, personal in fields.items()
            if personal.whose in whose and (is_sure or personal.finds not in REACHED_BY)
        }
    return [column.name for column in columns_of(row.table.model) if column.name in own]


def _context(row: Row) -> Iterator[str]:
    """Return the columns that say nothing of anybody and are given with a row: days, choices, and the things named."""
    things = {column.name for column in things_of(row.table.model)}
    for column in columns_of(row.table.model):
        if column.name not in row.table.nothing or column.name in row.columns or _is_empty(row.row, column):
            continue
        is_told = isinstance(column, models.DateField) or bool(column.choices) or column.name in things
        if is_told or column.name in CONTEXT.get(row.table.model, ()):
            yield column.name


def _why_not(row: Row, name: str, on_access: OnAccess, because: str) -> str:
    if on_access == OnAccess.LEAVE_OUT:
        return because
    if row.unread and on_access == OnAccess.REDACT and row.table.fields[name].kind != Kind.VOICE:
        return READ_FIRST
    return ""


def _why_no_file(row: Row, column: Any) -> str:
    if row.hidden:
        return IN_PART
    if row.how != How.LINKED and isinstance(column, models.BinaryField):
        return OF_MANY
    return ""


def _file(row: models.Model, column: Any, label: str) -> HeldFile:
    value = getattr(row, column.name)
    begins = f"{row._meta.model_name}-{row.pk}-{column.name}"
    if isinstance(column, models.FileField):
        return HeldFile(label, f"{begins}{PurePath(value.name).suffix}", value)
    ends = AS_FILES.get(type(row), {}).get(column.name, "bin")
    return HeldFile(label, f"{begins}.{ends}", value.encode() if isinstance(value, str) else bytes(value))


def _said(row: Row, column: Any, label: str, sought: Sought, programme: Programme) -> Said | None:
    """Return what stands in one column; None where it is about somebody else."""
    if column.many_to_many or column.related_model:
        words = _named(row.row, column, sought)
        return Said(label, words, words) if words else None
    value = getattr(row.row, column.name)
    if isinstance(column, models.JSONField) and (row.how != How.LINKED or _is_loose(row, column.name)):
        value = part_naming(value, sought)
        if not value:
            return None
    if isinstance(row.row, LogEntry) and column.name == "object_type":
        return Said(label, noun_of(value, programme), value)
    if column.choices:
        return Said(label, str(getattr(row.row, f"get_{column.name}_display")()), value)
    value = without(value, row.hidden, LEFT_OUT)
    return Said(label, in_words(value), value)


def _is_loose(row: Row, name: str) -> bool:
    personal = row.table.fields.get(name)
    return personal is None or bool(personal.whose)


def _named(row: models.Model, column: Any, sought: Sought) -> str:
    """Return the words for what a row leads to: “you”, or the name of a thing; nothing where it is somebody else."""
    if column.related_model in (Person, User):
        known = sought.people if column.related_model is Person else sought.accounts
        # By the key alone: nobody is read to be told from another.
        many = column.many_to_many
        keys = {each.pk for each in getattr(row, column.name).all()} if many else {getattr(row, column.attname)}
        return "you" if keys & known else ""
    return "" if column.many_to_many or column not in things_of(type(row)) else str(getattr(row, column.name))


def part_naming(value: Any, sought: Sought) -> Any:
    """Return of what JSON holds the parts alone in which somebody is named: of a list of many, their own line."""
    if isinstance(value, list):
        if any(isinstance(each, dict | list) for each in value):
            parts = [part_naming(each, sought) for each in value]
            return [each for each in parts if each not in (None, [], {})]
        # A line of a sheet: all of its cells, if one of them names them.
        return value if any(_names(each, sought) for each in value) else []
    if isinstance(value, dict):
        plain = {key: each for key, each in value.items() if not isinstance(each, dict | list)}
        deeper = {key: part_naming(each, sought) for key, each in value.items() if isinstance(each, dict | list)}
        deeper = {key: each for key, each in deeper.items() if each not in (None, [], {})}
        return (plain if any(_names(each, sought) for each in plain.values()) else {}) | deeper
    return value if _names(value, sought) else None


def _names(value: Any, sought: Sought) -> bool:
    return bool(sought.stands_in(str(value)))


def in_words(value: Any) -> str:
    """Return a value as people read it: days by their names, yes and no, and of a list each on a line."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return "\n".join(f"{key.replace('_', ' ')}: {in_words(each)}" for key, each in value.items() if each)
    if isinstance(value, list):
        plain = not any(isinstance(each, dict | list) for each in value)
        return (", " if plain else "\n").join(in_words(each) for each in value if each not in (None, ""))
    return "" if value is None else str(value)


def _is_empty(row: models.Model, column: Any) -> bool:
    if column.many_to_many:
        return False
    value = getattr(row, column.attname)
    return value is None or (not isinstance(value, bool | int) and not value)


@cache
def things_of(model: type[models.Model]) -> tuple[Any, ...]:
    """Return the columns that lead to a thing, which is not of somebody: a meeting, an organisation, a question."""
    return tuple(
        column
        for column in columns_of(model)
        if not column.many_to_many
        and column.related_model
        and column.related_model is not Programme
        and (table := TABLES.get(column.related_model))
        and not table.whose
        and not any(personal.finds and not personal.whose for personal in table.fields.values())
    )


def label_of(model: type[models.Model], name: str, programme: Programme | None) -> str:
    """Return what a column is called, in a programme's words."""
    column = model._meta.get_field(name)
    return capfirst(renamed(programme, str(getattr(column, "verbose_name", name))).replace("_", " "))
