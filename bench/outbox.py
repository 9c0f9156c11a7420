"""`make bench-outbox`: messages a second through the outbox, beside a bare smtplib loop in the same minute.

Queues 5,000 messages (COUNT changes that), sends them with one worker over one connection to an SMTP server on
loopback, in a process of its own, and lets a bare loop send as many: the standard library's own EmailMessage and
smtplib, and nothing else. Then the same for a twentieth of them, to a server whose every answer is 5 ms on its way, as
a real relay's is. Uses the database that BENCH_DATABASE_URL names (an empty one; default: SQLite in a folder of its
own), and says where the time went.
"""

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

COUNT = int(os.environ.get("COUNT", "5000"))
FAR = 0.005
RELAYS = (
    "import sys\nfrom tests.outbox.relay import Relay\n"
    f"with Relay(pipelines=True) as near, Relay(pipelines=True, distance={FAR}) as far:\n"
    "    print(near.port, far.port, flush=True)\n    sys.stdin.read()\n"
)


def settle_environment(folder: str) -> None:
    """Give settings a place of their own before Django reads them."""
    os.environ.update(
        ENV_FILE=os.devnull,
        DATA_DIR=folder,
        DATABASE_URL=os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        REDIS_URL="",
        SECRET_KEY="bench-only-" + "0123456789" * 5,
        ALLOWED_HOSTS="localhost",
        DEMO="true",
        EMAIL_URL="page:",
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="tests.outbox.bare_settings",
    )


def bare(port: int, count: int, *, ready: bool = False) -> float:
    """Seconds that a loop takes which writes each letter and sends it with smtplib, over one connection.

    With `ready` the letters are written beforehand: what is left is the conversation alone.
    """
    from outbox.models import Message

    messages = list(Message.objects.order_by("-pk")[:count])
    letters = {message.pk: plain_letter(message) for message in messages} if ready else {}
    with smtplib.SMTP("127.0.0.1", port) as relay:
        began = time.perf_counter()
        for message in messages:
            letter = letters.get(message.pk) or plain_letter(message)
            relay.sendmail("throughline@example.org", [message.to_address], letter)
        return time.perf_counter() - began


def plain_letter(message: Any) -> bytes:
    """The message as the standard library writes it."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = "Throughline <throughline@example.org>"
    letter["To"] = f"{message.to_name} <{message.to_address}>"
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(message.created_at)
    letter["Message-ID"] = message.message_id
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    return letter.as_bytes()


def queue(name: str, count: int) -> None:
    """Queue the messages, as a round of reminders would."""
    from django.db import transaction
    from django.utils import timezone

    from outbox.models import About
    from outbox.services import Email, queue_message

    at = timezone.now()
    with transaction.atomic():
        for number in range(count):
            email = Email(
                to_address=f"person{number}@example.org",
                to_name=f"Person {number}",
                subject="How is it going?",
                text="Six months ago you offered to help. How is it going?\n\nhttps://example.org/f/abc\n" * 5,
            )
            queue_message(About(name, number), email, kind="bench", at=at)
        transaction.get_connection().run_on_commit.clear()


def timed(spent: dict[str, float], name: str, function: Callable[..., Any]) -> Any:
    """`function`, adding what it takes to `spent[name]`."""

    def timing(*args: object, **options: object) -> object:
        began = time.perf_counter()
        try:
            return function(*args, **options)
        finally:
            spent[name] = spent.get(name, 0) + time.perf_counter() - began

    return timing


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-c", RELAYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as relays,
    ):
        assert relays.stdout
        assert relays.stdin
        near, far = (int(port) for port in relays.stdout.readline().split())
        settle_environment(folder)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", "outbox", verbosity=0)
        spent = watched()
        print(f"{COUNT} messages, one worker, one connection, {connection.vendor}, a relay on loopback")
        measure("near", near, COUNT, spent)
        few = max(COUNT // 20, 1)
        print(f"{few} messages, the same, each answer of the relay {1000 * FAR:.0f} ms on its way")
        measure("far", far, few, spent)
        relays.stdin.close()


def watched() -> dict[str, float]:
    """Where the seconds will be found that each part of the outbox takes."""
    from outbox import journal
    from outbox.delivery import claim
    from outbox.transports import smtp

    spent: dict[str, float] = {}
    claim.claim = timed(spent, "claims", claim.claim)
    claim.pass_fence = timed(spent, "fences", claim.pass_fence)
    claim.record_accepted = timed(spent, "records", claim.record_accepted)
    journal.write_line = timed(spent, "journal, on the disk", journal.write_line)
    smtp.letter_for = timed(spent, "writing letters", smtp.letter_for)
    return spent


def measure(name: str, port: int, count: int, spent: dict[str, float]) -> None:
    from django.conf import settings

    from outbox.delivery.send import send_due_messages

    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    queue(name, count)
    ready, alone = bare(port, count, ready=True), bare(port, count)
    spent.clear()
    began = time.perf_counter()
    tally = send_due_messages()
    ours = time.perf_counter() - began
    assert tally["accepted"] == count, tally
    spent["conversation and the rest"] = ours - sum(spent.values())
    print(f"{'bare smtplib, letters ready':>28} {count / ready:8.0f} a second")
    print(f"{'bare smtplib':>28} {count / alone:8.0f} a second")
    print(f"{'outbox':>28} {count / ours:8.0f} a second, {100 * alone / ours:.0f} % of the bare loop; spent on")
    for part, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{part:>28} {1000 * seconds / count:8.2f} ms a message, {100 * seconds / ours:.0f} %")


if __name__ == "__main__":
    main()
