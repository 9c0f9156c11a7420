"""What the team types about a meeting: its places, what people need, who walked in."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kit.days import beginning_of, clock_change, end_of, last_day_before, moment_of
from kit.form_fields import DayMonthYearField, LineField, NumberField, WordsField, check_days_in_order
from kit.form_layout import FormLayout
from kit.public_forms import KeyedForm
from kit.windows import ON_THE_QUARTER, QUARTER, past_the_hour
from phases.models import Meeting, NeedsMet

MAX_PLACES = 100_000
_CLOCK = "Enter the time like 14:30."


def _on_the_quarter(given: time) -> None:
    if past_the_hour(given) not in QUARTER:
        raise ValidationError(ON_THE_QUARTER)


_TIME = {
    "validators": [_on_the_quarter],
    "help_text": "For example 14:30.",
    "input_formats": ["%H:%M", "%H.%M"],
    "widget": forms.TextInput({"inputmode": "numeric"}),
    "error_messages": {"required": _CLOCK, "invalid": _CLOCK},
}


class MeetingSetUpForm(forms.Form):
    """How many places there are, when people can register, and how those who have a place join."""

    capacity = NumberField(
        label="How many places?",
        help_text="Leave it empty if there is no limit. More places go to those who wait; fewer take nobody’s away.",
        required=False,
        min_value=1,
        max_value=MAX_PLACES,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter the number of places in figures, for example 40.",
            "min_value": "Enter 1 place or more, or leave it empty.",
            "max_value": f"Enter {MAX_PLACES:,} places or fewer, or leave it empty.",
        },
    )
    opens_on = DayMonthYearField(
        label="From which day can people register?",
        help_text="Leave it empty if only the team adds people.",
        required=False,
    )
    last_on = DayMonthYearField(
        label="Until which day?",
        help_text="The last day. Leave it empty if people can register until the meeting begins.",
        required=False,
    )
    joining_details = WordsField(
        called="How to join",
        label="How to join",
        help_text="The way to the room, the link or the number to ring. Only those who have a place are told, "
        "by e-mail; when you change it, they are told again.",
        required=False,
    )

    helper = FormLayout(submit="Save")

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """Begin as the meeting has it."""
        opens_at, closes_at = meeting.registration_opens_at, meeting.registration_closes_at
        initial = {
            "capacity": meeting.capacity,
            "opens_on": opens_at and timezone.localdate(opens_at),
            "last_on": last_day_before(closes_at),
            "joining_details": meeting.joining_details,
        }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Refuse an end without or before its beginning."""
        cleaned = super().clean() or self.cleaned_data
        check_days_in_order(self, "opens_on", "last_on", missing="Enter the day from which people can register.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return what was typed, as `set_up_meeting` takes it: days of London as moments."""
        opens_on, last_on = self.cleaned_data["opens_on"], self.cleaned_data["last_on"]
        return {
            "capacity": self.cleaned_data["capacity"],
            "registration_opens_at": beginning_of(opens_on),
            "registration_closes_at": end_of(last_on),
            "joining_details": self.cleaned_data["joining_details"],
        }


class MeetingChangeForm(forms.Form):
    """When and where a meeting is."""

    held_on = DayMonthYearField(label="On which day?")
    begins = forms.TimeField(label="From", **_TIME)  # type: ignore[arg-type]
    ends = forms.TimeField(label="Until", required=False, **_TIME)  # type: ignore[arg-type]
    venue = LineField(called="Where", missing="Say where it is, or “Online”.", label="Where?", max_length=200)

    helper = FormLayout(submit="Save")

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """Begin as the meeting has it."""
        begins, ends = timezone.localtime(meeting.starts_at), meeting.ends_at and timezone.localtime(meeting.ends_at)
        initial = {"held_on": begins.date(), "begins": f"{begins:%H:%M}", "venue": meeting.venue}
        super().__init__(data, initial=initial | {"ends": f"{ends:%H:%M}" if ends else ""})
        # A meeting of several days keeps their number.
        self.days = ends.date() - begins.date() if ends else timedelta()

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and a time that the change of the clocks skips or doubles."""
        cleaned = super().clean() or self.cleaned_data
        if held_on := cleaned.get("held_on"):
            for name, day in (("begins", held_on), ("ends", held_on + self.days)):
                if (clock := cleaned.get(name)) and (fault := clock_change(day, clock)):
                    self.add_error(name, fault)
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and not self.days and ends <= begins:
            self.add_error("ends", "The meeting must end after it begins.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return what was typed, as `change_meeting` takes it: times of London as moments."""
        cleaned = self.cleaned_data
        day, ends = cleaned["held_on"], cleaned["ends"]
        return {
            "starts_at": moment_of(day, cleaned["begins"]),
            "ends_at": moment_of(day + self.days, ends) if ends else None,
            "venue": cleaned["venue"],
        }


class NeedsMetForm(forms.Form):
    """Whether somebody has what they need."""

    needs_met = forms.ChoiceField(
        label="Do they have what they need?",
        choices=NeedsMet.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is met.", "invalid_choice": "Choose one of the two."},
    )
    needs_note = WordsField(
        called="How, or why not",
        label="How, or why not?",
        help_text="They read this on their own page.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    helper = FormLayout(submit="Save")

    def clean(self) -> dict[str, Any]:
        """Ask why something is not met."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("needs_met") == NeedsMet.NOT_MET and cleaned.get("needs_note") == "":
            self.add_error("needs_note", "Say why it is not met.")
        return cleaned


class WalkInForm(KeyedForm):
    """Somebody who came without having registered."""

    name = LineField(
        called="Name",
        missing="Enter the name of whoever walked in.",
        label="Somebody walked in? Their name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    helper = FormLayout(submit="Walked in")

    def for_service(self) -> dict[str, Any]:
        """Return what was typed, as `add_walk_in` takes it."""
        return {"key": self.form_key, "name": self.cleaned_data["name"]}
