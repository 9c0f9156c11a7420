"""What may be typed of who carries an action area on, or whose it is."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.contact_forms import ReachForm
from actions.rounds.forms.answers import FEW_LINES
from kit.form_fields import LineField, WordsField
from kit.form_layout import FormLayout


class MoveOnForm(ReachForm):
    """Who carries it on, as far as the one who has moved on knows and they agree."""

    name = LineField(
        called="The name",
        max_length=200,
        required=False,
        label="Who carries it on?",
        help_text="Their name, if you know.",
    )
    agreed = forms.BooleanField(label="They know about it, and agree that you give us their name", required=False)
    suggestion = WordsField(
        called="Anything else",
        max_length=1000,
        widget=FEW_LINES,
        required=False,
        label="Anything else that we should know?",
        help_text="Only the team reads this.",
    )
    field_order = ["name", "email", "telephone", "agreed", "suggestion"]
    helper = FormLayout(submit="Tell us that you have moved on")

    def clean(self) -> dict[str, Any]:
        """Ask for a name with an address, and for the agreement of whoever is named."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            if (cleaned["email"] or cleaned["telephone"]) and not cleaned["name"]:
                self.add_error("name", "Enter the name of whoever carries it on.")
            elif cleaned["name"] and not cleaned.pop("agreed"):
                self.add_error(
                    "agreed", "Tick the box if they agree. If you have not asked them, leave their name out for now."
                )
        cleaned.pop("agreed", None)
        return cleaned


class MoveOnEnterForm(MoveOnForm):
    """Who carries it on, as somebody who has moved on told the team."""

    helper = FormLayout(submit="Record it")


class NotMeForm(forms.Form):
    """What somebody who was asked by mistake says of whose it may be."""

    suggestion = WordsField(
        called="Whose it may be",
        max_length=1000,
        widget=FEW_LINES,
        required=False,
        label="Do you know whose it is?",
        help_text="If you do. Only the team reads this.",
    )
    helper = FormLayout(submit="Tell us that it was never yours")


class HandOnForm(ReachForm):
    """Who takes an action area over."""

    name = LineField(called="The name", max_length=200, label="Name", missing="Enter the person’s name.")
    public_name = LineField(
        called="The name for the public",
        max_length=200,
        label="How the public reads it",
        help_text="For example “A librarian in Gateshead”. Use the person’s own name only if they agreed.",
        missing="Enter what the public reads, for example “A librarian in Gateshead”.",
    )
    field_order = ["name", "public_name", "email", "telephone"]
    helper = FormLayout(submit="Hand it on")

    def clean(self) -> dict[str, Any]:
        """Ask for one way of reaching them."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned["email"] or cleaned["telephone"]):
            self.add_error("email", "Enter an e-mail address or a telephone number, so that we can reach them.")
        return cleaned
