"""The next date in each programme: a meeting, the beginning or end of a consultation, the last day of a round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from actions.models import FollowUpRound
from consultations.models import Consultation, PosterCall
from kit.days import day, last_day_before
from kit.windows import Clock, clock_at
from phases.models import Meeting
from programmes.models import Programme
from programmes.nouns import in_words_of


@dataclass(frozen=True)
class NextDate:
    """What comes next in a programme, on which day, and where to see to it (blank: nowhere)."""

    on: date
    words: str
    url: str = ""

    @property
    def day(self) -> str:
        """Return the day as people write it."""
        return day(self.on)


def next_dates(programmes: Collection[Programme], at: datetime) -> dict[int, NextDate]:
    """Return by programme what comes next from today on; as many queries for many programmes as for one."""
    on, by_pk = timezone.localdate(at), {each.pk: each for each in programmes}
    # With the programme, and the route and numbers of where it is seen to, of which only the first is made an address.
    found: list[tuple[date, str, int, str, list[int]]] = []

    def rows(model: Any, path: str, which: Q, *fields: str) -> QuerySet[Any, Any]:
        mine: QuerySet[Any, Any] = model.objects.filter(which, **{f"{path}__in": by_pk})
        found: QuerySet[Any, Any] = mine.annotate(of=F(path)).values_list("of", *fields)
        return found

    to_come = Q(starts_at__gte=at, cancelled_at=None)
    for pk, title, starts_at in rows(Meeting, "programme", to_come, "title", "starts_at"):
        found.append((timezone.localdate(starts_at), f"{title} takes place", pk, "phases:meeting-list", []))
    # What opens and has no end yet has a first day all the same.
    dated = Q(starts_at__gt=at) | Q(starts_at__lte=at, ends_at__gt=at)
    window = ("starts_at", "ends_at")
    for pk, title, starts_at, ends_at in rows(Consultation, "phase__programme", dated, "title", *window):
        if clock_at(starts_at, ends_at, at) == Clock.UPCOMING:
            found.append((timezone.localdate(starts_at), f"{title} opens", pk, "", []))
        else:
            found.append((_last(ends_at), f"Last day of {title}", pk, "", []))
    for pk, starts_at, ends_at in rows(PosterCall, "programme", dated, *window):
        is_open = clock_at(starts_at, ends_at, at) == Clock.OPEN
        words = "Last day to hand in {posters}" if is_open else "First day to hand in {posters}"
        when = _last(ends_at) if is_open else timezone.localdate(starts_at)
        found.append((when, in_words_of(by_pk[pk], words), pk, "", []))
    named = ("number", "name", "status", "planned_on", "answer_by_on")
    not_closed = [FollowUpRound.Status.PLANNED, FollowUpRound.Status.OPEN]
    rounds = rows(FollowUpRound, "programme", Q(status__in=not_closed), *named)
    for pk, number, name, status, planned_on, answer_by_on in rounds:
        is_open = status == FollowUpRound.Status.OPEN
        words = f"Last day of {name}" if is_open else f"{name} is to be opened"
        when = answer_by_on if is_open else planned_on
        found.append((when, words, pk, "actions:round-detail", [number]))
    found += [
        (each.target_on, "Target completion", pk, "", [])
        for pk, each in by_pk.items()
        if each.target_on and each.completed_on is None
    ]
    first: dict[int, NextDate] = {}
    for when, words, pk, route, args in sorted(each for each in found if each[0] >= on):
        if pk not in first:
            first[pk] = NextDate(when, words, reverse(route, args=[by_pk[pk].slug, *args]) if route else "")
    return first


def _last(ends_at: datetime) -> date:
    last_on = last_day_before(ends_at)
    assert last_on is not None
    return last_on
