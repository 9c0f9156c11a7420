"""The one definition of when something is upcoming, open or past: `starts_at <= at < ends_at`; no end means open.

Windows open and close on the hour, and meetings on the quarter of an hour: a public page that was drawn since then is
true until the next.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from kit.refusals import Refused


class Clock(models.TextChoices):
    """Where a window stands at a moment. Never stored: the clock decides."""

    UPCOMING = "upcoming", "Upcoming"
    OPEN = "open", "Open now"
    PAST = "past", "Finished"


HOUR: tuple[str, ...] = ("00:00",)
QUARTER: tuple[str, ...] = ("00:00", "15:00", "30:00", "45:00")
ON_THE_HOUR = "Give a full hour, for example 9:00 or 17:00."
ON_THE_QUARTER = "Give a time on the hour, at a quarter past, half past or a quarter to it."


def past_the_hour(moment: datetime | time) -> str:
    """Return how far a moment is past the hour, as minutes, seconds and what there is of smaller parts."""
    return f"{moment:%M:%S.%f}".removesuffix(".000000")


def refuse_off(marks: tuple[str, ...], *moments: datetime | None, field: str | None = None) -> None:
    """Refuse moments that do not fall on the hour, or (`QUARTER`) on a quarter of it."""
    if any(moment is not None and past_the_hour(moment) not in marks for moment in moments):
        raise Refused(words_of(marks), field)


def words_of(marks: tuple[str, ...]) -> str:
    """Return what to do about a time that is not on one of the marks."""
    return ON_THE_HOUR if marks == HOUR else ON_THE_QUARTER


def beginning_of_hour(moment: datetime, *, quarter: bool = False) -> datetime:
    """Return when the hour (or the quarter of it) began in which a moment lies."""
    return moment.replace(minute=moment.minute // 15 * 15 if quarter else 0, second=0, microsecond=0)


class PastTheHour(models.Transform):
    """The same of a moment in the database. London and the world's time differ by whole hours."""

    lookup_name = "past_the_hour"
    output_field = models.CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Cut it from the text as which Django stores a moment."""
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 15)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it as SQLite has it."""
        template = "REPLACE(TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'MI:SS.US'), '.000000', '')"
        return self.as_sql(compiler, connection, template=template, **context)


models.DateTimeField.register_lookup(PastTheHour)


def on_the(marks: tuple[str, ...], *fields: str, name: str, or_at_once: str = "") -> models.CheckConstraint:
    """Return the constraint that moments fall on the hour, or (`QUARTER`) on a quarter of it.

    `or_at_once` names the field that holds when `ends_at` was made by pressing a button: that is any moment.
    """
    condition = Q()
    for field in fields:
        on_time = Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__past_the_hour__in": marks})
        if or_at_once and field == "ends_at":
            # Of a field that is there: a comparison with nothing is neither true nor false, which a check lets by.
            on_time |= Q(**{f"{or_at_once}__isnull": False}, ends_at=F(or_at_once))
        condition &= on_time
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=words_of(marks))


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

    def begun(self, at: datetime) -> Self:
        """Rows whose window has begun at `at`, whether it is open still or past."""
        return self.filter(starts_at__lte=at)

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
