"""What may be typed about who speaks for an organisation, as the team was told of it."""

from typing import Any

from django import forms

from kit.form_fields import AddressField, DayMonthYearField, LineField, NumberField
from kit.form_layout import FormLayout, SubmitButton
from stakeholders.forms.invitations import NOT_NOW, ContactForm, NeedsForm
from stakeholders.models import Appointment, Channel, ContactBy, Ending, Person
from stakeholders.services import RepresentativeDetails


class AppointForm(ContactForm, NeedsForm):
    """An appointment as somebody told the team of it, on the telephone, on paper or in person."""

    name = LineField(called="The name", max_length=200, label="Who will speak for it?", missing="Enter their name.")
    email = AddressField(
        label="E-mail address",
        required=False,
        help_text="With one they can sign in, by codes that are sent there. It can be added later.",
    )
    channel = forms.ChoiceField(
        label="How did you learn of it?",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.LINK],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you learnt of it.", "invalid_choice": "Choose how you learnt of it."},
    )
    said_by = LineField(
        called="Who told you",
        max_length=200,
        required=False,
        label="Who told you?",
        help_text="Leave this empty if they told you themselves.",
    )
    can_decide = forms.BooleanField(
        label="They said that they can decide for the organisation",
        help_text="Ask: does what you say count as what the organisation says?",
        error_messages={"required": "Both declarations are needed: that they can decide for the organisation."},
    )
    can_engage = forms.BooleanField(
        label="They said that they can engage people with lived experience",
        help_text="Ask: are you in touch with people whom this concerns in their own lives?",
        error_messages={"required": "Both declarations are needed: that they can engage people."},
    )
    # Whom the page said would be replaced, not whoever speaks by now.
    replacing = NumberField(required=False, widget=forms.HiddenInput)
    shares_contact = forms.BooleanField(
        required=False, label="Others who speak for an organisation may see their e-mail address and telephone number"
    )
    field_order = [
        "channel", "said_by", "name", "can_decide", "can_engage", "email", "telephone", "postal_address",
        "contact_by", "communication_needs", "access_needs", "shares_contact",
    ]  # fmt: skip

    helper = FormLayout(submit=[SubmitButton("Appoint them"), NOT_NOW])

    def __init__(self, data: Any = None, *, current: Appointment | None = None) -> None:
        super().__init__(data, initial={"replacing": current.pk if current else None})
        self.current = current
        self.fields["contact_by"].label = "How would they like to hear from us?"
        self.fields["communication_needs"].label = "What helps when we write to them or talk with them?"
        self.fields["access_needs"].label = "What do they need at a meeting?"
        self.fields["contact_by"].initial = ContactBy.TELEPHONE

    def clean_replacing(self) -> Appointment | None:
        """Return the appointment that ends with it; None where the page named another, or none."""
        current = self.current
        return current if current is not None and self.cleaned_data["replacing"] == current.pk else None

    def for_service(self) -> dict[str, Any]:
        """Return what was told, as `appoint_representative` takes it."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "replacing"}
        return {"details": RepresentativeDetails(**told), "replacing": self.cleaned_data["replacing"]}

    def says_otherwise_than(self, person: Person) -> bool:
        """Whether anything was written of somebody that they had told otherwise themself."""
        of_themself = [*ContactForm.base_fields, *NeedsForm.base_fields]
        return any(self.cleaned_data[name] not in ("", getattr(person, name)) for name in of_themself)

    def clean(self) -> dict[str, Any]:
        """Ask for one way of reaching them."""
        cleaned = super().clean()
        reachable = cleaned.get("email") or cleaned.get("telephone") or cleaned.get("postal_address")
        if not self.errors and not reachable:
            self.add_error("telephone", "Enter a telephone number, an e-mail address or a postal address.")
        if not self.errors and cleaned["contact_by"] == ContactBy.EMAIL and not cleaned["email"]:
            self.add_error("email", "Enter an e-mail address, or choose another way to reach them.")
        return cleaned


class EndAppointmentForm(forms.Form):
    """Why somebody no longer speaks for an organisation."""

    ending = forms.ChoiceField(
        label="What happened?",
        choices=[
            (Ending.STEPPED_DOWN, "They told us that they step down"),
            (Ending.SILENT, "They can no longer be reached"),
            (Ending.OTHER, "Another reason"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened.", "invalid_choice": "Choose what happened."},
    )
    reason = LineField(
        called="The reason",
        max_length=200,
        label="In a few words",
        help_text="For example “moved to another post”, or “no answer to three calls in May”.",
        missing="Say in a few words why it ends.",
    )
    helper = FormLayout("ending", "reason", submit=[SubmitButton("End the appointment"), NOT_NOW])


class SignInForm(forms.Form):
    """The address with which a representative signs in from now on."""

    email = AddressField(label="E-mail address", help_text="Codes to sign in with are sent there.")
    helper = FormLayout("email", submit=[SubmitButton("Let them sign in"), NOT_NOW])


class IdentityForm(forms.Form):
    """What a representative is called, and with which address they sign in, as the team was told."""

    name = LineField(called="The name", max_length=200, label="Name", missing="Enter their name.")
    email = AddressField(
        label="New e-mail address",
        help_text="Codes to sign in with are sent there from now on. Leave it empty if it stays as it is.",
        required=False,
    )
    reason = LineField(
        called="The reason",
        max_length=200,
        label="Why does it change?",
        help_text="They read it, and the log keeps it. For example “changed her name”, or “has left that mailbox”.",
        missing="Say in a few words why it changes.",
    )
    helper = FormLayout("name", "email", "reason", submit=[SubmitButton("Change it, and tell them"), NOT_NOW])


class OnDayForm(forms.Form):
    """A day of which somebody wants to know who spoke then."""

    day = DayMonthYearField(label="Who spoke for it on this day?", help_text="For example, 7 6 2016.")
    helper = FormLayout("day", submit=SubmitButton("Look it up", style="secondary"), method="get", action="#spoke")
