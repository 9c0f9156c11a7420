"""Files that people send: one for which the disk has no room is refused with a sentence, and what was typed stays."""

from __future__ import annotations

import errno
import io
import logging
from contextlib import suppress
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)
NO_ROOM = (
    "There is no room for the file on this site just now. Nothing else is lost: go on without it if you can, or choose "
    "it again later."
)


class NoRoom(io.RawIOBase):
    """Stands where a file would, had there been room for it: what is written goes nowhere, and it cannot be read."""

    def write(self, content: Any) -> int:
        """Let it go."""
        return len(content)

    def seek(self, *args: Any) -> int:
        """Fail as the disk did."""
        raise OSError(errno.ENOSPC, NO_ROOM)


class UploadHandler(TemporaryFileUploadHandler):
    """Django's handler for larger files, which reads the rest of the form even when it cannot keep one of them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or let it go."""
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._let_go()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write on, as long as there is room."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._let_go()

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """Return the file; `FileField` says of one that was let go that there was no room."""
        try:
            return cast("UploadedFile[Any]", super().file_complete(file_size))
        except OSError:
            if not isinstance(self.file.file, NoRoom):
                self._let_go()
            self.file.size = file_size
            return self.file

    def _let_go(self) -> None:
        logger.exception("A file that was sent cannot be kept.")
        with suppress(AttributeError, OSError):
            self.file.close()
        gone = UploadedFile(cast("Any", NoRoom()), self.file_name, self.content_type, 0, self.charset)
        self.file = gone  # type: ignore[assignment]  # Django's stubs know of no other than its own.


class FileField(forms.FileField):
    """Django's field, which says so where there was no room for the file."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what could not be kept while it was read."""
        if isinstance(getattr(data, "file", None), NoRoom):
            raise forms.ValidationError(NO_ROOM)
        return super().clean(data, initial)
