"""How a worker records what became of a message: guarded statements, one commit each."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from outbox.backoff import gives_up, next_try
from outbox.daytime import next_daytime
from outbox.delivery.claim import claimed_row
from outbox.delivery.hot_statements import mark_accepted
from outbox.models import Attempt, Message, State
from outbox.transports import Answer


def record_accepted(message: Message, answer: Answer, *, left_site: bool = True) -> bool:
    """Record that the relay has taken it. False if the lease ran out first and another worker now answers for it.

    What has not left the site is read here, and keeps its text whatever it holds.
    """
    if mark_accepted(message, answer, left_site=left_site):
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
        if claimed_row(message).move(State.DATA, State.UNCERTAIN, doubts=F("doubts") + 1, last_words=answer.words):
            add_attempt(message, State.UNCERTAIN, answer)


def record_refused(message: Message, answer: Answer) -> None:
    """Record that the relay has said no for good."""
    with transaction.atomic():
        _finish(message, State.FAILED, answer, last_words=answer.words)


def record_not_now(message: Message, answer: Answer, *, at: datetime, wait: timedelta | None = None) -> None:
    """Record that the relay does not take it now: due again after `wait` (default: the schedule), for 48 hours."""
    if gives_up(message, at):
        answer = Answer(answer.verdict, answer.code, f"Given up after 48 hours. The relay last said: {answer.words}")
        record_refused(message, answer)
        return
    due_at = next_try(message, at) if wait is None else at + wait
    with transaction.atomic():
        _finish(
            message,
            State.DUE,
            answer,
            due_at=next_daytime(due_at) if message.daytime_only else due_at,
            last_words=answer.words,
        )


def record_gone(message: Message, answer: Answer, *, at: datetime) -> bool:
    """Record that a message had gone before the database was put back to a moment at which it had not.

    False where it stands as sent, cancelled, or in the hands of a worker beyond the fence.
    """
    row = Message.objects.filter(pk=message.pk)
    with transaction.atomic():
        # What a lost life of this database had claimed or given up, it takes up again on paper only.
        row.move(State.CLAIMED, State.DUE)
        row.move(State.FAILED, State.DUE)
        for source in (State.DUE, State.UNCERTAIN):
            if row.move(source, State.ACCEPTED, accepted_at=at, last_words=answer.words):
                add_attempt(message, State.ACCEPTED, answer)
                return True
    return False


def add_attempt(message: Message, outcome: State, answer: Answer) -> None:
    """Note how this attempt ended."""
    Attempt.objects.create(message=message, at=Now(), outcome=outcome, code=answer.code, words=answer.words)


def _finish(message: Message, target: State, answer: Answer, **values: Any) -> None:
    """Take `message` from its side of the fence to `target`, or to cancelled if stop was said meanwhile."""
    for source in (State.CLAIMED, State.DATA):
        if claimed_row(message).filter(stop_reason="").move(source, target, **values):
            return add_attempt(message, target, answer)
    if claimed_row(message).exclude(stop_reason="").move(State.DATA, State.CANCELLED, last_words=answer.words):
        add_attempt(message, State.CANCELLED, answer)
    return None
