"""Writing the log. Every service of consequence calls `record` inside its own transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from accounts.models import LogEntry, User
from kit.pressed import pressed_by


def record(
    verb: str,
    obj: models.Model | type[models.Model],
    *,
    by: User | None,
    at: datetime,
    programme_id: int | None = None,
    was: Any = None,
    **details: Any,
) -> LogEntry:
    """Write that `by` did `verb` to `obj` at `at`; None is whoever `kit.pressed` knows: by a link, anybody, the clock.

    `details` are codes and counts, never free text or contact details; `was` is how things were before, by `before`.
    Returns the entry.
    """
    if was is not None:
        details["was"] = was
    return LogEntry.objects.create(
        at=at,
        by=by,
        pressed_by=None if by else pressed_by(),
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id="list" if isinstance(obj, type) else str(obj.pk),
        programme_id=programme_id,
        details=details,
    )


def before(thing: models.Model, names: Iterable[str], values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return how `names` of a thing are, or were by `values`, as an entry may keep it when they are changed.

    Codes, days and numbers stand as they were; of several rows, how many; of words, how many characters: the log is
    never changed, and what somebody said or how they are reached must not stay in it when it is taken back elsewhere.
    """
    return {name: _kept(thing, name, values[name] if values is not None else getattr(thing, name)) for name in names}


def changes(thing: models.Model, names: Iterable[str], values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the details of an entry that `names` of a thing are changed: which they are, and how they were."""
    listed = [*names]
    return {"fields": listed, "was": before(thing, listed, values)}


def _kept(thing: models.Model, name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        is_code = name in {field.name for field in thing._meta.fields if field.choices}
        return value if is_code or not value else f"{len(value):,} {'character' if len(value) == 1 else 'characters'}"
    if isinstance(value, models.Model):
        return value.pk
    return len(value)


@cache
def verbs() -> dict[str, str]:
    """Return every verb that any room writes, with its words; each room lists its own in `verbs.py`."""
    modules = [app.module for app in apps.get_app_configs() if app.module and module_has_submodule(app.module, "verbs")]
    return {
        verb.value: str(verb.label) for module in modules for verb in import_module(f"{module.__name__}.verbs").Verb
    }
