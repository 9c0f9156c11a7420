"""What a representative may correct, of their organisation and of themselves; and what they say on stepping down."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kit.form_fields import AddressField, LineField, RowsField, WebAddressField, WordsField
from kit.form_layout import FormLayout, Partial, SubmitButton
from kit.stale_edits import StaleEditForm, in_order
from programmes.models import Programme
from stakeholders.corrections import OrganisationDetails, OwnDetails
from stakeholders.forms.invitations import ContactForm, NeedsForm
from stakeholders.models import Partnership, StakeholderGroup


class OrganisationForm(StaleEditForm):
    """What is told of an organisation, and the groups it represents in one programme."""

    about = WordsField(
        called="What your organisation does",
        label="What your organisation does",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    website = WebAddressField(
        label="Website",
        required=False,
        assume_scheme="https",
        max_length=200,
        widget=forms.TextInput({"type": "text", "inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
        error_messages={"invalid": "That is not the address of a website. It should look like www.example.org."},
    )
    uniquely_placed = WordsField(
        called="Why it is uniquely placed",
        label="Why it is uniquely placed to speak for its groups",
        help_text="What it knows, and whom it reaches, that nobody else does.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    groups = RowsField(
        queryset=StakeholderGroup.objects.none(),
        label="Which groups does it speak for?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helper = FormLayout(
        "about",
        "website",
        "uniquely_placed",
        "groups",
        Partial("stakeholders/_whom_to_ask_of_names.html"),
        submit="Save",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, partnership: Partnership) -> None:
        details = OrganisationDetails.of(partnership)
        super().__init__(data, initial=vars(details) | {"version": details.version()})
        self.fields["groups"].queryset = partnership.programme.stakeholder_groups.order_by("name")  # type: ignore[attr-defined]

    @property
    def snapshot(self) -> OrganisationDetails:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        groups = in_order(group.pk for group in said["groups"])
        return OrganisationDetails(said["about"], said["website"], said["uniquely_placed"], groups)


class AboutMeForm(ContactForm, NeedsForm, StaleEditForm):
    """How a representative is reached, what they need, and who else may see how to reach them.

    Asked in the words of the invitation.
    """

    shared_in = RowsField(
        queryset=Programme.objects.none(),
        label="May other {representatives} see your e-mail address and telephone?",
        help_text="They see your name and your organisation in any case. You can change your mind at any time. "
        "Nobody but the team sees your address and what you need.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helper = FormLayout(
        "contact_by",
        "telephone",
        "postal_address",
        "communication_needs",
        "access_needs",
        "shared_in",
        submit="Save",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, details: OwnDetails, programmes: list[int]) -> None:
        super().__init__(data, initial=vars(details) | {"version": details.version()})
        shared_in = self.fields["shared_in"]
        assert isinstance(shared_in, RowsField)
        shared_in.queryset = Programme.objects.filter(pk__in=programmes).order_by("title", "pk")
        shared_in.label_from_instance = lambda obj: f"Yes, those of {obj}"  # type: ignore[method-assign]

    @property
    def snapshot(self) -> OwnDetails:
        """What was typed, as it is to stand."""
        said = self.cleaned_data
        words = {name: said[name] for name in ("telephone", "postal_address", "contact_by")}
        needs = {name: said[name] for name in ("communication_needs", "access_needs")}
        return OwnDetails(**words, **needs, shared_in=in_order(programme.pk for programme in said["shared_in"]))


class OwnIdentityForm(forms.Form):
    """What a representative is called, and with which address they sign in."""

    name = LineField(
        called="Your name",
        missing="Enter your name.",
        label="Your name",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = AddressField(
        label="E-mail address with which you sign in",
        help_text="If you change it, we send a code to the address you have and one to the new one.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    helper = FormLayout("name", "email", submit="Continue")


class AddressCodesForm(forms.Form):
    """The codes that went to both addresses."""

    old_code = LineField(called="The first code", label="Code from the address you have used so far", max_length=40)
    new_code = LineField(called="The second code", label="Code from the new address", max_length=40)
    helper = FormLayout("old_code", "new_code", submit="Change my address")

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.widget.attrs |= {
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }

    @property
    def codes(self) -> tuple[str, str]:
        """Return both as they were typed."""
        return self.cleaned_data["old_code"], self.cleaned_data["new_code"]


class StepDownForm(forms.Form):
    """Why a representative steps down, and whom they suggest in their place: none of it has to be said."""

    reason = LineField(
        called="Why you step down",
        label="Why do you step down?",
        help_text="A few words, for the team alone.",
        required=False,
        max_length=200,
    )
    suggested_name = LineField(
        called="The name of your colleague",
        label="Who could take over? Their name",
        required=False,
        max_length=200,
    )
    suggested_email = AddressField(
        label="Their e-mail address",
        help_text="The team decides whether to ask them.",
        required=False,
        error_messages={"invalid": "Enter an e-mail address like name@example.org."},
    )
    helper = FormLayout("reason", "suggested_name", "suggested_email", submit="Continue")

    def clean(self) -> dict[str, Any]:
        """Refuse an address that belongs to nobody by name."""
        said = super().clean() or self.cleaned_data
        if said.get("suggested_email") and said.get("suggested_name") == "":
            self.add_error("suggested_name", "Whose e-mail address is this? Enter their name.")
        return said


class StepDownCheckForm(StepDownForm):
    """The same, read through once more: sent with a button that does it, or one that goes back."""

    helper = FormLayout(
        submit=[
            SubmitButton("Step down", name="done", style="warning"),
            SubmitButton("Change what you wrote", name="change", style="secondary"),
        ]
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
