"""What will go in the next 30 days, counted by kind, programme and day, by the same rules by which it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from privacy.models import RetentionForecast
from privacy.retention.due import AHEAD, Rule, Times, rules
from privacy.retention.words import what_goes

Counted = Counter[int | None]


def foresee(now: Times, *, at: datetime, by: None = None, only: str = "") -> None:
    """Count anew what goes on each of the next 30 days: of everything, or of one kind. Within a transaction."""
    counted = [rule for rule in rules().values() if not only or rule.key == only]
    RetentionForecast.objects.filter(key__in=[rule.key for rule in counted]).delete()
    RetentionForecast.objects.bulk_create(
        RetentionForecast(
            programme_id=programme, key=rule.key, what=what_goes(rule), on=timezone.localdate(day), rows=n
        )
        for rule in counted
        for day, found in _by_day(rule, now, at)
        for programme, n in sorted(found.items(), key=lambda each: each[0] or 0)
    )


def _by_day(rule: Rule, now: Times, at: datetime) -> Iterator[tuple[datetime, Counted]]:
    days = AHEAD.days
    first, last = _counted(rule, now, at), _counted(rule, now, at + AHEAD)
    yield from _between(rule, now, at, (0, first), (days, last))


def _between(
    rule: Rule, now: Times, at: datetime, low: tuple[int, Counted], high: tuple[int, Counted]
) -> Iterator[tuple[datetime, Counted]]:
    """Yield the days between two on which something goes: only where the counts differ is looked more closely."""
    if not (more := high[1] - low[1]):
        return
    if high[0] - low[0] == 1:
        yield at + timedelta(days=high[0]), more
        return
    middle = (low[0] + high[0]) // 2
    between = middle, _counted(rule, now, at + timedelta(days=middle))
    yield from _between(rule, now, at, low, between)
    yield from _between(rule, now, at, between, high)


def _counted(rule: Rule, now: Times, at: datetime) -> Counted:
    rows = now.due(rule, at)
    if not rule.ways:
        number = rows.count()
        return Counter({None: number} if number else {})
    pairs = {pair for way in rule.ways for pair in rows.exclude(**{way: None}).values_list(way, "pk")}
    found: Counted = Counter(programme for programme, _ in pairs)
    if of_none := len(set(rows.values_list("pk", flat=True)) - {key for _, key in pairs}):
        found[None] = of_none
    return found
