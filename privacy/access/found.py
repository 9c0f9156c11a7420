"""What was found of somebody, as staff go through it: under which heading each row stands, and how much waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q

from kit.data_map import TABLES, Heading
from privacy.access.models import Bundle
from privacy.access.rows import Drawn, Row, drawn, stands
from privacy.erasure.models import Erasure
from privacy.finding.models import FoundRow, FoundRowQuerySet
from privacy.finding.search import How, Sought, held_of
from privacy.requests.models import Request, RequestKind

# Requests for which all that is held of somebody is looked for.
LOOKS = frozenset({RequestKind.ACCESS, RequestKind.ERASURE, RequestKind.RECTIFICATION})


@dataclass(frozen=True)
class Progress:
    """How far it is with what was found for a request."""

    found: int
    waiting: int
    # Whether it was given to whoever asked.
    given: bool = False
    # Whether what was found of them was erased.
    erased: bool = False


@dataclass(frozen=True)
class Group:
    """One heading with how much of what was found stands under it, and how much of that waits."""

    heading: Heading
    found: int
    waiting: int


@dataclass(frozen=True)
class FoundItem:
    """A row that was found, as it stands now; None where it has gone since."""

    found: FoundRow
    drawn: Drawn | None

    @property
    def heading(self) -> Heading:
        """Where it stands for whoever asks."""
        return heading_of(self.found.table)

    @property
    def words(self) -> str:
        """All that stands in it, to be looked through."""
        if self.drawn is None:
            return ""
        facts = [*self.drawn.context, *self.drawn.facts]
        return " ".join([self.drawn.title, *(f"{fact.label} {fact.words}" for fact in facts), self.found.reason])


def progress_of(request: Request) -> Progress:
    """Return how much was found for a request, how much of it waits, and whether it was given or erased."""
    counts = request.found.aggregate(found=Count("pk"), waiting=Count("pk", filter=Q(decision="")))
    given = Bundle.objects.filter(request=request).exists()
    erased = Erasure.objects.filter(request=request, confirmed_at__isnull=False).exists()
    return Progress(**counts, given=given, erased=erased)


def heading_of(label: str) -> Heading:
    """Return the heading under which a table stands; what is said of nobody in it was written about them."""
    return _headings()[label]


def _headings() -> dict[str, Heading]:
    return {model._meta.label_lower: table.stands_under for model, table in TABLES.items()}


def groups_of(request: Request) -> list[Group]:
    """Return the headings under which something was found, in their order."""
    headings = _headings()
    counts: dict[Heading, list[int]] = {}
    rows = request.found.values("table").annotate(found=Count("pk"), waiting=Count("pk", filter=Q(decision="")))
    for row in rows.order_by("table"):
        count = counts.setdefault(headings[row["table"]], [0, 0])
        count[0], count[1] = count[0] + row["found"], count[1] + row["waiting"]
    return [Group(heading, *counts[heading]) for heading in Heading if heading in counts]


def under(rows: FoundRowQuerySet, heading: Heading) -> FoundRowQuerySet:
    """Return those that stand under a heading."""
    return rows.filter(table__in=[label for label, each in _headings().items() if each == heading])


def in_reading_order(rows: FoundRowQuerySet) -> FoundRowQuerySet:
    """Order what was found as people think, and under each heading first what waits."""
    headings = _headings()
    whens = [
        models.When(table__in=[label for label, each in headings.items() if each == heading], then=place)
        for place, heading in enumerate(Heading)
    ]
    waits = models.Case(models.When(decision="", then=0), default=1)
    return rows.order_by(models.Case(*whens, default=len(whens)), waits, "table", "pk")


def items_of(rows: Iterable[FoundRow], sought: Sought, request: Request) -> list[FoundItem]:
    """Return what was found as it stands now, whole: nothing is left out for whoever decides. One query a table."""
    rows = list(rows)
    there = stands(rows)
    return [
        FoundItem(each, _drawn(each, there[each.pk], sought, request) if each.pk in there else None) for each in rows
    ]


def _drawn(found: FoundRow, row: models.Model, sought: Sought, request: Request) -> Drawn:
    of_whole = Row(held_of(found.table), row, How(found.how), tuple(found.columns))
    return drawn(of_whole, sought, request.programme)
