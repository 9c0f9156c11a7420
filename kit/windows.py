"""The one definition of when something is upcoming, open or past: `starts_at <= at < ends_at`; no end means open."""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q


class Clock(models.TextChoices):
    """Where a window stands at a moment. Never stored: the clock decides."""

    UPCOMING = "upcoming", "Upcoming"
    OPEN = "open", "Open now"
    PAST = "past", "Finished"


def clock_at(starts_at: datetime | None, ends_at: datetime | None, at: datetime) -> Clock:
    """Say where the window stands at `at`. Without a start it has not begun."""
    if starts_at is None or at < starts_at:
        return Clock.UPCOMING
    if ends_at is not None and at >= ends_at:
        return Clock.PAST
    return Clock.OPEN


Row = TypeVar("Row", bound=models.Model, covariant=True)


class WindowQuerySet(models.QuerySet[Row]):
    """Rows that have `starts_at` and `ends_at`, asked by the clock; agrees with `clock_at` at every boundary."""

    def upcoming(self, at: datetime) -> Self:
        """Rows whose window has not begun at `at`."""
        return self.filter(Q(starts_at__isnull=True) | Q(starts_at__gt=at))

    def open(self, at: datetime) -> Self:
        """Rows whose window is open at `at`."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)

    def past(self, at: datetime) -> Self:
        """Rows whose window has ended at `at`."""
        return self.filter(starts_at__lte=at, ends_at__lte=at)


def window_constraint(name: str) -> models.CheckConstraint:
    """A window ends after it begins, and has no end without a beginning."""
    return models.CheckConstraint(
        condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")), name=name
    )
