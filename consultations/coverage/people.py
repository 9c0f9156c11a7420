"""How many people of each group were reached, as that may be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import Sum
from django.utils import timezone

from kit.disclosure.rounding import Breakdown, broken_down
from phases.models import Reach
from programmes.models import Programme


def people_reached(programme: Programme, groups: Iterable[int]) -> Breakdown[int]:
    """Return how many people of each group were reached, by all that has been entered so far."""
    reached = Reach.objects.filter(phase__programme=programme).values_list("group").annotate(people=Sum("people"))
    return broken_down(dict.fromkeys(groups, 0) | dict(reached.order_by()))


def quarter_of(at: datetime) -> datetime:
    """Return when the quarter of a moment began in London."""
    on = timezone.localtime(at)
    return on.replace(month=on.month - (on.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)


def people_published(programme: Programme, groups: Iterable[int], at: datetime) -> Breakdown[int]:
    """Return what was entered before this quarter: each quarter's edition is made with the one before it in hand."""
    entered = Reach.objects.filter(phase__programme=programme, entered_at__lt=quarter_of(at)).order_by("entered_at")
    quarters: dict[datetime, Counter[int]] = defaultdict(Counter)
    for entered_at, group, people in entered.values_list("entered_at", "group", "people"):
        quarters[quarter_of(entered_at)][group] += people
    return _chained(tuple(groups), tuple(tuple(sorted(counts.items())) for counts in quarters.values()))


# A dozen editions of many groups take half a second; the same counts are asked for at each request.
@lru_cache(maxsize=64)
def _chained(groups: tuple[int, ...], editions: tuple[tuple[tuple[int, int], ...], ...]) -> Breakdown[int]:
    counts = dict.fromkeys(groups, 0)
    latest: Breakdown[int] | None = None
    for edition in editions:
        for group, people in edition:
            counts[group] += people
        latest = broken_down(dict(counts), part=latest)
    return latest or broken_down(counts)


def people_shown(people: Breakdown[int], group: int) -> str | None:
    """Return how many people of a group were reached as that may be shown; None where it may not be broken down."""
    return "0" if people.total == "0" else people.cells.get(group)
