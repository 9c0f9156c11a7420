"""What is typed about holds."""

from datetime import timedelta
from typing import Any

from django import forms

from kit.form_fields import DayMonthYearField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton


class HoldForm(forms.Form):
    """Why nothing is deleted, and the last day on which that holds."""

    reason = WordsField(
        called="Why nothing may be deleted",
        label="Why may nothing be deleted?",
        help_text="For example a claim, an inquiry, or an audit. No names of people.",
        missing="Say why nothing may be deleted.",
        max_length=2000,
    )
    last_on = DayMonthYearField(
        label="Until the end of which day?",
        help_text="Leave it empty where nobody knows: it holds until somebody releases it.",
        required=False,
    )
    helper = FormLayout(
        submit=[SubmitButton("Keep it"), Link("Not now", "{% url 'privacy:hold-list' programme.slug %}")]
    )

    def for_service(self) -> dict[str, Any]:
        """Return the hold as its services take it, with the first day without it."""
        last_on = self.cleaned_data["last_on"]
        until_on = last_on + timedelta(days=1) if last_on else None
        return {"reason": self.cleaned_data["reason"], "until_on": until_on}
