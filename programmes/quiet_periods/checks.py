"""What every service asks that does something new: whether it waits, in a quiet period."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from kit.days import day
from kit.refusals import Refused
from kit.windows import Clock
from programmes.models import Doing, QuietPeriod


def refuse_if_quiet(programme_id: int, doing: Doing, *, at: datetime, on: datetime | None = None) -> None:
    """Refuse what waits in a quiet period: now, or on the day of `on` for what would begin by itself at that moment.

    Called inside the transaction that does it. What is refused says until when, and that a lead can say why not.
    """
    when = timezone.localdate(on or at)
    period = _holding(programme_id, doing, when).order_by("-until_on").first()
    if period is None:
        return
    begins = "" if on is None else f", and {day(when)} lies in it"
    raise Refused(
        f"“{period.name}” lasts until the end of {day(period.last_on)}{begins}. Until then {doing.label} waits, "
        "unless a lead writes why it cannot (Quiet periods, at the desk)."
    )


def refuse_opening_if_quiet(
    programme_id: int, opens_at: datetime | None, *, was: Clock | None, now: Clock | None, at: datetime
) -> None:
    """Refuse a window that people give days by which it opens at once, and was not open, or later on a quiet day."""
    if now == Clock.OPEN and was != Clock.OPEN:
        refuse_if_quiet(programme_id, Doing.OPENING, at=at)
    elif now == Clock.UPCOMING and opens_at is not None:
        refuse_if_quiet(programme_id, Doing.OPENING, at=at, on=opens_at)


def opening_waits(
    programme_id: int, opens_at: datetime | None, *, was: Clock | None, now: Clock | None, at: datetime
) -> bool:
    """Whether a window waits that opens with something else, as with a meeting that is moved, and is never refused."""
    try:
        refuse_opening_if_quiet(programme_id, opens_at, was=was, now=now, at=at)
    except Refused:
        return True
    return False


def is_quiet(programme_id: int, doing: Doing, *, at: datetime) -> bool:
    """Whether something that the clock starts waits now, in a quiet period of its programme."""
    return _holding(programme_id, doing, timezone.localdate(at)).exists()


def _holding(programme_id: int, doing: Doing, day: date) -> models.QuerySet[QuietPeriod]:
    return QuietPeriod.objects.holding(doing, day).filter(programme=programme_id)
