"""When somebody who was written to may be reminded: not while a letter is on its way, and not before they had time."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from outbox.models import OPEN, Message, MessageQuerySet, State

DAY = timedelta(days=1)
# So long somebody has, from being asked to being reminded.
TIME_TO_ANSWER = 3 * DAY


def in_order_written(messages: MessageQuerySet) -> Iterable[Message]:
    """Return what was written, the oldest first, with no more than is read of it here."""
    messages = messages.order_by("created_at", "pk")
    return messages.only("recipient", "step", "to_address", "state", "accepted_at", "created_at", "last_words")


def by_recipient(messages: MessageQuerySet) -> dict[str, list[Message]]:
    """Return what was written by whom it went to, the oldest first. One query."""
    found: dict[str, list[Message]] = {}
    for message in in_order_written(messages):
        found.setdefault(message.recipient, []).append(message)
    return found


def not_stopped(messages: Iterable[Message]) -> list[Message]:
    """Return what was not stopped before it went."""
    return [each for each in messages if each.state != State.CANCELLED]


def has_bounced(sent: list[Message], address: str) -> bool:
    """Whether the last of what was sent (and not stopped) did not arrive at the address we have."""
    return bool(sent) and sent[-1].state == State.FAILED and sent[-1].to_address == address


def has_had_time(sent: list[Message], *, asked_at: datetime, step_on: date, reminders: Collection[str]) -> bool:
    """Whether a reminder of that day may follow what was sent (and not stopped), of which `reminders` are the steps."""
    if not sent:
        return timezone.localdate(asked_at) + TIME_TO_ANSWER <= step_on
    last = sent[-1]
    if last.state in OPEN:
        return False
    pause = DAY if last.step in reminders else TIME_TO_ANSWER
    return timezone.localdate(last.accepted_at or last.created_at) + pause <= step_on
