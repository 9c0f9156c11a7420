"""A spreadsheet between the moment it is chosen and the moment it is imported, whatever it holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from kit.model_fields import LineField


class SheetImport(models.Model):
    """One spreadsheet: read, looked over, then imported whole or not at all. Whoever has one says for what.

    `rows` are what its cells say, by row; `columns` say which column holds which field. They hold contact details, as
    the file does: emptied when it is done, and gone with the row when it is given up or left for fourteen days.
    """

    file_name = LineField(max_length=200)
    # The file as it came, for whoever says that it is to be read otherwise; and how it was read.
    content = models.BinaryField(default=b"")
    reading = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # How many of each kind came of it, and how many were left as they were or left out.
    outcome = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def asks_letters(self) -> bool:
        """Whether somebody has to say first in which letters it is written."""
        return bool(self.reading.get("asks_letters"))

    def log(self, verb: str, *, by: Any, at: datetime, **details: Any) -> None:
        """Write into the log what was done to it; the kit has none, so each room says where that is."""
        raise NotImplementedError
