"""Registering for a meeting, and changing what was said: by somebody themselves, or by the team for them."""

from __future__ import annotations

from typing import Any

from django import forms

from kit.form_fields import AddressField, LineField, TelephoneField, WordsField
from kit.form_layout import FormLayout
from kit.public_forms import KeyedForm
from phases.meetings.services import RegistrationDetails

MAX_NEEDS = 1000


class NeedsForm(forms.Form):
    """From which group somebody comes, how else they are reached, and what they need."""

    telephone = TelephoneField(
        called="Telephone",
        label="Telephone number",
        help_text="If you can be rung for this meeting.",
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    comes_from = LineField(
        called="Organisation or group",
        label="Organisation or group",
        help_text="If you come for one.",
        required=False,
        max_length=200,
    )
    access_needs = WordsField(
        called="What you need to take part",
        label="What do you need to take part?",
        help_text="For example step-free access, a quiet place, somebody who comes with you. "
        "Only the people who prepare the meeting see it.",
        required=False,
        max_length=MAX_NEEDS,
        widget=forms.Textarea({"rows": 3}),
    )
    communication_needs = WordsField(
        called="How you communicate best",
        label="How do you communicate best?",
        help_text="For example British Sign Language, large print, an interpreter for your language.",
        required=False,
        max_length=MAX_NEEDS,
        widget=forms.Textarea({"rows": 3}),
    )

    helper = FormLayout(submit="Save")


class RegistrationForm(KeyedForm, NeedsForm):
    """Who wants to come, and how they are reached."""

    field_order = ["key", "name", "email", "telephone", "comes_from", "access_needs", "communication_needs"]
    name = LineField(
        called="Name",
        missing="Enter your name.",
        label="Name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = AddressField(
        label="E-mail address",
        help_text="We write to you here how to join, and with a link by which you can give your place up.",
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "invalid": "Enter an e-mail address like name@example.org.",
            "max_length": "This e-mail address is too long.",
        },
    )
    helper = FormLayout(submit="Register", csrf=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["telephone"].help_text = "If you have no e-mail address, we ring you."

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach them."""
        cleaned = super().clean() or self.cleaned_data
        ways = ("email", "telephone")
        if not any(name in self.errors or cleaned.get(name) for name in ways):
            self.add_error("email", "Enter an e-mail address, or a telephone number below.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return what was written, as `register` takes it."""
        details = RegistrationDetails(**{name: value for name, value in self.cleaned_data.items() if name != "key"})
        return {"key": self.form_key, "details": details}


class DeskRegistrationForm(RegistrationForm):
    """The same, written down at the desk for somebody who rang."""

    helper = FormLayout(submit="Add")
