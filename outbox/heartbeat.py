"""The heartbeat of a place: its data folder and the database know each other's last beat, or one has been put back.

A beat writes `DATA_DIR/outbox/heartbeat` anew and notes in the database when the file system says that this was: a
moment (`st_ctime`) that no copy, archive or backup of the file brings along. The file holds the mark of the beat
before, for a sender that is killed between the two. Only a rollback of the whole machine puts both back unseen; that is
what the age of the last beat is for. A beat that could not be noted, on a full disk or while the database was away, is
no such rollback: who has looked all the while remembers it in memory, which nothing puts back.
"""

import fcntl
import mmap
import os
import time
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
# When this process last looked for mail, and the mark it then knew. A worker's children share it; it ends with them.
_MEMORY = mmap.mmap(-1, mmap.PAGESIZE)
_MEMORY_WIDTH = 80


def path() -> Path:
    return Path(settings.DATA_DIR) / "outbox" / "heartbeat"


def look() -> None:
    """Remember that this process looks for mail, whether or not anything can be read or noted."""
    looked_at, mark = _remembered()
    _remember(mark if 0 <= time.time() - looked_at <= SILENCE.total_seconds() else "")


def beat(instance: Instance) -> None:
    """Note that this place looks for mail, unless it has done so within half a minute. Not within a transaction."""
    row = Instance.objects.filter(pk=instance.pk)
    # Nothing has been put back up to this mark: known, should the next one find no room.
    _remember(instance.mark)
    if row.filter(~Q(mark=""), seen_at__gt=Now() - PAUSE).exists():
        return
    with _file() as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        mark = _write(descriptor, row.values_list("mark", flat=True).get())
        row.update(mark=mark, seen_at=Now())
    _remember(mark)


def is_broken(instance: Instance) -> bool:
    """Whether the data folder and the database, as `instance` was read from it, do not follow on one another."""
    try:
        with path().open() as file:
            before, mark = file.read().strip(), _mark(file.fileno())
    except FileNotFoundError:
        return instance.mark != ""
    return instance.mark not in (before, mark)


def is_silent(instance: Instance) -> bool:
    """Whether this place has looked for no mail for so long, by the database's clock, that it may be an earlier one.

    It is not where this process has looked all the while, and the database stands where it knew it.
    """
    if instance.mark and _remembered()[1] == instance.mark:
        return False
    return Instance.objects.filter(~Q(mark=""), pk=instance.pk, seen_at__lt=Now() - SILENCE).exists()


def begin_anew() -> str:
    """Write a beat that follows on none: all mail is held from now on, until the mark returned is in the database."""
    with _file() as descriptor:
        return _write(descriptor, NONE_BEFORE)


def is_begun_anew() -> bool:
    """Whether the last beat is one that follows on none, so that mail is held."""
    return path().exists() and path().read_text().strip() == NONE_BEFORE


def _remembered() -> tuple[float, str]:
    looked_at, _, mark = _MEMORY[:_MEMORY_WIDTH].decode().strip("\0 ").partition(" ")
    return float(looked_at or 0), mark


def _remember(mark: str) -> None:
    # In one breath, as the file: children of one worker may look at once. Rounded down: no look lies ahead of the next.
    _MEMORY[:_MEMORY_WIDTH] = f"{int(time.time())} {mark}".ljust(_MEMORY_WIDTH).encode()


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
