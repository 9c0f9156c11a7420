"""What somebody may put right in their record: the words of one thing in it, and their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django import forms

from actions.records import OneText
from kit.form_fields import LineField, WordsField
from kit.stale_edits import StaleEditForm


class OneTextForm(StaleEditForm):
    """One text, with the version of it that this window was drawn from."""

    @classmethod
    def of(cls, text: str, data: Mapping[str, Any] | None) -> Self:
        """Return the form as it shows a text."""
        return cls(data, initial={"text": text, "version": OneText(text).version()})

    @property
    def snapshot(self) -> OneText:
        """What was typed, as it is to stand."""
        return OneText(self.cleaned_data["text"])


class RecordWordsForm(OneTextForm):
    """The words of a commitment or a step."""

    text = WordsField(
        called="What you will do",
        missing="Write what you will do. If you will not do it, take it back below.",
        label="What you will do",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


class RecordNameForm(OneTextForm):
    """Somebody's own name."""

    text = LineField(
        called="Your name",
        missing="Enter your name.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
