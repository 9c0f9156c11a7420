"""How a worker takes due messages, gives back what it has not begun, and passes the fence before it hands one over.

A claim is a lease by the database's clock, the only one that all workers share. Whoever lost it finds that every later
statement changes no row.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from outbox.daytime import is_daytime
from outbox.delivery.hot_statements import mark_handing_over
from outbox.models import Message, MessageQuerySet, State


class Stopped(Exception):
    """The message is no longer this worker's to send: cancelled, sent elsewhere, or its lease has run out."""


def claim_due_messages(*, at: datetime, limit: int, fast_lane: bool = False) -> list[Message]:
    """Take up to `limit` due messages of one lane under one lease. No two workers get the same one."""
    due = Message.objects.due(at).filter(fast_lane=fast_lane)
    if not is_daytime(at):
        due = due.filter(daytime_only=False)
    with transaction.atomic():
        # SQLite ignores the row locks, and needs none: its transaction is IMMEDIATE, so it is alone.
        messages = list(due.select_for_update(skip_locked=True)[:limit])
        if messages:
            mark = secrets.token_hex(16)
            Message.objects.filter(pk__in=[message.pk for message in messages]).move(
                State.DUE,
                State.CLAIMED,
                claim=mark,
                lease_until=Now() + messages[0].lease,
                tries=F("tries") + 1,
                first_tried_at=Coalesce(F("first_tried_at"), at),
            )
    for message in messages:
        message.claim = mark
    return messages


def give_back_messages(messages: Iterable[Message]) -> None:
    """Let go of messages that were taken and not begun."""
    for message in messages:
        claimed_row(message).move(State.CLAIMED, State.DUE, tries=F("tries") - 1)


def pass_fence(message: Message) -> None:
    """Commit that `message` is being handed over, unless somebody has said stop: from here it cannot be called back.

    Raises Stopped when it is no longer ours.
    """
    if not mark_handing_over(message):
        raise Stopped


def claimed_row(message: Message) -> MessageQuerySet:
    """The row of `message`, as long as the claim on it is ours."""
    return Message.objects.filter(pk=message.pk, claim=message.claim)
