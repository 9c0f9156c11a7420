"""What somebody may put right in their record: the words of one thing in it, and their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms

from actions.records.contents import TextSnapshot
from kit.form_fields import LineField, WordsField
from kit.form_layout import FormLayout
from kit.stale_edits import StaleEditForm


class TextForm(StaleEditForm):
    """One text, with the version of it that this window was drawn from."""

    text = forms.CharField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, text: str) -> None:
        super().__init__(data, initial={"text": text, "version": TextSnapshot(text).version()})

    @property
    def snapshot(self) -> TextSnapshot:
        """What was typed, as it is to stand."""
        return TextSnapshot(self.cleaned_data["text"])


class RecordWordsForm(TextForm):
    """The words of a commitment or a step."""

    text = WordsField(
        called="What you will do",
        missing="Write what you will do. If you will not do it, take it back below.",
        label="What you will do",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    helper = FormLayout(
        "text",
        HTML("<p>The team reads your words first. Until it has, the earlier ones stand.</p>"),
        submit="Save these words",
    )


class RecordNameForm(TextForm):
    """Somebody's own name."""

    text = LineField(
        called="Your name",
        missing="Enter your name.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    helper = FormLayout(
        "text",
        HTML("<p>The team reads it first. Then it stands wherever your name does.</p>"),
        submit="Save your name",
    )
