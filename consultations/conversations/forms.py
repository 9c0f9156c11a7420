"""What is told of a conversation, by whoever held it and by the team that puts it right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from consultations.conversations.models import Conversation
from consultations.conversations.services import ConversationWords
from consultations.conversations.snapshot import ConversationSnapshot
from kit.form_fields import DayMonthYearField, LineField, NumberField, WordsField, refuse_days_to_come
from kit.form_layout import FormLayout, SubmitButton
from kit.public_forms import KeyedForm
from kit.stale_edits import StaleEditForm

MAX_PEOPLE = 100_000


class ConversationForm(KeyedForm):
    """What was said in a conversation beforehand, in a team or a network."""

    team = LineField(
        called="Who talked",
        missing="Say who talked: the team or the network.",
        label="Who talked?",
        help_text="The team or the network, for example district nurses, or a lunch club. No names of people.",
        max_length=200,
    )
    held_on = DayMonthYearField(
        label="When?",
        error_messages={"to_come": "This day is still to come. Enter the day on which you talked."},
    )
    people_count = NumberField(
        label="How many took part?",
        help_text="A rough number will do. Small numbers are never shown.",
        required=False,
        min_value=1,
        max_value=MAX_PEOPLE,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter how many took part as a number, for example 12."
        ),
    )
    said = WordsField(
        called="What was said",
        missing="Write what was said.",
        label="What was said?",
        help_text="As people said it. The team reads it first, and takes out whatever could point at a person.",
        widget=forms.Textarea({"rows": 8}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime) -> None:
        super().__init__(data)
        refuse_days_to_come(self, "held_on", today=timezone.localdate(at))

    def words(self) -> ConversationWords:
        """Return what was written, as `log_conversation` takes it."""
        return ConversationWords(**{name: value for name, value in self.cleaned_data.items() if name != "key"})


class ConversationLogForm(ConversationForm):
    """A conversation logged by a representative, who has signed in and need not say who they are."""

    helper = FormLayout(submit="Send")


class ConversationTellForm(ConversationForm):
    """A conversation told of by anybody, on a page that needs no cookie."""

    helper = FormLayout(submit="Send", csrf=False)

    contact_name = LineField(
        called="Your name",
        missing="Enter your name.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact_details = LineField(
        called="How to reach you",
        label="How to reach you",
        help_text="An e-mail address or a telephone number, should we have a question. Only the team sees it.",
        required=False,
        max_length=200,
    )


class ConversationCreateForm(ConversationTellForm):
    """A conversation that somebody of the team writes down, with who told them of it."""

    helper = FormLayout(submit="Keep it")


class ConversationEditForm(StaleEditForm, ConversationForm):
    """A conversation as the team puts it right."""

    helper = FormLayout(submit=SubmitButton("Keep what I wrote", style="secondary"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, at: datetime, conversation: Conversation) -> None:
        super().__init__(data, at=at)
        del self.fields["key"]
        stands = ConversationSnapshot.of(conversation)
        self.initial = vars(stands) | {"version": stands.version()}

    @property
    def snapshot(self) -> ConversationSnapshot:
        """What was typed, as it is to stand."""
        return ConversationSnapshot(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    def for_service(self) -> dict[str, Any]:
        """Return what was typed as `edit_conversation` takes it."""
        return {"details": self.snapshot, "version": self.cleaned_data["version"]}
