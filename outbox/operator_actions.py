"""What a person may decide about one message, each noted beside the message with who decided it.

All refuse (InvalidTransition) a message that has moved on since the page was shown.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from kit.refusals import InvalidTransition
from outbox.models import Attempt, Message, State


def name_of(by: AbstractBaseUser) -> str:
    """Who it was, for whoever reads it years later: the name, and the address they signed in with."""
    name, address = str(by), by.get_username()
    return address if name == address else f"{name} ({address})"


def retry_message(message: Message, *, by: AbstractBaseUser, at: datetime) -> None:
    """Try a failed message again, for another 48 hours. Refuses one whose words are no longer kept."""
    if Message.objects.filter(pk=message.pk, text="").exists():
        raise InvalidTransition("The words of this message are no longer kept: there is nothing to send.")
    anew: dict[str, Any] = {"due_at": at, "first_due_at": at, "first_tried_at": None, "tries": 0}
    _decide(message, {State.FAILED: State.DUE}, "Tried again.", by, at, **anew)


def release_message(message: Message, *, by: AbstractBaseUser, at: datetime) -> None:
    """Send a message that is in doubt once more: a second copy, with the same Message-ID, is possible."""
    _decide(message, {State.UNCERTAIN: State.DUE}, "Released to be sent once more.", by, at, due_at=at, first_due_at=at)


def settle_message(message: Message, *, by: AbstractBaseUser, at: datetime) -> None:
    """Note that a message in doubt did arrive."""
    _decide(message, {State.UNCERTAIN: State.ACCEPTED}, "Found to have arrived.", by, at, accepted_at=at)


def cancel_message(message: Message, *, by: AbstractBaseUser, at: datetime) -> None:
    """Stop a message that has not gone, or let a failed one be."""
    ways = dict.fromkeys((State.DUE, State.CLAIMED, State.UNCERTAIN, State.FAILED), State.CANCELLED)
    _decide(message, ways, "Cancelled.", by, at, stop_reason="Cancelled by a member of staff.")


def _decide(
    message: Message, ways: dict[State, State], done: str, by: AbstractBaseUser, at: datetime, **values: Any
) -> None:
    row = Message.objects.filter(pk=message.pk)
    with transaction.atomic():
        target = next((target for source, target in ways.items() if row.move(source, target, **values)), None)
        if target is None:
            raise InvalidTransition("The message has moved on since you saw it. Nothing was changed.")
        Attempt.objects.create(message=message, at=at, outcome=target, words=done, by=name_of(by))
