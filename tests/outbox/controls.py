"""Guards taken out, one at a time, to show that the crash harness sees what they guard against."""

import os
import secrets
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from outbox.delivery import send
from outbox.models import Message, State
from outbox.transports import Answer, Verdict

events = 0
TOUCHES = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "shutil.copyfile",
    "shutil.rmtree",
    "sqlite3.connect",
}


def die_at(target: int) -> None:
    """Kill this process with -9 at its `target`-th event: each statement, and both sides of each commit."""

    def event() -> None:
        global events
        events += 1
        if events == target:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(execute: Callable[..., Any], *args: Any) -> Any:
        event()
        return execute(*args)

    commit = connection._commit

    def committed() -> None:
        event()
        commit()
        event()

    connection._commit = committed
    # Not the context manager: it holds as long as the process lives.
    connection.execute_wrappers.append(watched)


def die_at_file(target: int) -> None:
    """Kill this process with -9 as it is about to touch its `target`-th file of the data folder, or start a program."""
    folder, left = str(settings.DATA_DIR), target

    def hook(event: str, given: tuple[Any, ...]) -> None:
        nonlocal left
        ours = event in TOUCHES and any(str(each).startswith(folder) for each in given[:2])
        if not (ours or event == "subprocess.Popen"):
            return
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def take_out(guard: str) -> None:
    """Put in the place of a guard what is usually written instead."""
    {
        "fence": without_fence,
        "unique key": without_unique_key,
        "claim's guard": without_claims_guard,
        "send, then mark": mark_then_send,
        "mark at once": batch_then_mark,
    }[guard]()


def row(message: Message) -> Any:
    return Message.objects.filter(pk=message.pk)


def accept(message: Message, answer: Answer, **options: Any) -> bool:
    row(message).update(state=State.ACCEPTED, accepted_at=Now(), claim="", lease_until=None)
    return True


def without_fence() -> None:
    """Nothing is noted before the data are handed over."""
    send.pass_fence = lambda message: None
    send.record_accepted = accept
    send.journal.write_line = lambda *args: None


def without_unique_key() -> None:
    """Each queueing makes a row."""
    from outbox import services

    services.message_id_for = lambda about: f"<{secrets.token_hex(8)}@example.org>"
    create = Message.objects.bulk_create

    def created(messages: list[Message], **options: Any) -> Any:
        for message in messages:
            message.occasion = secrets.token_hex(8)
        return create(messages, **options)

    Message.objects.bulk_create = created


def without_claims_guard() -> None:
    """Take what has not been sent, whoever has taken it already."""

    def claim_due_messages(*, at: datetime, limit: int, fast_lane: bool = False) -> list[Message]:
        messages = list(
            Message.objects.filter(fast_lane=fast_lane).exclude(state=State.ACCEPTED).order_by("pk")[:limit]
        )
        mark = secrets.token_hex(16)
        for message in messages:
            message.claim = mark
        pks = [message.pk for message in messages]
        row_set = Message.objects.filter(pk__in=pks).exclude(state=State.ACCEPTED)
        row_set.update(state=State.CLAIMED, claim=mark, lease_until=Now() + timedelta(minutes=10))
        return messages

    send.claim_due_messages = claim_due_messages


def mark_then_send() -> None:
    """Note that it is sent, then send it."""
    send.pass_fence = lambda message: accept(message, Answer(Verdict.TAKEN, 250, "not yet"))
    send.record_accepted = accept
    send.journal.write_line = lambda *args: None


def batch_then_mark() -> None:
    """Send the batch, then note that it is sent."""
    taken: list[Message] = []
    send.pass_fence = lambda message: None
    send.record_accepted = lambda message, answer, **options: taken.append(message)
    send.journal.write_line = lambda *args: None
    run = send.QueueWorker.run

    def run_then_mark(worker: send.QueueWorker) -> Any:
        tally = run(worker)
        for message in taken:
            accept(message, Answer(Verdict.TAKEN, 250, "at last"))
        return tally

    send.QueueWorker.run = run_then_mark
