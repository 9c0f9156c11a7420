"""How a worker takes messages, and gives each back with what became of it: guarded statements, one commit each.

A claim is a lease by the database's clock. Whoever lost it finds that every later statement changes no row.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from outbox.backoff import gives_up, next_try
from outbox.daytime import is_daytime, next_daytime
from outbox.delivery import record
from outbox.models import Attempt, Message, State
from outbox.transports import Answer


class Stopped(Exception):
    """The message is no longer this worker's to send: cancelled, sent elsewhere, or its lease has run out."""


def claim(*, at: datetime, limit: int, fast_only: bool = False) -> list[Message]:
    """Take up to `limit` due messages under one lease. No two workers get the same one."""
    due = Message.objects.due(at)
    if fast_only:
        due = due.filter(fast_lane=True)
    elif not is_daytime(at):
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
                lease_until=lease(),
                tries=F("tries") + 1,
                first_tried_at=Coalesce(F("first_tried_at"), at),
            )
    for message in messages:
        message.claim = mark
    return messages


def give_back(messages: Iterable[Message]) -> None:
    """Let go of messages that were taken and not begun."""
    for message in messages:
        mine(message).move(State.CLAIMED, State.DUE, tries=F("tries") - 1)


def pass_fence(message: Message) -> None:
    """Commit that `message` is being handed over, unless somebody has said stop: from here it cannot be called back.

    Raises Stopped when it is no longer ours.
    """
    if not record.fence(message):
        raise Stopped


def record_accepted(message: Message, answer: Answer, *, left_site: bool = True) -> bool:
    """Record that the relay has taken it. False if the lease ran out first and another worker now answers for it.

    What has not left the site is read here, and keeps its text whatever it holds.
    """
    if record.accept(message, answer, left_site=left_site):
        return True
    doubtful = Message.objects.filter(pk=message.pk)
    with transaction.atomic():
        # The address it went to, should it have changed while it was being handed over.
        values: dict[str, Any] = {"accepted_at": Now(), "to_address": message.to_address, "last_words": answer.words}
        if doubtful.move(State.UNCERTAIN, State.ACCEPTED, keeps_text=not left_site, **values):
            add_attempt(message, State.ACCEPTED, answer)
            return True
    return False


def record_uncertain(message: Message, answer: Answer) -> None:
    """Record that nobody knows whether the relay has taken it."""
    with transaction.atomic():
        if mine(message).move(State.DATA, State.UNCERTAIN, doubts=F("doubts") + 1, last_words=answer.words):
            add_attempt(message, State.UNCERTAIN, answer)


def record_refused(message: Message, answer: Answer) -> None:
    """Record that the relay has said no for good."""
    with transaction.atomic():
        _end(message, State.FAILED, answer, last_words=answer.words)


def record_not_now(message: Message, answer: Answer, *, at: datetime, wait: timedelta | None = None) -> None:
    """Record that the relay does not take it now: due again after `wait` (default: the schedule), for 48 hours."""
    if gives_up(message, at):
        answer = Answer(answer.verdict, answer.code, f"Given up after 48 hours. The relay last said: {answer.words}")
        record_refused(message, answer)
        return
    due_at = next_try(message, at) if wait is None else at + wait
    with transaction.atomic():
        _end(
            message,
            State.DUE,
            answer,
            due_at=next_daytime(due_at) if message.daytime_only else due_at,
            last_words=answer.words,
        )


def mine(message: Message) -> Any:
    """The row of `message`, as long as the claim on it is ours."""
    return Message.objects.filter(pk=message.pk, claim=message.claim)


def add_attempt(message: Message, outcome: State, answer: Answer) -> None:
    Attempt.objects.create(message=message, at=Now(), outcome=outcome, code=answer.code, words=answer.words)


def lease() -> Any:
    """The moment at which a claim made now runs out, by the only clock that all workers share: the database's."""
    return Now() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _end(message: Message, target: State, answer: Answer, **values: Any) -> None:
    """Take `message` from its side of the fence to `target`, or to cancelled if stop was said meanwhile."""
    for source in (State.CLAIMED, State.DATA):
        if mine(message).filter(stop_reason="").move(source, target, **values):
            return add_attempt(message, target, answer)
    if mine(message).exclude(stop_reason="").move(State.DATA, State.CANCELLED, last_words=answer.words):
        add_attempt(message, State.CANCELLED, answer)
    return None
