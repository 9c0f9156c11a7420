"""`make bench-outbox`: messages a second through the outbox, beside a bare smtplib loop in the same minute.

Queues 5,000 messages (COUNT changes that), sends them with one worker over one connection to an SMTP server on
loopback, in a process of its own, and lets a bare `smtplib` loop send as many. Uses the database that
BENCH_DATABASE_URL names (an empty one; default: SQLite in a folder of its own), and says where the time went.
"""

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COUNT = int(os.environ.get("COUNT", "5000"))
RELAY = (
    "import sys\nfrom tests.outbox.relay import Relay\n"
    "with Relay() as relay:\n    print(relay.port, flush=True)\n    sys.stdin.read()\n"
)


def settle_environment(folder: str, port: int) -> None:
    """Give settings a place of their own before Django reads them."""
    os.environ.update(
        ENV_FILE=os.devnull,
        DATA_DIR=folder,
        DATABASE_URL=os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        REDIS_URL="",
        SECRET_KEY="bench-only-" + "0123456789" * 5,
        ALLOWED_HOSTS="localhost",
        DEMO="true",
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="tests.outbox.bare_settings",
    )


def bare(port: int) -> float:
    """Seconds that a loop takes which writes each letter and sends it with smtplib, over one connection."""
    from outbox.letters import letter_for
    from outbox.models import Message

    messages = list(Message.objects.order_by("pk"))
    with smtplib.SMTP("127.0.0.1", port) as relay:
        began = time.perf_counter()
        for message in messages:
            relay.sendmail("throughline@example.org", [message.to_address], letter_for(message).as_bytes())
        return time.perf_counter() - began


def queue(count: int) -> None:
    """Queue the messages, as a round of reminders would."""
    from django.db import transaction
    from django.utils import timezone

    from outbox.services import queue_message

    at = timezone.now()
    with transaction.atomic():
        for number in range(count):
            queue_message(
                key=f"bench:{number}",
                kind="bench",
                to_address=f"person{number}@example.org",
                to_name=f"Person {number}",
                subject="How is it going?",
                text="Six months ago you offered to help. How is it going?\n\nhttps://example.org/f/abc\n" * 5,
                at=at,
            )
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
            [sys.executable, "-c", RELAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as relay,
    ):
        assert relay.stdout
        assert relay.stdin
        port = int(relay.stdout.readline())
        settle_environment(folder, port)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", "outbox", verbosity=0)
        measure(port)
        relay.stdin.close()


def measure(port: int) -> None:
    from django.db import connection

    from outbox import claims, journal, sending
    from outbox.transports import smtp

    queue(COUNT)
    alone = bare(port)
    spent: dict[str, float] = {}
    claims.claim = timed(spent, "claims", claims.claim)
    claims.pass_fence = timed(spent, "fences", claims.pass_fence)
    claims.record_accepted = timed(spent, "records", claims.record_accepted)
    journal.write_line = timed(spent, "journal, on the disk", journal.write_line)
    smtp.letter_for = timed(spent, "writing letters", smtp.letter_for)
    began = time.perf_counter()
    tally = sending.send_due_messages()
    ours = time.perf_counter() - began
    assert tally["accepted"] == COUNT, tally
    spent["conversation and the rest"] = ours - sum(spent.values())
    print(f"{COUNT} messages, one worker, one connection, {connection.vendor}")
    print(f"{'bare smtplib':>28} {COUNT / alone:8.0f} a second")
    print(f"{'outbox':>28} {COUNT / ours:8.0f} a second, {100 * alone / ours:.0f} % of the bare loop; spent on")
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{name:>28} {1000 * seconds / COUNT:8.2f} ms a message, {100 * seconds / ours:.0f} %")


if __name__ == "__main__":
    main()
