"""The log in words: who did what to what, read with as many questions as there are kinds of things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format

from accounts.audit import verbs
from accounts.models import LogEntry
from kit.days import day
from kit.pressed import ANYBODY, CLOCK
from programmes.nouns import renamed

PRESSED = {CLOCK: "The clock", ANYBODY: "Somebody without an account"}


@dataclass(frozen=True)
class DisplayedEntry:
    """One entry, and what it was done to, as people call it."""

    entry: LogEntry
    who: str
    what_was_done: str
    thing: str
    more: str


def in_words(entries: Iterable[LogEntry], programme: Any = None) -> list[DisplayedEntry]:
    """Return log entries in words, those of a programme if it is given; what has no name, or is gone, has a number."""
    listed, words = list(entries), verbs()
    named = {(entry.object_type, entry.object_id) for entry in listed}
    named |= {link for link in map(_link_of, listed) if link}
    kinds = {kind for kind, _ in named}
    names = {kind: _names(kind, {key for other, key in named if other == kind}) for kind in kinds}
    return [
        DisplayedEntry(
            entry,
            _who(entry, names),
            words.get(entry.verb, entry.verb),
            _thing(entry, names[entry.object_type], programme),
            _more(entry.details),
        )
        for entry in listed
    ]


def _link_of(entry: LogEntry) -> tuple[str, str] | None:
    """Return the kind and key of the row whose personal link was used; None where none was."""
    kind, _, key = (entry.pressed_by or "").partition(":")
    return (kind, key) if key else None


def _who(entry: LogEntry, names: dict[str, dict[str, str]]) -> str:
    """Return who pressed: by name, whether they had signed in or used a link."""
    if entry.by:
        return str(entry.by)
    if link := _link_of(entry):
        kind, key = link
        return f"By a personal link: {names[kind].get(key, 'one that is there no more')}"
    return PRESSED.get(entry.pressed_by or "", "The clock, or somebody by a link")


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


def noun_of(object_type: str, programme: Any) -> str:
    """Return what the kind of a thing is called in a programme's words; of a kind that is no more, its label."""
    try:
        return renamed(programme, str(apps.get_model(object_type)._meta.verbose_name))
    except LookupError:
        return object_type


def _thing(entry: LogEntry, names: dict[str, str], programme: Any) -> str:
    noun = noun_of(entry.object_type, programme)
    return f"{noun} “{names[entry.object_id]}”" if entry.object_id in names else f"{noun} {entry.object_id}"


def _more(details: dict[str, Any]) -> str:
    """Return codes and counts as `fields: about, website; count: 43`."""
    told = [
        f"{name.replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list) else _in_words(value)}"
        for name, value in details.items()
        if name != "was" and value not in (None, "", [], False)
    ]
    if was := details.get("was"):
        told.append(f"before: {_before(was)}")
    return "; ".join(told).replace("_", " ")


def _before(was: Any) -> str:
    """Return how things were, by name: `starts at 7 June 2016, 10:00, title 12 characters`.

    PostgreSQL keeps what an entry says in an order of its own.
    """
    if not isinstance(was, dict):
        return _in_words(was)
    return ", ".join(f"{name.replace('_', ' ')} {_in_words(value)}" for name, value in sorted(was.items()))


def _in_words(value: Any) -> str:
    """Return a code or count as people read it; a day or moment as it is written everywhere."""
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        with suppress(ValueError):
            if "T" in value:
                return date_format(timezone.localtime(datetime.fromisoformat(value)), "j F Y, H:i")
            return day(date.fromisoformat(value))
    return str(value)
