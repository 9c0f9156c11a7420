"""The sent journal: one line for every message a relay has taken, in a file outside the database.

It outlives the database. After a crash between the relay's 250 and our record of it, the line settles the doubt; after
a backup has been restored, it shows what had gone out since. No address is in it in clear.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


def path() -> Path:
    return Path(settings.DATA_DIR) / "outbox" / "sent.log"


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
    # One write of one short line at the end of the file: lines of several workers do not mix.
    try:
        descriptor = os.open(path(), os.O_RDWR | os.O_APPEND)
    except FileNotFoundError:
        descriptor = _create()
    try:
        # A line that a power cut has cut short must not swallow this one.
        length = os.fstat(descriptor).st_size
        broken = length > 0 and os.pread(descriptor, 1, length - 1) != b"\n"
        os.write(descriptor, ("\n" * broken + line).encode())
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


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
