"""What is typed of something that is arranged for somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from kit.days import day
from kit.form_fields import DayMonthYearField, LineField
from kit.form_layout import FormLayout
from phases.meetings.support.services import ArrangementDetails
from phases.models import Arrangement, ArrangementKind, Meeting
from programmes.models import TeamMember


class ArrangementForm(forms.Form):
    """What is to be arranged, who of the team sees to it, and until when; of what is there, its kind stays."""

    kind = forms.ChoiceField(
        label="What is to be arranged?",
        choices=ArrangementKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to be arranged.", "invalid_choice": "Choose one of these."},
    )
    language = LineField(
        called="The language of the interpreter",
        label="Which language, if it is an interpreter?",
        help_text="For example British Sign Language, or Farsi.",
        required=False,
        max_length=80,
    )
    particulars = LineField(
        called="What in particular",
        label="What in particular?",
        help_text="For example: a taxi from Byker and back, with room for a wheelchair. "
        "They read it on their own page. Write no bank details.",
        required=False,
        max_length=200,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label="Who sees to it?",
        empty_label="Nobody yet",
        error_messages={"invalid_choice": "Choose from the list."},
    )
    arrange_by_on = DayMonthYearField(
        label="By when?", help_text="The last day. Only a payment may be made after the meeting."
    )
    helper = FormLayout(
        "kind",
        "language",
        "particulars",
        "owner",
        "arrange_by_on",
        submit="{% if arrangement %}Save{% else %}Write it down{% endif %}",
    )

    def __init__(
        self, data: Any = None, *, meeting: Meeting, today: date, arrangement: Arrangement | None = None
    ) -> None:
        named = ("language", "particulars", "owner", "arrange_by_on")
        super().__init__(data, initial={name: getattr(arrangement, name) for name in named} if arrangement else None)
        self.today = today
        self.meeting_on = timezone.localdate(meeting.starts_at)
        self.was = arrangement.arrange_by_on if arrangement else None
        self.of_kind = arrangement.kind if arrangement else ""
        if arrangement:
            del self.fields["kind"]
            self.fields["language"].label = "Which language?"
        if arrangement and arrangement.kind != ArrangementKind.INTERPRETER:
            del self.fields["language"]
        team = TeamMember.objects.current(today).filter(programme=meeting.programme_id).values("user")
        self.fields["owner"].queryset = User.objects.filter(pk__in=team).order_by("name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the language of an interpreter, and what something else is; and for a day that is in time."""
        kind = self.of_kind or self.cleaned_data.get("kind", "")
        language, particulars = self.cleaned_data.get("language", ""), self.cleaned_data.get("particulars", "")
        if kind == ArrangementKind.INTERPRETER and not language and "language" not in self.errors:
            self.add_error("language", "Enter the language, for example British Sign Language.")
        if kind and kind != ArrangementKind.INTERPRETER and language:
            self.add_error("language", "Only an interpreter has a language: choose that, or leave this empty.")
        if kind == ArrangementKind.OTHER and not particulars and "particulars" not in self.errors:
            self.add_error("particulars", "Enter what is to be arranged.")
        if kind and (arrange_by_on := self.cleaned_data.get("arrange_by_on")) and arrange_by_on != self.was:
            self._check_day(kind, arrange_by_on)
        return self.cleaned_data

    def _check_day(self, kind: str, arrange_by_on: date) -> None:
        """Refuse a day that is past, or too late, or so far away that it must be a slip."""
        is_payment = kind == ArrangementKind.PAYMENT
        if not is_payment and self.meeting_on < self.today:
            self.add_error("arrange_by_on", "The meeting is over: only a payment can still be arranged.")
        elif arrange_by_on < self.today:
            self.add_error("arrange_by_on", "The day must be today or later.")
        elif not is_payment and arrange_by_on > self.meeting_on:
            self.add_error(
                "arrange_by_on", f"The meeting is on {day(self.meeting_on)}: choose that day, or one before it."
            )
        elif arrange_by_on > self.today + timedelta(days=5 * 366):
            self.add_error("arrange_by_on", "The day must be within five years.")

    @property
    def details(self) -> ArrangementDetails:
        """What was typed, as the services take it."""
        return ArrangementDetails(**{name: value for name, value in self.cleaned_data.items() if name != "kind"})
