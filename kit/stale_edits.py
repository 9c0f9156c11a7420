"""Two windows that edit one thing: the later one loses nothing, sees what came meanwhile, and decides.

A service compares the version that a form was drawn from with how things stand, and refuses with `StaleEdit(message,
current)`; `kit.pages.act` hands `current` to the form, and `govuk/_stale_edit.html` shows it beside the boxes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from kit.days import day

CHANGED_SINCE = (
    "This was changed in another window, or by somebody else, since you opened it. How it stands now is shown below, "
    "and what you wrote here is in the boxes. Make them say what you mean, then press the button again."
)


@dataclass(frozen=True)
class Snapshot:
    """How things that are edited together stand at a moment; numbers of rows stand in order."""

    def by_box(self) -> dict[str, Any]:
        """Return what stands in each box of the form in which they are corrected."""
        return asdict(self)

    def version(self) -> str:
        """Return what changes when anything of it does: how one window knows that another has written."""
        return hashlib.sha256(json.dumps(self.by_box(), default=str).encode()).hexdigest()[:16]

    def changed_from(self, other: Snapshot) -> list[str]:
        """Return the names of what is not as in `other`."""
        mine, theirs = self.by_box(), other.by_box()
        return [name for name in mine if mine[name] != theirs[name]]


def in_order(numbers: Iterable[int]) -> tuple[int, ...]:
    """Return numbers of rows each once and in order, so that the same rows make the same details."""
    return tuple(sorted(set(numbers)))


class StaleEditForm(forms.Form):
    """Things that are corrected together, with the version of them that this window was drawn from."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    # How what was typed over stands now, label and words; filled once somebody else was quicker.
    stands_now: Sequence[tuple[Any, str]] = ()

    @property
    def snapshot(self) -> Snapshot:
        """What was typed, as it is to stand."""
        raise NotImplementedError

    def overtaken_by(self, current: Snapshot) -> None:
        """Keep what was typed here, say that it stands otherwise now, and let the next press decide."""
        data = cast(QueryDict, self.data).copy()
        data["version"] = current.version()
        self.data = data
        self.add_error(
            None,
            CHANGED_SINCE,
        )
        # Called as the boxes are, so that the two can be read side by side.
        stands = current.by_box()
        self.stands_now = [
            (self.fields[name].label, _in_words(self.fields[name], stands[name]))
            for name in current.changed_from(self.snapshot)
            if name in self.fields
        ]


def _in_words(field: forms.Field, value: Any) -> str:
    """Return what stands in a field as people read it; a field of another kind says how with `in_words`."""
    if in_words := getattr(field, "in_words", None):
        return str(in_words(value))
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(row) for row in field.queryset or () if row.pk in value)
    if value is None or isinstance(value, date):
        return day(value) if value else ""
    choices: Any = getattr(field, "choices", ())
    return str(dict(choices).get(value, value))
