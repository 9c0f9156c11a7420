"""Writing the log. Every service of consequence calls `record` inside its own transaction."""

from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from accounts.models import LogEntry, User


def record(
    verb: str,
    obj: models.Model | type[models.Model],
    *,
    by: User | None,
    at: datetime,
    programme_id: int | None = None,
    **details: Any,
) -> LogEntry:
    """Write that `by` (None: the clock, or a person without an account) did `verb` to `obj` at `at`.

    `details` are codes and counts, never free text or contact details. Returns the entry.
    """
    return LogEntry.objects.create(
        at=at,
        by=by,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id="list" if isinstance(obj, type) else str(obj.pk),
        programme_id=programme_id,
        details=details,
    )


@cache
def verbs() -> dict[str, str]:
    """Return every verb that any room writes, with its words; each room lists its own in `verbs.py`."""
    modules = [app.module for app in apps.get_app_configs() if app.module and module_has_submodule(app.module, "verbs")]
    return {
        verb.value: str(verb.label) for module in modules for verb in import_module(f"{module.__name__}.verbs").Verb
    }
