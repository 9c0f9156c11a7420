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
    return moment_of(day, time()) if day else None


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


def span(begins: datetime, ends: datetime | None) -> str:
    """Return from when until when something is, for example "Tuesday 7 June 2016, 10:00 to 17:00".

    Midnight belongs to the day that ends with it, and is called so.
    """
    words = date_format(timezone.localtime(begins), "l j F Y, H:i")
    last, until = last_day_before(ends), timezone.localtime(ends) if ends else None
    if last is None or until is None:
        return words
    clock = "midnight" if until.time() == time() else f"{until:%H:%M}"
    if last == timezone.localdate(begins):
        return f"{words} to {clock}"
    ending_on = date_format(last, "l j F Y")
    return f"{words} to the end of {ending_on}" if clock == "midnight" else f"{words} to {ending_on}, {clock}"


def machine_readable(value: datetime) -> str:
    """Return a moment as a `datetime` attribute may say it: HTML has no more than three digits below a second."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def clock_change(on: date, clock: time) -> str:
    """Return why a time of a day in London is no moment that everybody agrees on; empty where it is one.

    As summer begins an hour is skipped, and as it ends one comes twice.
    """
    moment = datetime.combine(on, clock, tzinfo=timezone.get_current_timezone())
    earlier, later = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    assert earlier is not None
    assert later is not None
    if earlier < later:
        return f"On {day(on)} the clocks go forward, and there is no {clock:%H:%M}. Choose another time."
    if earlier > later:
        return f"On {day(on)} the clocks go back, and {clock:%H:%M} comes twice. Choose another time."
    return ""


def moment_of(on: date, clock: time) -> datetime:
    """Return the moment of a time of a day in London; `clock_change` says first whether there is one."""
    return timezone.make_aware(datetime.combine(on, clock))


def day(value: date) -> str:
    """Return a day as people write it, for example "7 June 2016"."""
    return date_format(value, "j F Y")
