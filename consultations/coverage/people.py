"""How many people of each group were reached, as that may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from kit.disclosure.rounding import Breakdown, each_by_itself
from phases.models import Reach
from programmes.models import Programme


def people_reached(
    programme: Programme, groups: Iterable[int], *, entered_before: datetime | None = None
) -> Breakdown[int]:
    """Return how many people of each group were reached, by all that has been entered so far or before a moment.

    What was entered can be taken back, so each group is told by itself.
    """
    reached = Reach.objects.filter(phase__programme=programme)
    if entered_before:
        reached = reached.filter(entered_at__lt=entered_before)
    people = reached.order_by().values_list("group").annotate(people=Sum("people"))
    return each_by_itself(dict.fromkeys(groups, 0) | dict(people))


def quarter_of(at: datetime) -> datetime:
    """Return when the quarter of a moment began in London."""
    on = timezone.localtime(at)
    return on.replace(month=on.month - (on.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
