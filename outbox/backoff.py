"""When a message that the relay did not take is tried again."""

import random
from datetime import datetime, timedelta

from outbox.models import Message

# Minutes before the second try, the third, …; the last repeats.
SCHEDULE = (1, 5, 15, 60, 120, 240)
PATIENCE = timedelta(hours=48)
# How long all mail waits when the relay cannot be talked to.
RELAY_AWAY = timedelta(minutes=1)


def next_try(message: Message, at: datetime) -> datetime:
    """When to try `message` again: after 1, 5, 15, 60 … minutes, give or take a tenth so that tries do not bunch."""
    minutes = SCHEDULE[min(message.tries, len(SCHEDULE) - 1)]
    return at + timedelta(minutes=minutes * random.uniform(0.9, 1.1))  # noqa: S311 - nothing to guess


def gives_up(message: Message, at: datetime) -> bool:
    """Whether `message` has been tried for 48 hours."""
    return message.first_tried_at is not None and at - message.first_tried_at >= PATIENCE
