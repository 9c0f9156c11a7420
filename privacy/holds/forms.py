"""What is typed about holds."""

from datetime import timedelta
from typing import Any

from django import forms

from kit.data_map import Heading
from kit.form_fields import DayMonthYearField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from privacy.holds.kinds import KINDS


class HoldForm(forms.Form):
    """What is not deleted and why, and the last day on which that holds."""

    reason = WordsField(
        called="Why it may not be deleted",
        label="Why may it not be deleted?",
        help_text="For example a claim, an inquiry, or an audit. No names of people.",
        missing="Say why it may not be deleted.",
        max_length=2000,
    )
    kinds = forms.MultipleChoiceField(
        label="What may not be deleted?",
        help_text="Where a request asks for information: that. Choose nothing if it is everything, or not known yet.",
        choices=[(heading.name, f"{words[:1].upper()}{words[1:]}") for heading, words in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
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
        kinds = [Heading[name] for name in self.cleaned_data["kinds"]]
        return {"reason": self.cleaned_data["reason"], "kinds": kinds, "until_on": until_on}
