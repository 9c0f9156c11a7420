"""What may be typed about a follow-up round: its name, its days, and when its reminders go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from actions.models import FollowUpRound
from actions.rounds.services.rounds import RoundPlan
from kit.ask_first import ClosingForm
from kit.days import day
from kit.form_fields import DayMonthYearField, DaysField, HiddenDayWidget, LineField
from kit.form_layout import FormLayout, Link, SubmitButton
from outbox.reminding import TIME_TO_ANSWER


class RoundForm(forms.Form):
    """When proposers are asked and reminded, and by when they are to answer."""

    name = LineField(
        called="The name",
        max_length=80,
        label="What is this round called?",
        help_text="{Proposers} and the public read it, for example “September 2016”.",
        missing="Enter a name for the round, for example “September 2016”.",
    )
    planned_on = DayMonthYearField(label="When will you open it?", help_text="For example, 1 9 2016.")
    answer_by_on = DayMonthYearField(
        label="By when should people answer?", help_text="Three or four weeks give people time."
    )
    first_reminder_days = DaysField(
        label="First reminder: how many days before the last day?",
        help_text="Only to those who have not answered. Leave it empty to send none.",
    )
    second_reminder_days = DaysField(label="Second reminder: how many days before?")
    last_call_days = DaysField(
        label="Last call: how many days before?",
        help_text="It says what the public reads where nobody answers. 0 is the last day itself.",
    )
    helper = FormLayout(submit="Continue")

    def __init__(self, data: Any = None, *, today: date, round: FollowUpRound | None = None) -> None:
        """`round` is the one to be changed; a new one begins with the steps that have served well."""
        usual = {"first_reminder_days": 10, "second_reminder_days": 4, "last_call_days": 1}
        super().__init__(data, initial={name: getattr(round, name) for name in self.base_fields} if round else usual)
        self.today = today

    @property
    def plan(self) -> RoundPlan:
        """What was typed, as it is to stand."""
        return RoundPlan(**self.cleaned_data)

    def clean_planned_on(self) -> date:
        """Refuse a day that is past, or so far away that it must be a slip."""
        planned_on: date = self.cleaned_data["planned_on"]
        if planned_on < self.today:
            raise forms.ValidationError("The day of opening must be today or later.")
        if planned_on > self.today + timedelta(days=5 * 366):
            raise forms.ValidationError("The day of opening must be within five years.")
        return planned_on

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        planned_on, answer_by_on = cleaned.get("planned_on"), cleaned.get("answer_by_on")
        if planned_on and answer_by_on:
            if answer_by_on < planned_on:
                self.add_error("answer_by_on", "The day to answer by must not be before the day of opening.")
            elif answer_by_on > planned_on + timedelta(days=366):
                self.add_error("answer_by_on", "The day to answer by must be within a year of opening.")
            else:
                self._see_that_steps_come_in_order((answer_by_on - planned_on).days)
        return cleaned

    def _see_that_steps_come_in_order(self, days: int) -> None:
        """Refuse a step that would come with the first message or before it, or not before the one after it."""
        before = most = days - TIME_TO_ANSWER.days + 1
        for name, what in (
            ("first_reminder_days", "first reminder"),
            ("second_reminder_days", "second reminder"),
            ("last_call_days", "last call"),
        ):
            value = self.cleaned_data.get(name)
            if value is not None and value >= before:
                after = f"{TIME_TO_ANSWER.days} days after opening" if before == most else "after the step before it"
                few = f"enter fewer than {before} days" if before > 0 else "leave it empty"
                self.add_error(name, f"The {what} must come {after}: {few}.")
            before = before if value is None else value


class ExtendForm(forms.Form):
    """A later last day for a round that is open."""

    answer_by_on = DayMonthYearField(label="Until when can people answer?", help_text="For example, 14 10 2016.")
    # The people who were listed as told; empty until it is confirmed.
    as_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = FormLayout(submit="Continue")

    def __init__(self, data: Any = None, *, round: FollowUpRound, today: date) -> None:
        super().__init__(data)
        self.round, self.today = round, today

    def clean_answer_by_on(self) -> date:
        """Refuse a day that is past, no later than the one that stands, or so late that it must be a slip."""
        answer_by_on: date = self.cleaned_data["answer_by_on"]
        if answer_by_on < self.today:
            raise forms.ValidationError("The last day must be today or later.")
        # Confirmed twice, it is put off once.
        is_confirmed_again = bool(self.data.get("as_seen")) and answer_by_on == self.round.answer_by_on
        if answer_by_on <= self.round.answer_by_on and not is_confirmed_again:
            raise forms.ValidationError(f"The last day must be later than {day(self.round.answer_by_on)}.")
        assert self.round.opened_at is not None
        if answer_by_on > timezone.localdate(self.round.opened_at) + timedelta(days=366):
            raise forms.ValidationError("The last day must be within a year of opening.")
        return answer_by_on


class CloseForm(ClosingForm):
    """Closes a round; before its last day only when that is meant."""

    helper = FormLayout(
        submit=[
            SubmitButton("Close the round"),
            Link("Keep it open", "{% url 'actions:round-detail' programme.slug round.number %}"),
        ]
    )


class ExtendConfirmForm(ExtendForm):
    """The later last day once more, unseen, with the people who were listed as told when somebody confirmed it."""

    helper = FormLayout(
        submit=[
            SubmitButton("Give more time and tell them"),
            Link("Choose another day", "{% url 'actions:round-extend' programme.slug round.number %}"),
        ]
    )

    def __init__(self, *, answer_by_on: date, as_seen: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.initial = {"answer_by_on": answer_by_on, "as_seen": as_seen}
        self.fields["answer_by_on"].widget = HiddenDayWidget()
