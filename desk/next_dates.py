"""The next date in each programme: a meeting, the beginning or end of a consultation, the last day of a round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
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
    found: list[tuple[int, NextDate]] = []

    def rows(model: Any, path: str, *fields: str, **which: Any) -> QuerySet[Any, Any]:
        mine: QuerySet[Any, Any] = model.objects.filter(**{f"{path}__in": by_pk}, **which)
        found: QuerySet[Any, Any] = mine.annotate(of=F(path)).values_list("of", *fields)
        return found

    for pk, title, starts_at in rows(Meeting, "programme", "title", "starts_at", starts_at__gte=at, cancelled_at=None):
        url = reverse("phases:meeting-list", args=[by_pk[pk].slug])
        found.append((pk, NextDate(timezone.localdate(starts_at), f"{title} takes place", url)))
    consultations = rows(Consultation, "phase__programme", "title", "starts_at", "ends_at", ends_at__gt=at)
    for pk, title, starts_at, ends_at in consultations:
        if clock_at(starts_at, ends_at, at) == Clock.UPCOMING:
            found.append((pk, NextDate(timezone.localdate(starts_at), f"{title} opens")))
        else:
            found.append((pk, NextDate(_last(ends_at), f"Last day of {title}")))
    for pk, starts_at, ends_at in rows(PosterCall, "programme", "starts_at", "ends_at", ends_at__gt=at):
        is_open = clock_at(starts_at, ends_at, at) == Clock.OPEN
        words = "Last day to hand in {posters}" if is_open else "{Posters} can be handed in from now on"
        when = _last(ends_at) if is_open else timezone.localdate(starts_at)
        found.append((pk, NextDate(when, in_words_of(by_pk[pk], words))))
    named = ("number", "name", "status", "planned_on", "answer_by_on")
    not_closed = [FollowUpRound.Status.PLANNED, FollowUpRound.Status.OPEN]
    for pk, number, name, status, planned_on, answer_by_on in rows(
        FollowUpRound, "programme", *named, status__in=not_closed
    ):
        url = reverse("actions:round-detail", args=[by_pk[pk].slug, number])
        is_open = status == FollowUpRound.Status.OPEN
        words = f"Last day of {name}" if is_open else f"{name} is to be opened"
        found.append((pk, NextDate(answer_by_on if is_open else planned_on, words, url)))
    found += [
        (pk, NextDate(each.target_on, "Target completion"))
        for pk, each in by_pk.items()
        if each.target_on and each.completed_on is None
    ]
    first: dict[int, NextDate] = {}
    for pk, each in sorted(found, key=lambda pair: (pair[1].on, pair[1].words)):
        if each.on >= on:
            first.setdefault(pk, each)
    return first


def _last(ends_at: datetime) -> date:
    last_on = last_day_before(ends_at)
    assert last_on is not None
    return last_on
