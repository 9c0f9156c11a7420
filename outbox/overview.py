"""How all mail stands at a moment, for whoever looks after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from outbox.models import Attempt, Message, Release
from outbox.readiness import LATE, oldest_due_age
from outbox.release_guard import hold_reason
from outbox.transports import open_transport

DAYS = timedelta(days=14)


def mail_overview(at: datetime) -> dict[str, Any]:
    """Return what stands above the list of messages: counts by state and day, what is late, whether mail is held."""
    counts = Message.objects.counts()
    age = oldest_due_age(at)
    return {
        "counts": counts,
        "count_of": {state.value: count for state, count in counts},
        "days": Attempt.objects.filter(at__gt=at - DAYS).by_day(),
        "oldest_since": at - age if age else None,
        "is_late": bool(age and age > LATE),
        "held": hold_reason(at=at) if open_transport().leaves_site else "",
        "last_release": Release.objects.newest_first().first(),
    }
