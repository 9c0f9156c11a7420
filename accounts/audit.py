"""Writing the log. Every service of consequence calls `record` inside its own transaction."""

from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import LogEntry, User


def record(
    verb: str, obj: models.Model, *, by: User | None, at: datetime, programme_id: int | None = None, **details: Any
) -> LogEntry:
    """Write that `by` (None: the clock, or a person without an account) did `verb` to `obj` at `at`.

    `details` are codes and counts, never free text or contact details. Returns the entry.
    """
    return LogEntry.objects.create(
        at=at,
        by=by,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        programme_id=programme_id,
        details=details,
    )
