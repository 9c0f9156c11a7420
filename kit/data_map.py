"""What is held of people: one declaration for each column, file and store, written beside the models of each room.

A room's `data_map.py` says `held(Model, …)` once for each of its tables, and `store(…)` for what it keeps elsewhere.
`privacy/` reads the whole, and makes everything else of it: the record of processing, the public table, what somebody
who asks is given, what goes when somebody is erased, what is deleted by the clock. What no room has declared fails a
test.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models


class Kind(StrEnum):
    """The classes of data about people, as the record of processing names them."""

    CONTACT = "name and contact details"
    NEED = "what somebody needs to take part"
    VOICE = "what somebody said"
    PART = "what part somebody has in the programme"
    CONSENT = "what somebody agreed to"
    SPECIAL = "special category data"
    STAFF = "what staff did in their work"
    TECHNICAL = "keys of links and sign-in"


class Basis(StrEnum):
    """The lawful bases of the UK GDPR that the product rests on (article 6(1), and 9(2) or schedule 1 beside it)."""

    PUBLIC_TASK = "public task (article 6(1)(e))"
    LEGAL_OBLIGATION = "legal obligation (article 6(1)(c))"
    CONSENT = "consent (article 6(1)(a))"


class Heading(StrEnum):
    """Where a row stands in what somebody is given who asks to see what is held of them."""

    WHO = "Who you are, and how you are reached"
    PART = "For whom you speak"
    MEETINGS = "Meetings"
    SAID = "What you told us"
    DOING = "What you said you would do, and what came of it"
    SENT = "What we sent you"
    WRITTEN = "What was written about you"
    ASKED = "What you asked of us about your data"
    ACCOUNT = "How you sign in"
    WORK = "What you did here as a member of staff"


class OnErasure(StrEnum):
    """What becomes of a row, or of one column of it, when the person whose it is is erased."""

    DELETE = "deleted"
    BLANK = "emptied"
    KEEP = "kept"


class OnAccess(StrEnum):
    """What somebody is given of a column who asks to see what is held of them."""

    SHOW = "given"
    REDACT = "given, without what is about others"
    LEAVE_OUT = "left out"


class Finds(StrEnum):
    """What a column tells by which somebody is found who is not linked to its row."""

    NAME = "name"
    ADDRESS = "e-mail address"
    TELEPHONE = "telephone number"
    ANY = "name, address or number"


@dataclass(frozen=True)
class Kept:
    """Until when something is kept: so long after an event, and on whose authority.

    `days` None means as long as what `event` names is kept itself. `due` returns the rows whose event was before a
    moment, where the clock deletes or empties them by itself; None where something else does, which `event` says.
    What has a `due` has a `key`, which never changes: by it a programme's own periods, and the log, name it. `forget`
    does it for one row, where more goes than the row or its columns, or where the room's own log tells of it.
    """

    event: str
    days: int | None
    authority: str
    due: Callable[[datetime], models.QuerySet[Any]] | None = None
    key: str = ""
    forget: Callable[..., object] | None = None

    def __post_init__(self) -> None:
        """Refuse what goes by the clock and cannot be named, or has no time."""
        if self.due is not None and (not self.key or self.days is None):
            raise ValueError("What goes by the clock needs a key and its days.")

    def __str__(self) -> str:
        """Say it as a sentence's part: “28 days after the last meeting”."""
        if self.days is None:
            return f"as long as {self.event}"
        return f"{self.period} after {self.event}" if self.days else f"until {self.event}"

    @property
    def period(self) -> str:
        """How long it is, in words."""
        days = self.days or 0
        return _counted(days // 365, "year") if days and days % 365 == 0 else _counted(days, "day")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Purpose:
    """Why something is held: what for, of whom, on which lawful basis, and until when."""

    what_for: str
    whom: str
    basis: Basis
    kept: Kept


@dataclass(frozen=True)
class Personal:
    """What one column holds of somebody.

    `whose` is empty where the row's own paths say it, else the path from the row to somebody else, LOOSE or ACTED.
    `finds` says by what of it somebody is found. `blank` is what stands in its place after an erasure, or makes it.
    `until` is when it goes, where that is another time than the purpose of its table says.
    """

    kind: Kind
    on_erasure: OnErasure = OnErasure.BLANK
    on_access: OnAccess = OnAccess.SHOW
    because: str = ""
    whose: str = ""
    finds: Finds | None = None
    blank: Any = ""
    until: Kept | None = None

    def __post_init__(self) -> None:
        """Refuse what is kept, or not given, without a reason."""
        if (self.on_erasure == OnErasure.KEEP or self.on_access == OnAccess.LEAVE_OUT) and not self.because:
            raise ValueError("What is kept or left out needs its reason.")

    def blanked(self) -> Any:
        """Return what stands in its place after an erasure."""
        return self.blank() if callable(self.blank) else self.blank


# What somebody is called who was erased.
NO_NAME = "Name removed"
# Of nobody whom a path leads to: somebody is found by the name, address or number that stands there.
LOOSE = "loose"
# Of whoever acted in the body's work: in a row that is somebody else's, it is never theirs.
ACTED = "acted"


@dataclass(frozen=True)
class Held:
    """What one table holds of people.

    `whose` are paths of the ORM from a row to the person or the account it is of ("" is the row itself). `programme` is
    the path to the programme, None where the whole site shares it. `row` says whether an erasure takes the row away or
    leaves it, with some of its columns emptied. `frozen` is why the database refuses to change a row: what stands there
    is left out of whatever is given of it. Some of the rows may go `sooner`: each of these purposes says
    which. `called` is what one row, and several, are called to whoever reads of them, where the model's own name is a
    word of code.
    """

    model: type[models.Model]
    heading: Heading | None
    purpose: Purpose | None
    whose: tuple[str, ...]
    programme: str | None
    row: OnErasure
    fields: Mapping[str, Personal] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()
    sooner: tuple[Purpose, ...] = ()
    frozen: str = ""
    called: tuple[str, str] = ("", "")

    @property
    def one(self) -> str:
        """What one row is called to people."""
        return self.called[0] or str(self.model._meta.verbose_name)

    @property
    def many(self) -> str:
        """What several rows are called to people."""
        return self.called[1] or str(self.model._meta.verbose_name_plural)

    @property
    def stands_under(self) -> Heading:
        """Under which heading its rows stand; where it says nothing of anybody it was written."""
        return self.heading or Heading.WRITTEN

    @property
    def undeclared(self) -> set[str]:
        """The columns of the table of which nothing is said."""
        return {each.name for each in columns_of(self.model)} - self.fields.keys() - self.nothing


@dataclass(frozen=True)
class Store:
    """Something that is kept outside the tables: files, caches, journals, logs. `paths` are patterns below DATA_DIR."""

    name: str
    what: str
    purpose: Purpose
    on_erasure: OnErasure
    because: str = ""
    paths: tuple[str, ...] = ()


TABLES: dict[type[models.Model], Held] = {}
STORES: dict[str, Store] = {}


def columns_of(model: type[models.Model]) -> list[Any]:
    """Return the columns and the lists of others (many-to-many) that a model has of its own."""
    return [each for each in model._meta.get_fields() if getattr(each, "concrete", False)]


def held(
    model: type[models.Model],
    heading: Heading | None = None,
    purpose: Purpose | None = None,
    *,
    whose: Iterable[str] = (),
    programme: str | None = "programme",
    row: OnErasure = OnErasure.KEEP,
    nothing: str = "",
    staff: str = "",
    sooner: Iterable[Purpose] = (),
    frozen: str = "",
    called: tuple[str, str] = ("", ""),
    **personal: Personal,
) -> None:
    """Declare what a table holds of people.

    `nothing` names the columns that say nothing of anybody; `staff` those that say which account did it, as part of its
    work; every other column is said by its name. Raises ValueError for a column that there is not, or is said twice.
    """
    said = nothing.split(), staff.split(), list(personal)
    names = [name for part in said for name in part]
    known = {each.name for each in columns_of(model)}
    if wrong := ({name for name in names if names.count(name) > 1} | (set(names) - known)):
        raise ValueError(f"{model._meta.label}: no such column, or said twice: {', '.join(sorted(wrong))}.")
    if personal and (heading is None or purpose is None):
        raise ValueError(f"{model._meta.label}: say why it is held, and where it stands for whoever asks.")
    fields = dict.fromkeys(staff.split(), BY) | personal
    says_nothing = frozenset(nothing.split())
    TABLES[model] = Held(
        model, heading, purpose, tuple(whose), programme, row, fields, says_nothing, tuple(sooner), frozen, called
    )


def store(each: Store) -> None:
    """Declare what is kept outside the tables."""
    STORES[each.name] = each


def read_declarations() -> None:
    """Import the `data_map` of each room; called once, when all rooms are ready."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.data_map"):
            import_module(f"{config.name}.data_map")


# How what is spoilt begins, which must be another in every row: no link has such a hash, and nobody such an address.
SPOILT = "spoilt-"


def _spoilt() -> str:
    """Return what stands in place of what leads to a row, and is another in each: a link that nobody has."""
    return f"{SPOILT}{secrets.token_hex(12)}"


# -- Kinds of column that most rooms have ---------------------------------------------------------------------------

NAME = Personal(Kind.CONTACT, finds=Finds.NAME)
ADDRESS = Personal(Kind.CONTACT, finds=Finds.ADDRESS)
TELEPHONE = Personal(Kind.CONTACT, finds=Finds.TELEPHONE)
CONTACT = Personal(Kind.CONTACT)
NEED = Personal(Kind.NEED)
# What somebody said; others may be named in it.
WORDS = Personal(Kind.VOICE, on_access=OnAccess.REDACT)
ABOUT = Personal(Kind.PART, on_access=OnAccess.REDACT)
PART = Personal(
    Kind.PART, OnErasure.KEEP, because="the programme’s record says that somebody had this part; the name is gone"
)
AGREED = Personal(
    Kind.CONSENT, OnErasure.KEEP, because="shows that it was agreed to, and when; it leads to nobody any more"
)
BY = Personal(
    Kind.STAFF,
    OnErasure.KEEP,
    OnAccess.LEAVE_OUT,
    because="says which account acted in the body’s work; an account that is erased loses its name and address",
    whose=ACTED,
)
LINK_HASH = Personal(
    Kind.TECHNICAL, on_access=OnAccess.LEAVE_OUT, because="says nothing of anybody without the link", blank=_spoilt
)
LINK_NONCE = LINK_HASH
FORM_KEY = replace(LINK_HASH, because="says which form was sent, and nothing of who sent it", blank=None)


def kept(personal: Personal, because: str, **more: Any) -> Personal:
    """Return the same kind of column, kept when somebody is erased, with the reason."""
    return replace(personal, on_erasure=OnErasure.KEEP, because=because, **more)


def of(personal: Personal, whose: str, **more: Any) -> Personal:
    """Return the same kind of column, of somebody else than the row is."""
    return replace(personal, whose=whose, **more)


# -- Letters --------------------------------------------------------------------------------------------------------

# By the topic of a letter (see `outbox.models.About`), of which table the row is that its `topic_id` names.
LETTERS: dict[str, type[models.Model]] = {}


def letters(about: type[models.Model], *topics: str) -> None:
    """Declare which letters are about a row of a table, and of its programme; others are of all programmes."""
    LETTERS.update(dict.fromkeys(topics, about))


# -- Who has a part still -------------------------------------------------------------------------------------------

PARTS: dict[type[models.Model], list[tuple[str, Callable[[datetime], models.QuerySet[Any]]]]] = {}


def part(of_whom: type[models.Model], way: str, rows: Callable[[datetime], models.QuerySet[Any]]) -> None:
    """Declare by which rows somebody has a part still, or had one since a moment; `way` leads from a row to them.

    A room that deals with the people or the accounts of a room above it says so here: what is theirs is kept.
    """
    PARTS.setdefault(of_whom, []).append((way, rows))


def without_part(of_whom: type[models.Model], since: datetime) -> models.QuerySet[Any]:
    """Return those who have no part anywhere, and had none since a moment."""
    found = of_whom._default_manager.all()
    for way, rows in PARTS[of_whom]:
        found = found.exclude(models.Exists(rows(since).filter(**{way: models.OuterRef("pk")})))
    return found
