"""What is typed about quiet periods."""

from datetime import timedelta
from typing import Any

from django import forms

from kit.form_fields import DayMonthYearField, LineField, WordsField, check_days_in_order
from kit.form_layout import FormLayout, SubmitButton
from programmes.models import Doing


class QuietPeriodForm(forms.Form):
    """What a quiet period is called, its first day and its last."""

    name = LineField(
        called="What it is called",
        label="What is it called?",
        help_text="For example: Pre-election period, council elections.",
        missing="Enter a name for it, for example “Pre-election period”.",
        max_length=200,
    )
    from_on = DayMonthYearField(label="First day")
    last_on = DayMonthYearField(label="Last day")
    helper = FormLayout("name", "from_on", "last_on", submit="Keep it")

    def clean(self) -> dict[str, Any]:
        check_days_in_order(self, "from_on", "last_on", missing="Enter its first day.")
        return self.cleaned_data

    def for_service(self) -> dict[str, Any]:
        """Return the period as its services take it, with the first day after it."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "from_on": cleaned["from_on"],
            "until_on": cleaned["last_on"] + timedelta(days=1),
        }


class LetGoOnForm(forms.Form):
    """What goes on although it is quiet, until when, and why."""

    doing = forms.ChoiceField(
        label="What cannot wait?",
        choices=[(doing.value, str(doing.label).capitalize()) for doing in Doing],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what cannot wait.", "invalid_choice": "Choose one of these."},
    )
    last_on = DayMonthYearField(label="Until the end of which day?")
    reason = WordsField(
        called="Why it cannot wait",
        label="Why can it not wait?",
        help_text="It is kept with your name, for whoever asks later why something was done in these days.",
        missing="Write why it cannot wait.",
        max_length=2000,
    )
    helper = FormLayout("doing", "last_on", "reason", submit=SubmitButton("Let it go on", style="warning"))
