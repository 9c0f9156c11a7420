"""Who handed something in: shown by a look that is logged, forgotten when they ask or when it has been long enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.models import HandIn, Poster

MONTH = timedelta(days=30)


def look_at_giver(hand_in: HandIn, *, by: User, at: datetime) -> HandIn:
    """Return how something reached us for somebody who looks at who handed it in; the look is logged."""
    thing = hand_in.thing
    record("looked", thing, by=by, at=at, programme_id=thing.programme_id)
    return hand_in


def forget_giver(hand_in: HandIn, *, by: User | None, at: datetime) -> bool:
    """Forget who handed something in, how to reach them, and at whose word a poster was withdrawn.

    So are the words of a conversation as they were sent, before names were taken out. What was handed in, when, and
    that its group agreed, stay. Returns False where nobody was known.
    """
    thing = hand_in.thing
    with transaction.atomic():
        if not HandIn.objects.naming_somebody().filter(pk=hand_in.pk).exists():
            return False
        HandIn.objects.filter(pk=hand_in.pk).update(given_by="", reached_by="", as_sent="")
        Poster.objects.filter(hand_in=hand_in).update(withdrawal_reason="")
        record("forgot_who_gave_it", thing, by=by, at=at, programme_id=thing.programme_id)
    hand_in.refresh_from_db()
    return True


def forget_givers(*, by: None = None, at: datetime) -> int:
    """Forget everybody who handed something in longer ago than HAND_IN_KEPT_MONTHS; return how many hand-ins."""
    old = HandIn.objects.naming_somebody().untouched_since(at - settings.HAND_IN_KEPT_MONTHS * MONTH)
    with transaction.atomic():
        # Held: nobody writes down meanwhile who agrees again, only to have it forgotten.
        held = old.select_related("poster", "conversation").select_for_update(of=("self",))
        return sum(forget_giver(each, by=by, at=at) for each in held)
