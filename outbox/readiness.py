"""What the readiness check asks of the outbox."""

from datetime import datetime, timedelta

from django.db.models import Min

from outbox.daytime import is_daytime
from outbox.models import OPEN, Message

# Mail due for longer than this says that no worker runs, or that the relay does not answer.
LATE = timedelta(minutes=10)


def oldest_due_age(at: datetime) -> timedelta | None:
    """How long the oldest message that should have gone by `at` has been waiting, or None if there is none.

    It counts from when a message was first due: a relay that takes nothing moves the next try on, and the alarm would
    never ring. Reminders that wait for the morning are not late, nor is what the relay has refused for good, which
    waits for a person.
    """
    late = Message.objects.filter(state__in=OPEN, first_due_at__lte=at)
    if not is_daytime(at):
        late = late.exclude(daytime_only=True)
    oldest = late.aggregate(oldest=Min("first_due_at"))["oldest"]
    return at - oldest if oldest else None
