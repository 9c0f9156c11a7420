"""Groups, what is enough, and who is missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import User
from kit.disclosure.rounding import rule
from kit.form_fields import DayMonthYearField, LineField, NumberField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from programmes.models import Programme, TeamMember
from stakeholders.models import Characteristic, MissingVoice, StakeholderGroup
from stakeholders.services import MissingVoiceDetails

FEW_LINES = forms.Textarea({"rows": 4})
LEAST = rule().small + 1


class GroupForm(forms.Form):
    """People whose voice is needed, in the words the public reads."""

    name = LineField(
        called="The name",
        max_length=120,
        label="What are they called?",
        help_text="The public reads it, for example “People who are housebound”.",
        missing="Enter a name for the group.",
    )
    why = WordsField(
        called="Why their voice is needed",
        max_length=1000,
        widget=FEW_LINES,
        required=False,
        label="Why is their voice needed?",
    )
    characteristic = forms.ChoiceField(
        label="Protected characteristic",
        help_text="If they are to be heard because of one of the nine of the Equality Act 2010.",
        choices=[("", "None: a local group"), *Characteristic.choices],
        required=False,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    helper = FormLayout("name", "why", "characteristic", submit="Add the group")


class GroupEditForm(GroupForm):
    """The same of a group that is there, with the way to its removal."""

    helper = FormLayout(
        "name",
        "why",
        "characteristic",
        submit=[
            SubmitButton("Save"),
            Link("Remove this group", "{% url 'stakeholders:group-remove' programme.slug group.pk %}"),
        ],
    )


class ThresholdsForm(forms.Form):
    """How many are enough."""

    organisations = NumberField(
        label="From how many organisations is a group covered?",
        help_text="Fewer is called thin, none is called nobody.",
        min_value=1,
        max_value=100,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "required": "Enter from how many organisations a group is covered.",
            "invalid": "Enter the number of organisations in figures, for example 2.",
            "min_value": "At least one organisation is needed.",
            "max_value": "Enter 100 organisations or fewer.",
        },
    )
    people = NumberField(
        label="From how many people with lived experience?",
        help_text=f"At least {LEAST}: smaller numbers are never shown.",
        min_value=LEAST,
        max_value=30_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "required": "Enter from how many people a group is covered.",
            "invalid": "Enter the number of people in figures, for example 20.",
            "min_value": f"Enter {LEAST} people or more: smaller numbers are never shown.",
            "max_value": "Enter 30,000 people or fewer.",
        },
    )
    helper = FormLayout("organisations", "people", submit="Save")


class MissingVoiceForm(forms.Form):
    """Who is not here that should be, who looks for them and by when."""

    who = LineField(
        called="Who is missing",
        max_length=200,
        label="Who is not here that should be?",
        help_text="The public reads it. Name a group of people or an organisation, never a person.",
        missing="Say who is not here that should be.",
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        required=False,
        label="Which group do they belong to?",
        empty_label="None of the groups, or several",
        error_messages={"invalid_choice": "Choose from the list."},
    )
    why = WordsField(
        called="What is known of why",
        max_length=2000,
        widget=FEW_LINES,
        required=False,
        label="What is known of why?",
        help_text="Only the team reads this.",
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks for them?",
        empty_label="Choose somebody of the team",
        error_messages={"required": "Choose who looks for them.", "invalid_choice": "Choose from the list."},
    )
    look_by_on = DayMonthYearField(label="To be found by", help_text="For example, 7 6 2027.")
    helper = FormLayout(
        "who", "group", "why", "owner", "look_by_on", submit="{% if voice %}Save{% else %}Write it down{% endif %}"
    )

    def __init__(
        self, data: Any = None, *, programme: Programme, today: date, voice: MissingVoice | None = None
    ) -> None:
        named = ("who", "group", "why", "owner", "look_by_on")
        super().__init__(data, initial={name: getattr(voice, name) for name in named} if voice else None)
        self.today = today
        self.was = voice.look_by_on if voice else None
        self.fields["group"].queryset = programme.stakeholder_groups.order_by("name")  # type: ignore[attr-defined]
        team = TeamMember.objects.current(today).filter(programme=programme).values("user")
        self.fields["owner"].queryset = User.objects.filter(pk__in=team).order_by("name", "pk")  # type: ignore[attr-defined]

    @property
    def details(self) -> MissingVoiceDetails:
        """What was typed, as the services take it."""
        return MissingVoiceDetails(**self.cleaned_data)

    def clean_look_by_on(self) -> date:
        """Refuse a day that is past, unless it was so before, or so far away that it must be a slip."""
        day: date = self.cleaned_data["look_by_on"]
        if day < self.today and day != self.was:
            raise forms.ValidationError("The day must be today or later.")
        if day > self.today + timedelta(days=5 * 366):
            raise forms.ValidationError("The day must be within five years.")
        return day


class SettleForm(forms.Form):
    """Whether a missing voice was found, and what came of looking."""

    status = forms.ChoiceField(
        label="How did it end?",
        choices=[
            (MissingVoice.Status.FOUND, "They were found"),
            (MissingVoice.Status.GIVEN_UP, "They are no longer looked for"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended.", "invalid_choice": "Choose how it ended."},
    )
    outcome = WordsField(
        called="What came of it",
        max_length=2000,
        widget=FEW_LINES,
        label="What came of it?",
        help_text="The public reads it. Name no person.",
        missing="Say what came of it.",
    )
    helper = FormLayout("status", "outcome", submit="Save")
