"""What is written down when a meeting is over."""

from __future__ import annotations

from typing import Any

from django import forms

from kit.form_fields import LineField, WordsField
from kit.form_layout import FormLayout
from kit.papers import PaperField
from kit.stale_edits import StaleEditForm
from phases.meetings.services import WhatCameOfIt

MAX_WORDS = 20_000


class PaperForm(forms.Form):
    """A paper, and what it is called."""

    title = LineField(
        called="What it is called", missing="Say what it is called.", label="What is it called?", max_length=200
    )
    file = PaperField(label="The file")
    helper = FormLayout(submit="Add it")


class MinutesForm(StaleEditForm):
    """What was decided, for everybody once it is published; and the lessons, for the team."""

    decided = WordsField(
        called="What was decided",
        label="What was decided?",
        help_text="Everybody reads it as soon as the minutes are published.",
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea({"rows": 8}),
    )
    lessons = WordsField(
        called="The lessons",
        label="What would you do otherwise next time?",
        help_text="Only the team reads it: it is shown to whoever sets the next meeting up.",
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea({"rows": 5}),
    )
    helper = FormLayout(submit="Save")

    def __init__(self, data: Any = None, *, details: WhatCameOfIt) -> None:
        super().__init__(data, initial=details.by_box() | {"version": details.version()})

    @property
    def snapshot(self) -> WhatCameOfIt:
        """What was typed, as it is to stand."""
        return WhatCameOfIt(self.cleaned_data["decided"], self.cleaned_data["lessons"])
