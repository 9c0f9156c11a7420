"""Whether the site runs on this data folder: each of its processes holds a file for as long as it lives."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kit.refusals import Refused


def say_it_runs() -> None:
    """Hold the file, together with the site's other processes, until this one and all it forks have ended.

    Raises ImproperlyConfigured while a backup is put back, or the database is migrated.
    """
    _share(_open())


@contextmanager
def running() -> Iterator[None]:
    """Hold it for one piece of work, of a command. Raises ImproperlyConfigured likewise."""
    descriptor = _open()
    try:
        _share(descriptor)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def standing_still() -> Iterator[None]:
    """Keep the site from running. Refuses while it does."""
    descriptor = _open()
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("The site runs on this data folder. Stop the web server and the worker first.") from error
        yield
    finally:
        os.close(descriptor)


def _share(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ImproperlyConfigured(
            "a backup is being restored here, or the database is being migrated; start again when that is done."
        ) from error


def _open() -> int:
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return os.open(folder / "site.lock", os.O_RDWR | os.O_CREAT, 0o600)
