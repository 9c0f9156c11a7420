"""Whether a representative comes to a meeting, and what they need there."""

from __future__ import annotations

from typing import Any

from django import forms

from kit.form_layout import FormLayout
from phases.meetings.forms.registration import NeedsForm
from phases.models import Attendance
from stakeholders.models import Person

YES, NO = "yes", "no"


class AnswerForm(NeedsForm):
    """Yes or no; what somebody needs begins with what they told us of themselves, and is of this meeting alone."""

    field_order = ["comes", "access_needs", "communication_needs"]
    telephone = None  # type: ignore[assignment]
    comes_from = None  # type: ignore[assignment]
    comes = forms.ChoiceField(
        label="Do you come?",
        help_text="If you say no, a place that you have goes to whoever waits for one.",
        choices=[(YES, "Yes, I come"), (NO, "No, I cannot come")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you come.", "invalid_choice": "Choose one of the two."},
    )
    helper = FormLayout(submit="Send")

    def __init__(self, data: Any = None, *, person: Person, attendance: Attendance | None) -> None:
        """Begin with what was said of this meeting, or else of oneself."""
        said = attendance or person
        initial = {name: getattr(said, name) for name in ("access_needs", "communication_needs")}
        if attendance is not None:
            initial["comes"] = YES if attendance.can_be_given_up else NO
        super().__init__(data, initial=initial)
        for name in ("access_needs", "communication_needs"):
            label = self.fields[name].label
            self.fields[name].label = f"If you come: {str(label)[0].lower()}{str(label)[1:]}"

    def for_service(self) -> dict[str, Any]:
        """Return what was typed, as `answer_meeting` takes it."""
        return self.cleaned_data | {"comes": self.cleaned_data["comes"] == YES}
