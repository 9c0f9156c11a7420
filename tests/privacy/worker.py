"""A real process that does the clock's deleting, to be killed in the middle of it.

    python -m tests.privacy.worker prepare | run | run-slowly | report

`run-slowly` says how many rows each batch took, and rests within the transaction of the third.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import IntegerField, Sum  # noqa: E402
from django.db.models.fields.json import KT  # noqa: E402
from django.db.models.functions import Cast  # noqa: E402

from accounts.models import LogEntry  # noqa: E402
from privacy.models import RetentionRun  # noqa: E402
from privacy.retention import services  # noqa: E402

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LOOKED = {"verb": "looked", "object_type": "stakeholders.person", "object_id": "1"}


def prepare() -> None:
    """Four hundred and fifty looks that are over their time."""
    call_command("migrate", verbosity=0)
    LogEntry.objects.bulk_create(LogEntry(at=NOW - timedelta(days=800), **LOOKED) for _ in range(450))
    print(LogEntry.objects.filter(verb="looked").count())


def run() -> None:
    print(services.keep_no_longer(at=NOW))


def run_slowly() -> None:
    """Do it, resting for long in the third batch, after its rows are gone and before its transaction ends."""
    sound, forget = services.record, services.forget_batch
    batches: list[int] = []

    def resting(*args: Any, **given: Any) -> LogEntry:
        entry = sound(*args, **given)
        if len(batches) == 2:
            time.sleep(60)
        return entry

    def telling(*args: Any, **given: Any) -> int:
        gone = forget(*args, **given)
        batches.append(gone)
        print(gone, flush=True)
        return gone

    services.record, services.forget_batch = resting, telling  # type: ignore[assignment]
    services.keep_no_longer(at=NOW)


def report() -> None:
    gone = LogEntry.objects.filter(verb="kept_no_longer").annotate(rows=Cast(KT("details__rows"), IntegerField()))
    print(LogEntry.objects.filter(verb="looked").count(), gone.aggregate(told=Sum("rows"))["told"] or 0)
    print(RetentionRun.objects.count())


if __name__ == "__main__":
    {"prepare": prepare, "run": run, "run-slowly": run_slowly, "report": report}[sys.argv[1]]()
