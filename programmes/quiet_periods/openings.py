"""What the clock opens: a quiet period that is set has it open after its last day, or not until somebody says when.

A room whose rows open by the clock says so by `opens_by_the_clock`, in a module of this name, which is found when the
site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kit.days import beginning_of, day, moment_of
from programmes.models import Doing, Programme, QuietPeriod


@dataclass(frozen=True)
class Opening:
    """One kind of window: how a row of it is called, which rows there are, and the columns that say from when to when.

    `programme` leads from a row to its programme, and `ending` says when the window of one is over. One that does not
    move opens with something else, as what a meeting is asked about opens with the meeting.
    """

    called: str
    rows: Callable[[], QuerySet[Any]]
    opens: str
    ends: str
    ending: Callable[[Any], datetime | None]
    programme: str = "programme"
    moves: bool = True


KINDS: list[Opening] = []


def opens_by_the_clock(kind: Opening) -> None:
    """Have a kind of window open after a quiet period that is set later on."""
    KINDS.append(kind)


@dataclass(frozen=True)
class HeldOpening:
    """A window that would open in a quiet period: when it opens instead; None where it would be over by then."""

    kind: Opening
    row: Any
    opens_at: datetime
    instead: datetime | None

    @property
    def columns(self) -> dict[str, datetime | None]:
        """Return what its row says from now on."""
        if self.instead is not None:
            return {self.kind.opens: self.instead}
        return dict.fromkeys([self.kind.opens, self.kind.ends] if self.kind.moves else [self.kind.ends])

    def __str__(self) -> str:
        called, on = self.kind.called.format(self.row), day(timezone.localdate(self.opens_at))
        if self.instead is None:
            return f"{called} would open on {on}, and does not until somebody gives new days."
        return f"{called} opens on {day(timezone.localdate(self.instead))}, and not on {on}."


def openings_within(
    programme: Programme, *, from_on: date, until_on: date, at: datetime, period: QuietPeriod | None = None
) -> list[HeldOpening]:
    """Return what would open by the clock on the days of a quiet period, the soonest first.

    `period` is the one whose days these become, if there is one yet: what a lead has let open in it opens.
    """
    others = QuietPeriod.objects.filter(programme=programme)
    others = others.exclude(pk=period.pk) if period else others
    let = period.exceptions.filter(doing=Doing.OPENING) if period else ()
    days = [(each.from_on, each.until_on) for each in let]
    held = [
        each
        for kind in KINDS
        for each in _held(kind, programme, from_on, until_on, at, _free_day(others, until_on))
        if not any(first <= timezone.localdate(each.opens_at) < end for first, end in days)
    ]
    return sorted(held, key=lambda each: (each.opens_at, str(each)))


def _held(
    kind: Opening, programme: Programme, from_on: date, until_on: date, at: datetime, free: date
) -> Iterator[HeldOpening]:
    within = {f"{kind.opens}__gte": beginning_of(from_on), f"{kind.opens}__lt": beginning_of(until_on)}
    rows = kind.rows().filter(**{kind.programme: programme, f"{kind.opens}__gt": at} | within)
    for row in rows.order_by("pk"):
        opens_at = getattr(row, kind.opens)
        instead = moment_of(free, timezone.localtime(opens_at).time())
        ends_at = kind.ending(row)
        is_over = ends_at is not None and ends_at <= instead
        yield HeldOpening(kind, row, opens_at, None if is_over or not kind.moves else instead)


def _free_day(others: QuerySet[QuietPeriod], on: date) -> date:
    """Return a day, or the first one after it on which no other period of the programme has an opening wait."""
    while lasting := others.holding(Doing.OPENING, on).first():  # type: ignore[attr-defined]
        on = lasting.until_on
    return on
