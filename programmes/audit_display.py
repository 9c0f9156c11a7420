"""The log in words: who did what to what, read with as many questions as there are kinds of things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin

from accounts.audit import verbs
from accounts.models import LogEntry
from programmes.nouns import renamed


@dataclass(frozen=True)
class DisplayedEntry:
    """One entry, and what it was done to, as people call it."""

    entry: LogEntry
    what_was_done: str
    thing: str
    more: str


def in_words(entries: Iterable[LogEntry], programme: Any = None) -> list[DisplayedEntry]:
    """Return log entries in words, those of a programme if it is given; what has no name, or is gone, has a number."""
    listed, words = list(entries), verbs()
    names = {kind: _names(kind, {e.object_id for e in listed if e.object_type == kind}) for kind in _kinds(listed)}
    return [
        DisplayedEntry(
            entry,
            words.get(entry.verb, entry.verb),
            _thing(entry, names[entry.object_type], programme),
            _more(entry.details),
        )
        for entry in listed
    ]


def _kinds(entries: list[LogEntry]) -> set[str]:
    return {entry.object_type for entry in entries}


def _names(kind: str, keys: set[str]) -> dict[str, str]:
    try:
        model = apps.get_model(kind)
    except LookupError:
        return {}
    rows = model._default_manager.filter(pk__in=[int(key) for key in keys if key.isdigit()])
    # What the admin's list of them needs, or else all that a row is always tied to: naming one asks for no more.
    related = getattr(admin.site._registry.get(model), "list_select_related", ())
    rows = rows.select_related(*related if isinstance(related, list | tuple) else ())
    return {str(row.pk): str(row) for row in rows}


def _thing(entry: LogEntry, names: dict[str, str], programme: Any) -> str:
    try:
        noun = renamed(programme, str(apps.get_model(entry.object_type)._meta.verbose_name))
    except LookupError:
        noun = entry.object_type
    return f"{noun} “{names[entry.object_id]}”" if entry.object_id in names else f"{noun} {entry.object_id}"


def _more(details: dict[str, Any]) -> str:
    """Return codes and counts as `fields: about, website; count: 43`."""
    told = [
        f"{name.replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in details.items()
        if value not in (None, "", [], False)
    ]
    return "; ".join(told).replace("_", " ")
