"""What somebody says they will do: typed by themselves on a telephone, or by the team from paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from actions.commitments.services import NewCommitment
from actions.contact_forms import email_or_telephone
from actions.models import ActionArea, CommitmentChannel
from kit.form_fields import LineField, WordsField
from kit.form_layout import FormLayout
from kit.public_forms import KeyedForm
from programmes.models import Programme
from programmes.nouns import in_words_of, reword


class CommitmentForm(KeyedForm):
    """What I will do, who I am, how to reach me if I like, and whether my name may be public."""

    what = WordsField(
        called="What you will do",
        missing="Write what you will do.",
        label="What will you do?",
        help_text="One sentence is enough.",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    name = LineField(
        called="Your name",
        missing="Enter your name.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    reached_by = LineField(
        called="How to reach you",
        label="Your e-mail address or telephone number",
        help_text="If the team may get in touch about it. Only the team sees it.",
        required=False,
        max_length=200,
    )
    naming = forms.ChoiceField(
        label="May everybody read your name with it?",
        help_text="The team reads it first. Nothing is public before that.",
        choices=[("named", "Yes, with my name"), ("counted", "No: count me, and leave my name out")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Say whether everybody may read your name."),
    )
    # For telephones that keep no cookies: see the view.
    helper = FormLayout(csrf=False, submit="Say it")

    def clean_reached_by(self) -> str:
        """Refuse what is neither an address nor a number."""
        typed: str = self.cleaned_data["reached_by"]
        self.reach = email_or_telephone(typed) if typed else {}
        return typed

    @property
    def details(self) -> NewCommitment:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        return NewCommitment(said["what"], said["name"], may_name=said["naming"] == "named", **self.reach)


class CommitmentEnterForm(CommitmentForm):
    """A commitment that came on paper or by word of mouth, written down by the team."""

    area = forms.ModelChoiceField(
        ActionArea.objects.none(),
        label="For what?",
        required=False,
        empty_label="No {action area}: a pledge by itself",
        error_messages={"invalid_choice": "Choose from the list of {action areas}."},
    )
    channel = forms.ChoiceField(
        label="How did they say it?",
        choices=[choice for choice in CommitmentChannel.choices if choice[0] != CommitmentChannel.SHEET],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose how they said it."),
    )
    helper = FormLayout(submit="Write it down")
    field_order = ["area", "what", "name", "reached_by", "naming", "channel"]

    def __init__(self, data: Mapping[str, Any] | None = None, *, programme: Programme) -> None:
        super().__init__(data)
        areas = cast(forms.ModelChoiceField, self.fields["area"])
        areas.empty_label = in_words_of(programme, str(areas.empty_label))
        areas.queryset = programme.action_areas.order_by("number")
        told = {"what": "What will they do?", "name": "Their name", "naming": "May everybody read their name with it?"}
        told["reached_by"] = "Their e-mail address or telephone number"
        for name, label in told.items():
            self.fields[name].label = label
        self.fields["reached_by"].help_text = "If they gave it."
        self.fields["naming"].help_text = "As they ticked it. Without a tick: no."
        naming = cast(forms.ChoiceField, self.fields["naming"])
        naming.choices = [("named", "Yes, with their name"), ("counted", "No: only counted")]
        reword(self, programme)
