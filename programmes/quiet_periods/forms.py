"""What is typed about quiet periods."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from kit.ask_first import SURE, SureForm
from kit.form_fields import DayMonthYearField, LineField, WordsField, check_days_in_order
from kit.form_layout import FormLayout, Partial, SubmitButton, TheRest
from programmes.models import Doing, Programme, QuietPeriod
from programmes.quiet_periods.openings import HeldOpening, openings_within


class QuietPeriodForm(SureForm):
    """What a quiet period is called, its first day and its last. It asks first where something would open in it."""

    name = LineField(
        called="What it is called",
        label="What is it called?",
        help_text="For example: Pre-election period, council elections.",
        missing="Enter a name for it, for example “Pre-election period”.",
        max_length=200,
    )
    from_on = DayMonthYearField(label="First day")
    last_on = DayMonthYearField(label="Last day")
    helper = FormLayout("name", "from_on", "last_on", Partial("programmes/_held.html"), TheRest(), submit="Keep it")

    def __init__(
        self, data: Any = None, *, programme: Programme, period: QuietPeriod | None = None, at: datetime, **kwargs: Any
    ) -> None:
        """`period` is the one that is changed; None for a new one."""
        super().__init__(data, **kwargs)
        self.programme, self.period, self.at = programme, period, at
        # What would open in it, and opens afterwards.
        self.held: list[HeldOpening] = []

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and to move what would open in it before somebody has said yes to that."""
        check_days_in_order(self, "from_on", "last_on", missing="Enter its first day.")
        if not self.errors:
            days = self.for_service()
            del days["name"]
            self.held = openings_within(self.programme, **days, at=self.at, period=self.period)
        if self.held:
            missing = "Read what would open in these days, and tick that it opens as it says here."
            self.ask("Have it open as it says here", missing=missing)
            seen = self.fields[SURE].widget.value_from_datadict(self.data, self.files, SURE)
            if not seen:
                self.add_error(SURE, missing)
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
