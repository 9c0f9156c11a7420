"""What is typed about telling those who are asked: when they are reminded, and what they are told at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from consultations.asking.setting_up.forms import CloseForm, OpenForm
from consultations.telling.models import TellingPlan
from consultations.telling.services import PlanDetails
from kit.form_fields import DaysField, HiddenDayWidget, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton

NOT_NOW = Link("Not now", "{% url 'consultations:consultation-detail' programme.slug consultation.pk %}")


class WhatNextField(WordsField):
    """What those who were asked are told to happen next."""

    def __init__(self) -> None:
        super().__init__(
            called="What happens next",
            required=False,
            label="What happens next, once it has closed?",
            help_text="All who were asked read it in the letter that goes when it closes: who reads the answers, by "
            "when, and where what comes of them will stand. If it is empty, the letter says that the team reads "
            "every answer, and that nothing is public before that.",
            widget=forms.Textarea({"rows": 4}),
        )


class PlanForm(forms.Form):
    """When those who have not answered are reminded, and what they are told at the end."""

    first_reminder_days = DaysField(
        label="First reminder: how many days before the last day?",
        help_text="Only to those who have not answered. Leave it empty to send none.",
    )
    second_reminder_days = DaysField(
        label="Second reminder: how many days before?", help_text="0 is the last day itself."
    )
    what_happens_next = WhatNextField()
    helper = FormLayout(submit=[SubmitButton("Save"), NOT_NOW])

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: TellingPlan) -> None:
        super().__init__(data, initial={name: getattr(plan, name) for name in self.base_fields})

    @property
    def details(self) -> PlanDetails:
        """The clean values as a service takes them."""
        return PlanDetails(**self.cleaned_data)


class OpenFirstForm(OpenForm):
    """Until when a consultation is open; whom it asks is looked at next."""

    # The people who were listed as told; empty until it is confirmed.
    as_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = FormLayout("last_on", submit=[SubmitButton("Continue"), NOT_NOW])


class OpenConfirmForm(OpenFirstForm):
    """The last day once more, unseen, with the people who were listed as told when somebody confirmed it."""

    helper = FormLayout(
        "last_on",
        "as_seen",
        submit=[
            SubmitButton("Open it now and tell them"),
            Link("Choose another day", "{% url 'consultations:consultation-open' programme.slug consultation.pk %}"),
        ],
    )

    def __init__(self, *, last_on: date, as_seen: str) -> None:
        super().__init__(initial={"last_on": last_on, "as_seen": as_seen})
        self.fields["last_on"].widget = HiddenDayWidget()


class CloseAndTellForm(CloseForm):
    """Close a consultation now, and say what happens next."""

    what_happens_next = WhatNextField()
    helper = FormLayout(submit=[SubmitButton("Close it now", style="warning"), NOT_NOW])
