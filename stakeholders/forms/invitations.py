"""What may be typed about who speaks for whom: by the person who is asked, one thing per page, and by the team."""

from typing import Any

from django import forms

from kit.form_fields import DayMonthYearField, LineField, WordsField
from stakeholders.models import Channel, ContactBy, Ending

FEW_LINES = forms.Textarea({"rows": 3})
ADDRESS_LINES = forms.Textarea({"rows": 3, "autocomplete": "street-address"})


class AddressField(forms.EmailField):
    """An e-mail address, refused with a sentence that says what one looks like."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.error_messages |= {
            "required": "Enter an e-mail address, like name@example.org.",
            "invalid": "Enter an e-mail address in the right form, like name@example.org.",
            "max_length": "The e-mail address must be 254 characters or fewer.",
        }


class Told(forms.Form):
    """One page of several: what was typed on it is kept until the last is sent."""

    def typed(self) -> dict[str, Any]:
        """Return what is to be kept."""
        return dict(self.cleaned_data)


# -- By the personal link ---------------------------------------------------------------------------


class ChooseForm(Told):
    """What the invited person wants to do."""

    answer = forms.ChoiceField(
        label="What would you like to do?",
        choices=[
            ("yes", "I will speak for it"),
            ("colleague", "A colleague is better placed"),
            ("no", "We would rather not"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you would like to do.", "invalid_choice": "Choose one of these."},
    )


class PassOnForm(forms.Form):
    """Which colleague is better placed."""

    name = LineField(called="The name", max_length=200, label="Their name", missing="Enter your colleague’s name.")
    email = AddressField(label="Their e-mail address", help_text="We write to them, and say that you named them.")


class DeclineForm(forms.Form):
    """Why an organisation does not want to speak."""

    reason = WordsField(
        called="The reason",
        max_length=1000,
        widget=FEW_LINES,
        label="May we ask why?",
        help_text="A few words are enough, like “no time this year”. Only the team reads them.",
        missing="Tell us why in a few words. “No time” is a reason.",
    )


class NameForm(Told):
    """What the new representative is called."""

    name = LineField(
        called="Your name",
        max_length=200,
        label="What is your name?",
        help_text="As you would like us, and the other representatives, to write it.",
        missing="Enter your name.",
    )


class DeclareForm(Told):
    """The two declarations without which nobody is appointed."""

    can_decide = forms.BooleanField(
        label="I can decide for the organisation",
        help_text="What I say here counts as what it says. I ask colleagues first, where I need to.",
        error_messages={"required": "Tick the first box if you can decide for the organisation, or name a colleague."},
    )
    can_engage = forms.BooleanField(
        label="I can engage people with lived experience",
        help_text="I am in touch with people whom this concerns in their own lives, and can ask them.",
        error_messages={"required": "Tick the second box if you can engage people, or name a colleague."},
    )


class ContactForm(Told):
    """How somebody would like to hear from the team."""

    contact_by = forms.ChoiceField(
        label="How would you like to hear from us?",
        choices=ContactBy.choices,
        widget=forms.RadioSelect,
        initial=ContactBy.EMAIL,
        error_messages={"required": "Choose how you would like to hear from us.", "invalid_choice": "Choose one."},
    )
    telephone = LineField(
        called="The telephone number",
        max_length=40,
        required=False,
        label="Telephone",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    postal_address = WordsField(
        called="The postal address", max_length=500, required=False, label="Postal address", widget=ADDRESS_LINES
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        cleaned = super().clean() or self.cleaned_data
        by = cleaned.get("contact_by")
        if by in (ContactBy.TELEPHONE, ContactBy.TEXT) and not self.errors and not cleaned["telephone"]:
            self.add_error("telephone", "Enter a telephone number, so that we can ring or text you.")
        if by == ContactBy.POST and not self.errors and not cleaned["postal_address"]:
            self.add_error("postal_address", "Enter a postal address, so that we can write to you.")
        return cleaned


class NeedsForm(Told):
    """What helps somebody to take part."""

    communication_needs = WordsField(
        called="What helps when we write or talk",
        max_length=1000,
        required=False,
        widget=FEW_LINES,
        label="What helps when we write to you or talk with you?",
        help_text="For example large print, easy read, a British Sign Language interpreter, another language.",
    )
    access_needs = WordsField(
        called="What you need at a meeting",
        max_length=1000,
        required=False,
        widget=FEW_LINES,
        label="What do you need at a meeting?",
        help_text="For example step-free access, a hearing loop, a carer’s place, breaks, help with the fare.",
    )


class SharingForm(Told):
    """Whether other representatives may see how to reach somebody."""

    shares_contact = forms.ChoiceField(
        label="May the other representatives see your e-mail address and telephone number?",
        help_text="They see your name and organisation in any case. You can change this later.",
        choices=[("no", "No, only the team"), ("yes", "Yes, they may get in touch with me")],
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Choose whether they may.", "invalid_choice": "Choose whether they may."},
    )


# -- At the desk ------------------------------------------------------------------------------------


class InviteForm(forms.Form):
    """Whom to ask."""

    name = LineField(called="The name", max_length=200, label="Name", missing="Enter the person’s name.")
    email = AddressField(label="E-mail address", help_text="Their own, if you know it: the link is for one person.")


class ToldUsForm(ContactForm, NeedsForm):
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
        help_text="Leave this empty if it was the representative.",
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
    shares_contact = forms.BooleanField(
        required=False, label="The other representatives may see their e-mail address and telephone number"
    )
    field_order = [
        "channel", "said_by", "name", "can_decide", "can_engage", "email", "telephone", "postal_address",
        "contact_by", "communication_needs", "access_needs", "shares_contact",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_by"].label = "How would they like to hear from us?"
        self.fields["communication_needs"].label = "What helps when we write to them or talk with them?"
        self.fields["access_needs"].label = "What do they need at a meeting?"
        self.fields["contact_by"].initial = ContactBy.TELEPHONE

    def clean(self) -> dict[str, Any]:
        """Ask for one way of reaching them."""
        cleaned = super().clean()
        reachable = cleaned.get("email") or cleaned.get("telephone") or cleaned.get("postal_address")
        if not self.errors and not reachable:
            self.add_error("telephone", "Enter a telephone number, an e-mail address or a postal address.")
        if not self.errors and cleaned["contact_by"] == ContactBy.EMAIL and not cleaned["email"]:
            self.add_error("email", "Enter an e-mail address, or choose another way to reach them.")
        return cleaned


class EndForm(forms.Form):
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


class SignInForm(forms.Form):
    """The address with which a representative signs in from now on."""

    email = AddressField(label="E-mail address", help_text="Codes to sign in with are sent there.")


class OnDayForm(forms.Form):
    """A day of which somebody wants to know who spoke then."""

    day = DayMonthYearField(label="Who spoke for it on this day?", help_text="For example, 7 6 2016.")
