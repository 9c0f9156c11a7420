"""Real worker processes for the crash harness: started once, it forks one for each job, so that each costs no start.

    python -m tests.outbox.worker [a guard to be taken out]
    python -m tests.outbox.worker operator

Reads one job a line, as JSON; answers with the process's number, and then with how it ended. The operator forks nobody:
it sets the scene, finishes, and reports.
"""

import io
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import F  # noqa: E402
from django.db.models.functions import Now  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from config.health import readyz  # noqa: E402
from outbox import heartbeat, services  # noqa: E402
from outbox.delivery.send import send_due_messages  # noqa: E402
from outbox.models import About, Attempt, ConnectionSlot, Instance, Message  # noqa: E402
from outbox.release_guard import hold_reason, release_mail  # noqa: E402
from outbox.services import Email, cancel_messages, queue_message  # noqa: E402
from tests.outbox import controls  # noqa: E402

ring_aloud, services.ring = services.ring, lambda: None


def prepare() -> None:
    call_command("migrate", verbosity=0)


def reset(count: int, **values: Any) -> None:
    """Nothing but `count` new messages."""
    for model in (Attempt, Message, ConnectionSlot, Instance):
        model.objects.all().delete()
    queue(count, **values)


def queue(count: int, first: int = 0, **values: Any) -> None:
    for number in range(first, first + count):
        email = Email(to_address=f"person{number}@example.org", subject="How is it going?", text="Tell us.\n", **values)
        queue_message(About("crash", number), email, kind="test", at=timezone.now())


def queue_with_doorbell(first: int, count: int) -> list[float]:
    """Queue messages with the doorbell, and say how many seconds each took."""
    services.ring, silent = ring_aloud, services.ring
    seconds = []
    for number in range(first, first + count):
        began = time.monotonic()
        queue(1, number)
        seconds.append(time.monotonic() - began)
    services.ring = silent
    return seconds


def send(port: int = 0, die_at: int = 0) -> dict[str, int]:
    """Send what is due; over the proxy at `port`, or dying by its own hand at the `die_at`-th event of SQLite."""
    if port:
        connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(port)}
    if die_at:
        controls.die_at(die_at)
    tally: dict[str, int] = dict(send_due_messages())
    return {"events": controls.events} | tally


def finish() -> list[dict[str, Any]]:
    """What the next beats do: leases have run out, and put-off messages have come due. Returns what is there then."""
    for beat in range(5):
        lapse()
        if not send_due_messages(at=timezone.now() + timedelta(minutes=2 * beat)) and beat:
            break
    return report()


def lapse() -> None:
    """Let the leases of lost workers run out."""
    past = Now() - timedelta(seconds=1)
    Message.objects.exclude(lease_until=None).update(lease_until=past)
    ConnectionSlot.objects.exclude(lease_until=None).update(lease_until=past)


def cancel_each(numbers: list[int]) -> int:
    """Cancel one message after the other, each in a transaction of its own; how many were stopped."""
    messages = (Message.objects.about("crash", number) for number in numbers)
    return sum(cancel_messages(each, reason="Answered.", at=timezone.now()) for each in messages)


def report() -> list[dict[str, Any]]:
    return list(Message.objects.order_by("pk").values("topic_id", "message_id", "to_address", "state", "doubts"))


def held() -> dict[str, float]:
    """For how many seconds more messages are held, by the address that each goes to."""
    taken = Message.objects.exclude(lease_until=None).annotate(now=Now())
    return {message.to_address: (message.lease_until - message.now).total_seconds() for message in taken}


def hold() -> str:
    """Why mail is held here, if it is."""
    return hold_reason(at=timezone.now())


def held_because() -> str:
    """Why whoever sends holds the mail here, if it does."""
    return "".join(Instance.objects.values_list("held_because", flat=True))


def release() -> int:
    """Let held mail go; how many messages the journal showed to have gone."""
    return release_mail(by=get_user_model()(username="ola@example.org"), at=timezone.now())


def pass_time(minutes: int) -> None:
    """Let all that the database knows of mail be so much longer ago."""
    moments = ("created_at", "due_at", "first_due_at", "first_tried_at")
    Message.objects.update(**{name: F(name) - timedelta(minutes=minutes) for name in moments})


def readiness() -> dict[str, Any]:
    """What `/readyz` tells now."""
    told: dict[str, Any] = json.loads(readyz(RequestFactory().get("/readyz")).content)
    return told


def stand_still(minutes: int) -> None:
    """Let it be so long ago that any place looked for mail: a machine that was off, or was put back as a whole."""
    note_no_beat(minutes)
    heartbeat._MEMORY[:] = bytes(len(heartbeat._MEMORY))


def note_no_beat(minutes: int) -> None:
    """Let the last beat in the database be so old, whatever a process remembers that runs."""
    Instance.objects.update(seen_at=Now() - timedelta(minutes=minutes))


def command(words: list[str], die_at: int = 0) -> str:
    """Give one command; what it refuses to do, in its own words. Or die at the `die_at`-th file it touches."""
    if die_at:
        controls.die_at_file(die_at)
    try:
        call_command(*words, stdout=io.StringIO())
    except CommandError as error:
        return str(error)
    return ""


def beat_by_half() -> None:
    """Write a beat into the data folder, and be killed before the database knows of it."""
    with heartbeat._file() as descriptor:
        heartbeat._write(descriptor, Instance.objects.get().mark)


JOBS: dict[str, Callable[..., Any]] = {
    job.__name__: job
    for job in (
        *(prepare, reset, queue, queue_with_doorbell, send, finish, lapse, cancel_each, report),
        *(held, hold, held_because, release, pass_time, readiness, stand_still, note_no_beat, beat_by_half, command),
    )
}


def child(job: dict[str, Any], writing: int) -> None:
    try:
        # As on another host: a data folder of its own.
        settings.DATA_DIR = Path(job.pop("data_dir", "") or settings.DATA_DIR)
        result = JOBS[job.pop("job")](**job)
        os.write(writing, json.dumps(result).encode())
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main() -> None:
    if sys.argv[1:] == ["operator"]:
        for line in sys.stdin:
            job = json.loads(line)
            print(os.getpid(), flush=True)
            print(json.dumps({"status": 0, "result": JOBS[job.pop("job")](**job)}), flush=True)
        return
    if len(sys.argv) > 1:
        controls.take_out(sys.argv[1])
    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            child(json.loads(line), writing)
        os.close(writing)
        print(pid, flush=True)
        with os.fdopen(reading) as answer:
            result = answer.read()
        status = os.waitpid(pid, 0)[1]
        print(json.dumps({"status": status, "result": json.loads(result) if result else None}), flush=True)


if __name__ == "__main__":
    main()
