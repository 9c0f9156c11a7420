"""The sent journal: one line for every message a relay has taken, in a file outside the database.

It outlives the database. After a crash between the relay's 250 and our record of it, the line settles the doubt; after
a backup has been restored, it shows what had gone out since. No address is in it in clear.
"""

import errno
import hashlib
import hmac
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

# How much of the disk is kept for lines, in bytes: several batches of several workers. `stat` counts in blocks.
ROOM, BLOCK = 65_536, 512


def path() -> Path:
    return Path(settings.DATA_DIR) / "outbox" / "sent.log"


def make_room() -> None:
    """Keep a piece of the disk for the lines of what is about to be sent. Raises OSError where none can be written."""
    os.close(_open())
    room = os.open(room_path(), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        if os.fstat(room).st_blocks * BLOCK < ROOM:
            os.posix_fallocate(room, 0, ROOM)
    finally:
        os.close(room)


def room_path() -> Path:
    return path().with_name("sent.log.room")


def write_line(message_id: str, to_address: str, at: datetime) -> None:
    """Add the line of a message that was taken. It is on the disk itself, safe from a power cut, on return."""
    _append(f"{_stamp(at)} {message_id} {address_mark(to_address)}\n")


def address_mark(to_address: str) -> str:
    """A mark by which an address can be recognised by whoever holds this site's secret, and by nobody else."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, to_address.lower().encode(), hashlib.sha256).hexdigest()[:16]


def lines() -> Iterator[tuple[datetime, str]]:
    """Every whole line's moment and Message-ID, oldest first."""
    if path().exists():
        with path().open() as file:
            for line in file:
                if line.endswith("\n") and len(parts := line.split()) == 3:
                    yield datetime.fromisoformat(parts[0]), parts[1]


def last_message_id() -> str:
    """The Message-ID of the newest line, or an empty string in an empty journal."""
    if not path().exists():
        return ""
    with path().open("rb") as file:
        file.seek(max(0, path().stat().st_size - 4096))
        whole = [line.split() for line in file.read().decode().splitlines(keepends=True) if line.endswith("\n")]
    return whole[-1][1] if whole and len(whole[-1]) == 3 else ""


def holds(message_id: str) -> bool:
    """Whether the message with this Message-ID has a line."""
    return any(known == message_id for _, known in lines())


def take_in(other: Path) -> None:
    """Add the lines of a backup's journal that this one lacks: what either knows to have gone stays known."""
    known = {line for file in (path(), other) if file.exists() for line in file.read_text().splitlines()}
    path().parent.mkdir(parents=True, exist_ok=True)
    draft = path().with_name("sent.log.restored")
    draft.write_text("".join(f"{line}\n" for line in sorted(known) if len(line.split()) == 3))
    os.replace(draft, path())


def _append(line: str) -> None:
    descriptor = _open()
    try:
        try:
            _write(descriptor, line)
        except OSError:
            # The disk has become full meanwhile: this is what the room was kept for.
            room_path().unlink(missing_ok=True)
            _write(descriptor, line)
    finally:
        os.close(descriptor)


def _write(descriptor: int, line: str) -> None:
    # One write of one short line at the end of the file: lines of several workers do not mix.
    # A line that a power cut or a full disk has cut short must not swallow this one.
    length = os.fstat(descriptor).st_size
    broken = length > 0 and os.pread(descriptor, 1, length - 1) != b"\n"
    whole = ("\n" * broken + line).encode()
    if os.write(descriptor, whole) < len(whole):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fdatasync(descriptor)


def _open() -> int:
    try:
        return os.open(path(), os.O_RDWR | os.O_APPEND)
    except FileNotFoundError:
        return _create()


def _create() -> int:
    """Begin the journal, and open it: the file's name is on the disk before its first line."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)
    return descriptor


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
