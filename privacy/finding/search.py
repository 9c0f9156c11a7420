"""Everything that is held of somebody: by what leads to them, by how they are reached, and by their name in words.

One search for whoever asks to see it and whoever asks to be erased. It reads the data map: a table that a room adds is
searched from the day on which it is declared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from accounts.models import User
from kit.data_map import LETTERS, TABLES, Finds, Held, Kind, columns_of
from kit.searching import FoundIn, pattern_of
from outbox.models import Attempt, Message
from programmes.models import Programme
from programmes.paths import own_ways_of
from stakeholders.models import Person

# Letters, and what hangs on one: the way to the letter.
LETTER: dict[type[models.Model], str] = {Message: "", Attempt: "message__"}
PLAIN = re.compile(r"[A-Za-z0-9@.]+")


class How(models.TextChoices):
    """By what a row was found."""

    LINKED = "linked", "It is theirs"
    DETAILS = "details", "It holds their name, address or number"
    WORDS = "words", "They are named in its words"


@dataclass(frozen=True)
class Sought:
    """Who is looked for: the people and accounts that they are, and by what else they may be found."""

    people: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    telephones: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[Person], accounts: Iterable[User] = (), *, also: Iterable[str] = ()) -> Sought:
        """Look for these people and accounts by all that they say of themselves, and by other names or addresses."""
        people = list(people)
        accounts = [*accounts, *(each.user for each in people if each.user)]
        terms = [each.strip() for each in also if each.strip()]
        called = [(each.name, each.email) for each in people] + [(each.name, each.email) for each in accounts]
        names = {name for name, _ in called} | {each for each in terms if _is_name(each)}
        addresses = {address for _, address in called} | {each for each in terms if "@" in each}
        telephones = {each.telephone for each in people}
        telephones |= {each for each in terms if "@" not in each and not _is_name(each)}
        return cls(
            frozenset(each.pk for each in people),
            frozenset(each.pk for each in accounts),
            frozenset(filter(None, names)),
            frozenset(filter(None, addresses)),
            frozenset(filter(None, telephones)),
        )

    @property
    def terms(self) -> list[str]:
        """All by which somebody is found in words, the longest first."""
        return sorted(self.names | self.addresses | self.telephones, key=len, reverse=True)

    def stands_in(self, text: str) -> list[str]:
        """Return the terms that stand in a text, however they are written there."""
        return [term for term in self.terms if spelt(term).search(text)]


@lru_cache(maxsize=500)
def spelt(term: str) -> re.Pattern[str]:
    """Return the pattern by which a term is found in words, in any spelling and not as a part of another word."""
    return re.compile(rf"(?<!\w){pattern_of(term)}(?!\w)")


def without(value: Any, terms: Iterable[str], instead: str) -> Any:
    """Return words, or what JSON holds, with `instead` in the place of each of these terms, the longest first."""
    if isinstance(value, str):
        for term in sorted(terms, key=len, reverse=True):
            value = spelt(term).sub(instead, value)
        return value
    if isinstance(value, list):
        return [without(each, terms, instead) for each in value]
    if isinstance(value, dict):
        return {key: without(each, terms, instead) for key, each in value.items()}
    return value


def _is_name(term: str) -> bool:
    return "@" not in term and any(sign.isalpha() for sign in term)


@dataclass(frozen=True)
class Found:
    """One row in which something of somebody is held: how it was found, and in which of its columns they are named."""

    table: Held
    row: models.Model
    how: How
    columns: tuple[str, ...] = field(default=())


def everything_of(sought: Sought, programme: Programme) -> list[Found]:
    """Return every row of a programme, and of what all programmes share, in which something of somebody is held."""
    return [found for table in TABLES.values() for found in _in_table(table, sought, programme)]


def _in_table(table: Held, sought: Sought, programme: Programme) -> Iterator[Found]:
    rows = of_programme(table, programme)
    theirs = _linked(table, sought)
    linked = set(rows.filter(theirs).values_list("pk", flat=True)) if theirs else set()
    named = _naming(table, sought)
    candidates = rows.filter(Q(pk__in=linked) | named) if named else rows.filter(pk__in=linked)
    if not linked and not named:
        return
    for row in candidates.order_by("pk").distinct():
        columns = tuple(name for name in words_of(table.model) if sought.stands_in(text_of(row, name)))
        if row.pk in linked:
            yield Found(table, row, How.LINKED, columns)
        elif columns:
            is_theirs = any(_finds(table, name) for name in columns)
            yield Found(table, row, How.DETAILS if is_theirs else How.WORDS, columns)


def held_of(label: str) -> Held:
    """Return what the data map says of a table, by its label ("phases.attendance")."""
    return TABLES[apps.get_model(label)]


def ways_of(table: Held) -> list[str]:
    """Return the ways from a row of a table to its programme; none where all programmes share it."""
    return [table.programme] if table.programme else own_ways_of(table.model)


def of_programme(table: Held, programme: Programme) -> models.QuerySet[Any]:
    """Return the rows of a table that a programme has to do with: its own, or those of the whole site.

    A letter is not its own where it is about a row of another programme.
    """
    rows = table.model._default_manager.all()
    if ways := ways_of(table):
        return rows.filter(reduce(or_, (Q(**{way: programme.pk}) for way in ways)))
    if table.model in LETTER:
        elsewhere = (_about(table, topic, ~Q(**{way: programme.pk})) for topic, way in _topics())
        return rows.exclude(reduce(or_, elsewhere))
    return rows


def is_shared(table: Held, row: models.Model) -> bool:
    """Whether a row is of the whole site, and of no one programme."""
    if ways_of(table):
        return False
    if table.model in LETTER:
        any_ones = reduce(or_, (_about(table, topic, Q(**{f"{way}__isnull": False})) for topic, way in _topics()))
        return not table.model._default_manager.filter(any_ones, pk=row.pk).exists()
    return True


def _topics() -> list[tuple[str, str]]:
    """Return each topic by which a letter belongs to a programme, and the way there from the row it is about."""
    return [
        (topic, way)
        for topic, model in LETTERS.items()
        for way in (["pk"] if model is Programme else ways_of(TABLES[model]))
    ]


def _about(table: Held, topic: str, which: Q) -> Q:
    """Return the condition that a row is a letter of a topic, or hangs on one, about rows of which something holds."""
    about = (
        LETTERS[topic]
        ._default_manager.filter(which)
        .annotate(of_letter=Cast("pk", models.CharField()))
        .values("of_letter")
    )
    way = LETTER[table.model]
    return Q(**{f"{way}topic": topic, f"{way}topic_id__in": about})


def _linked(table: Held, sought: Sought) -> Q:
    found = Q()
    for path in table.whose:
        end = end_of_path(table.model, path)
        keys = sought.people if end is Person else sought.accounts
        if keys:
            found |= Q(**{f"{path}__in" if path else "pk__in": keys})
    return found


def _naming(table: Held, sought: Sought) -> Q:
    """Return the condition that somebody may be named in a row; whether they are, is read from the row itself."""
    found = Q()
    for name in words_of(table.model):
        is_json = isinstance(table.model._meta.get_field(name), models.JSONField)
        column = Cast(name, models.TextField()) if is_json else F(name)
        for term in sought.terms:
            found |= Q(FoundIn(column, _plain_part(term) if is_json else term))
    return found


def _plain_part(term: str) -> str:
    """Return the longest part of a term that stands in JSON as it is: one database keeps other letters as escapes."""
    return max(PLAIN.findall(term), key=len, default="")


def _finds(table: Held, name: str) -> Finds | None:
    personal = table.fields.get(name)
    return personal.finds if personal else None


@cache
def words_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns of a table in which words can stand: no choices, keys or secrets."""
    table = TABLES[model]
    return tuple(
        column.name
        for column in columns_of(model)
        if isinstance(column, models.CharField | models.TextField | models.JSONField)
        and not isinstance(column, models.SlugField)
        and not column.choices
        and not column.primary_key
        and not _is_secret(table, column.name)
    )


def _is_secret(table: Held, name: str) -> bool:
    personal = table.fields.get(name)
    return personal is not None and personal.kind == Kind.TECHNICAL and not personal.finds


def text_of(row: models.Model, name: str) -> str:
    """Return the words of one column of a row; of JSON, all that stands in it. A file has none."""
    value = getattr(row, name)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else ""


@cache
def end_of_path(model: type[models.Model], path: str) -> Any:
    """Return the model to which a path of the ORM leads; the model itself where there is none."""
    for name in path.split("__") if path else []:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model
