"""Files that people send: one that cannot be kept is refused with a sentence at its field, and what was typed stays.

Of a file that is larger than any form takes nothing is kept, and the rest of the form is read all the same: the answer
is its form with the words in it, not a page that says how much the site reads. What stands before the web server
bounds what it is sent at all (`docs/deploy`).
"""

from __future__ import annotations

import errno
import io
import logging
from contextlib import suppress
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
# The largest that any form takes.
MAX_BYTES = 25 * MEGABYTE
NO_ROOM = (
    "There is no room for the file on this site just now. Nothing else is lost: go on without it if you can, or choose "
    "it again later."
)


class NotKept(io.RawIOBase):
    """Stands where a file would that was let go while it came: what is written goes nowhere, and it cannot be read."""

    def write(self, content: Any) -> int:
        """Let it go."""
        return len(content)

    def seek(self, *args: Any) -> int:
        """Fail as a full disk does."""
        raise OSError(errno.ENOSPC, NO_ROOM)


class UploadHandler(TemporaryFileUploadHandler):
    """Django's handler for larger files, which reads the rest of the form even when it cannot keep one of them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or let it go."""
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._let_go_without_room()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write on, as long as there is room, and as it may still be one that a form takes."""
        if start <= MAX_BYTES < start + len(raw_data):
            self._let_go()
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._let_go_without_room()

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """Return the file; `FileField` says why one was let go."""
        try:
            return cast("UploadedFile[Any]", super().file_complete(file_size))
        except OSError:
            if not isinstance(self.file.file, NotKept):
                self._let_go_without_room()
            self.file.size = file_size
            return self.file

    def _let_go_without_room(self) -> None:
        logger.exception("A file that was sent cannot be kept.")
        self._let_go()

    def _let_go(self) -> None:
        with suppress(AttributeError, OSError):
            self.file.close()
        gone = UploadedFile(cast("Any", NotKept()), self.file_name, self.content_type, 0, self.charset)
        self.file = gone  # type: ignore[assignment]  # Django's stubs know of no other than its own.


def digest_of(file: UploadedFile[Any]) -> str:
    """Return what tells a file from any other; empty where it was not kept, which the form's field says of it."""
    if isinstance(file.file, NotKept):
        return ""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class FileField(forms.FileField):
    """Django's field, which says so of a file that is larger than `max_bytes`, or for which there was no room."""

    default_error_messages = {"too_large": "The file must be smaller than %(megabytes)s MB."}

    def __init__(self, *, max_bytes: int = MAX_BYTES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_bytes = max_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large, told by its size alone, and what could not be kept while it was read."""
        if (getattr(data, "size", 0) or 0) > self.max_bytes:
            said = {"megabytes": self.max_bytes // MEGABYTE}
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large", params=said)
        if isinstance(getattr(data, "file", None), NotKept):
            raise forms.ValidationError(NO_ROOM)
        return super().clean(data, initial)
