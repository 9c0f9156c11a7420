"""Working days in the nations of the United Kingdom, and months counted on from a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

SCOTLAND = frozenset({"SCT"})
ALL_NATIONS = frozenset({"ENG", "NIR", "SCT", "WLS"})
DAY = timedelta(days=1)


def is_day_off(day: date, nations: Collection[str]) -> bool:
    """Whether a day is a Saturday or Sunday, or a bank holiday in any of some nations."""
    return day.weekday() >= 5 or any(day in _bank_holidays(nation, day.year) for nation in nations)


def is_day_off_everywhere(day: date) -> bool:
    """Whether a day is a Saturday or Sunday, or a bank holiday in each of the nations."""
    return day.weekday() >= 5 or all(day in _bank_holidays(nation, day.year) for nation in ALL_NATIONS)


def working_day_after(day: date, count: int, nations: Collection[str], *, but: Collection[date] = ()) -> date:
    """Return the `count`-th working day after a day in some nations; without nations, by what is off everywhere.

    The days in `but` do not count.
    """
    while count:
        day += DAY
        off = is_day_off(day, nations) if nations else is_day_off_everywhere(day)
        count -= 0 if off or day in but else 1
    return day


def next_working_day(day: date) -> date:
    """Return a day itself, or the next one that is not off everywhere in the United Kingdom."""
    while is_day_off_everywhere(day):
        day += DAY
    return day


def months_after(day: date, count: int) -> date:
    """Return the same day of a later month, or the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@cache
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))
