"""What is typed about a programme's team."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from kit.form_fields import AddressField, DayMonthYearField, LineField
from kit.form_layout import FormLayout, SubmitButton, TheRest
from programmes.models import Hat


class GiveHatForm(forms.Form):
    """Who gets which hat, from when until when."""

    email = AddressField(
        label="Their e-mail address",
        help_text="Somebody who has no account yet gets one, and an e-mail that says how to sign in.",
        error_messages={
            "required": "Enter the e-mail address of your colleague.",
            "invalid": "Enter an e-mail address like name@example.org.",
        },
    )
    name = LineField(
        called="Their name",
        label="Their name",
        help_text="Only needed when they have no account yet.",
        required=False,
        max_length=200,
    )
    hat = forms.ChoiceField(
        label="Which hat?",
        choices=[(hat.value, hat.explained) for hat in Hat],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a hat.", "invalid_choice": "Choose one of these hats."},
    )
    from_on = DayMonthYearField(label="From")
    until_on = DayMonthYearField(
        label="The first day without it", help_text="Leave it empty if that is not known.", required=False
    )
    helper = FormLayout("email", "name", "hat", "from_on", "until_on", submit="Give the hat")


class EndHatForm(forms.Form):
    """From which day a hat is worn no longer, and who takes on what is theirs by name, if anything is."""

    until_on = DayMonthYearField(label="The first day without it")
    hand_on_to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who takes this on?",
        help_text="It is theirs as soon as you press.",
        empty_label="Choose somebody of the team",
        required=False,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    helper = FormLayout(TheRest(), submit=SubmitButton("End the hat", style="warning"))

    def __init__(self, data: Any = None, *, colleagues: QuerySet[User] | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if colleagues is None:
            del self.fields["hand_on_to"]
        else:
            self.fields["hand_on_to"].queryset = colleagues  # type: ignore[attr-defined]
