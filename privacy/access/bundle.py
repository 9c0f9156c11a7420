"""All that is given to somebody who asks to see what is held of them: drawn from the rows, by what was decided.

Nothing of it is kept: each time it is drawn as the rows stand then, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import LogEntry
from kit.data_activities import Activity, activities
from kit.data_map import TABLES, Heading
from privacy.access.rows import Drawn, Row, drawn, stands, things_of
from privacy.erasure.plan import others_deal_with
from privacy.finding.models import Decision, FoundRow
from privacy.finding.search import Sought
from privacy.finding.sought import sought_by
from privacy.requests.models import Request
from programmes.models import Programme, Statement
from programmes.nouns import renamed

LOOKED = "looked"
BY_LINK = "somebody with a personal link"
OF_TEAM = "a member of the team"
YOU = "you"


@dataclass(frozen=True)
class Looked:
    """Somebody looked at a row in which something of theirs is held: when, at what, and in which role."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True)
class WhyHeld:
    """Why something is held of them, and until when."""

    what_for: str
    kinds: str
    basis: str
    kept: str
    authority: str


@dataclass(frozen=True)
class OtherProgramme:
    """Another programme that deals with them too, and who answers for it."""

    programme: Programme
    body: str
    reached: str


@dataclass(frozen=True)
class Contents:
    """What somebody is given, as it stands at a moment."""

    request: Request
    at: datetime
    statement: Statement | None
    groups: list[tuple[Heading, list[Drawn]]]
    # Why whole rows are left out: each reason, and of how many.
    refused: list[tuple[str, int]]
    gone: int
    looks: list[Looked]
    why: list[WhyHeld]
    # Why columns are left out: each reason, and which.
    not_given: list[tuple[str, list[str]]]
    others: list[OtherProgramme]

    @property
    def in_part(self) -> int:
        """Of how many rows that are given words are left out."""
        return sum(1 for _, rows in self.groups for row in rows if row.reason)

    @property
    def count(self) -> int:
        """How many rows are given."""
        return sum(len(rows) for _, rows in self.groups)


def contents_of(request: Request, at: datetime) -> Contents:
    """Return all that is given for a request, by what was decided, as it stands at a moment."""
    programme = request.programme
    sought = sought_by(request)
    found = list(request.found.order_by("table", "pk"))
    taken = [each for each in found if each.decision in (Decision.WHOLE, Decision.PART)]
    there = stands(taken)
    rows = [(each, there[each.pk]) for each in taken if each.pk in there]
    shown = [drawn(Row.of(each, row), sought, programme) for each, row in rows]
    return Contents(
        request,
        at,
        Statement.objects.of(programme),
        grouped_by_heading(shown),
        _refused(found),
        len(taken) - len(rows),
        looks_at([row for _, row in rows], sought, programme),
        why_held(shown, programme),
        _not_given(shown),
        _others(sought, programme),
    )


def grouped_by_heading(rows: Iterable[Drawn]) -> list[tuple[Heading, list[Drawn]]]:
    """Return rows under the headings of the data map, in its order."""
    rows = list(rows)
    groups = ((heading, [row for row in rows if row.table.stands_under == heading]) for heading in Heading)
    return [(heading, several) for heading, several in groups if several]


def _refused(found: Iterable[FoundRow]) -> list[tuple[str, int]]:
    reasons = [each.reason for each in found if each.decision == Decision.NOT]
    return [(reason, reasons.count(reason)) for reason in dict.fromkeys(reasons)]


def looks_at(rows: Iterable[models.Model], sought: Sought, programme: Programme) -> list[Looked]:
    """Return who looked at these rows, or at a list in which they stand, the latest first: by role, never by a name."""
    said: dict[tuple[str, str], str] = {}
    for row in rows:
        label, table = row._meta.label_lower, TABLES[type(row)]
        said[label, str(row.pk)] = table.one
        said.setdefault((label, "list"), f"a list of {table.many}")
        for column in things_of(type(row)):
            key = column.related_model._meta.label_lower, str(getattr(row, column.attname))
            said.setdefault(key, f"those of one {TABLES[column.related_model].one}")
    tables = {label for label, _ in said}
    entries = LogEntry.objects.filter(verb=LOOKED, object_type__in=tables)
    mine = entries.filter(Q(programme_id=programme.pk) | Q(programme_id=None)).order_by("-at", "-pk")
    return [
        Looked(each.at, renamed(programme, said[each.object_type, each.object_id]), _who(each, sought))
        for each in mine
        if (each.object_type, each.object_id) in said
    ]


def _who(entry: LogEntry, sought: Sought) -> str:
    if entry.by_id in sought.accounts:
        return YOU
    return OF_TEAM if entry.by_id else BY_LINK


def why_held(rows: Iterable[Drawn], programme: Programme) -> list[WhyHeld]:
    """Return why the tables are kept in which these rows stand, each purpose once."""
    models_of_rows = {row.table.model for row in rows}
    return [
        _why(each, programme)
        for each in activities()
        if any(column.held.model in models_of_rows for column in each.columns)
    ]


def _why(activity: Activity, programme: Programme) -> WhyHeld:
    return WhyHeld(
        renamed(programme, activity.purpose.what_for),
        ", ".join(activity.kinds),
        activity.purpose.basis,
        renamed(programme, str(activity.kept)),
        activity.kept.authority,
    )


def _not_given(rows: Iterable[Drawn]) -> list[tuple[str, list[str]]]:
    reasons: dict[str, dict[str, None]] = {}
    for row in rows:
        for label, because in row.left_out:
            reasons.setdefault(because, {})[f"{row.title}: {label.lower()}"] = None
    return [(because, list(labels)) for because, labels in reasons.items()]


def _others(sought: Sought, programme: Programme) -> list[OtherProgramme]:
    others = sorted(others_deal_with(sought, programme), key=lambda each: (each.title, each.pk))
    said = {each.pk: Statement.objects.of(each) for each in others}
    return [
        OtherProgramme(each, *((statement.body, statement.reached) if (statement := said[each.pk]) else ("", "")))
        for each in others
    ]
