"""Days in London, and the moments at which they begin and end."""

from datetime import date, datetime, time, timedelta
from typing import overload

from django.utils import timezone
from django.utils.formats import date_format


@overload
def beginning_of(day: date) -> datetime: ...
@overload
def beginning_of(day: None) -> None: ...
def beginning_of(day: date | None) -> datetime | None:
    """Return the moment at which a day begins in London; None for no day."""
    return timezone.make_aware(datetime.combine(day, time())) if day else None


@overload
def end_of(day: date) -> datetime: ...
@overload
def end_of(day: None) -> None: ...
def end_of(day: date | None) -> datetime | None:
    """Return the moment at which a day has ended in London: the next one begins."""
    return beginning_of(day + timedelta(days=1)) if day else None


def last_day_before(moment: datetime | None) -> date | None:
    """Return the last day in London that has begun before a moment: what `end_of` was told."""
    return timezone.localdate(moment - timedelta(microseconds=1)) if moment else None


@overload
def day_before(day: date) -> date: ...
@overload
def day_before(day: None) -> None: ...
def day_before(day: date | None) -> date | None:
    """Return the day before another: the last one of what ends by it; None for no day."""
    return day - timedelta(days=1) if day else None


def ending(moment: datetime) -> str:
    """Return until when something lasts that ends at a moment: "the end of 6 June 2016", or "7 June 2016, 17:00".

    Who reads that something is open until midnight does not know of which day.
    """
    local = timezone.localtime(moment)
    if local.time() == time():
        return f"the end of {day(day_before(local.date()))}"
    return date_format(local, "j F Y, H:i")


def day(value: date) -> str:
    """Return a day as people write it, for example "7 June 2016"."""
    return date_format(value, "j F Y")
