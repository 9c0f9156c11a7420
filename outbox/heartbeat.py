"""The heartbeat of a place: its data folder and the database know each other's last beat, or one has been put back.

A beat writes `DATA_DIR/outbox/heartbeat` anew and notes in the database when the file system says that this was: a
moment (`st_ctime`) that no copy, archive or backup of the file brings along. The file holds the mark of the beat
before, for a sender that is killed between the two. Only a rollback of the whole machine puts both back unseen; that is
what the age of the last beat is for.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from outbox.models import Instance

# A sender that has been silent for longer may have been put back meanwhile; one that works beats more often.
SILENCE = timedelta(minutes=15)
PAUSE = timedelta(seconds=30)
NONE_BEFORE = "none before"
# Written in one breath, always as long: whoever reads meanwhile sees one beat or the other.
WIDTH = 40


def path() -> Path:
    return Path(settings.DATA_DIR) / "outbox" / "heartbeat"


def beat(instance: Instance) -> None:
    """Note that this place looks for mail, unless it has done so within half a minute. Not within a transaction."""
    row = Instance.objects.filter(pk=instance.pk)
    if row.filter(~Q(mark=""), seen_at__gt=Now() - PAUSE).exists():
        return
    with _file() as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        mark = _write(descriptor, row.values_list("mark", flat=True).get())
        row.update(mark=mark, seen_at=Now())


def is_broken(instance: Instance) -> bool:
    """Whether the data folder and the database, as `instance` was read from it, do not follow on one another."""
    try:
        with path().open() as file:
            before, mark = file.read().strip(), _mark(file.fileno())
    except FileNotFoundError:
        return instance.mark != ""
    return instance.mark not in (before, mark)


def is_silent(instance: Instance) -> bool:
    """Whether this place has looked for no mail for so long, by the database's clock, that it may be an earlier one."""
    return Instance.objects.filter(~Q(mark=""), pk=instance.pk, seen_at__lt=Now() - SILENCE).exists()


def begin_anew() -> str:
    """Write a beat that follows on none: all mail is held from now on, until the mark returned is in the database."""
    with _file() as descriptor:
        return _write(descriptor, NONE_BEFORE)


def is_begun_anew() -> bool:
    """Whether the last beat is one that follows on none, so that mail is held."""
    return path().exists() and path().read_text().strip() == NONE_BEFORE


@contextmanager
def _file() -> Iterator[int]:
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, words: str) -> str:
    os.pwrite(descriptor, words.ljust(WIDTH).encode(), 0)
    os.fsync(descriptor)
    return _mark(descriptor)


def _mark(descriptor: int) -> str:
    return str(os.fstat(descriptor).st_ctime_ns)
