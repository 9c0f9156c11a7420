"""What may be typed about an invitation: by the person who is asked, one thing per page, and by the team."""

from typing import Any

from django import forms

from kit.form_fields import AddressField, LineField, TelephoneField, WordsField
from kit.form_layout import FormLayout, Link, PageHeading, Partial, SubmitButton
from stakeholders.models import ContactBy

FEW_LINES = forms.Textarea({"rows": 3})
NOT_NOW = Link("Not now", "{% url 'stakeholders:partnership-detail' programme.slug partnership.pk %}")
ADDRESS_LINES = forms.Textarea({"rows": 3, "autocomplete": "street-address"})


# -- By the personal link, one thing per page --------------------------------------------------------


class ChooseForm(forms.Form):
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
    helper = FormLayout(PageHeading("answer"), submit="Continue")


class PassOnForm(forms.Form):
    """Which colleague is better placed."""

    name = LineField(called="The name", max_length=200, label="Their name", missing="Enter your colleague’s name.")
    email = AddressField(label="Their e-mail address", help_text="We write to them, and say that you named them.")
    helper = FormLayout("name", "email", submit="Send them the invitation")


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
    helper = FormLayout("reason", submit="Tell the team")


class NameForm(forms.Form):
    """What the new representative is called."""

    name = LineField(
        called="Your name",
        max_length=200,
        label="What is your name?",
        help_text="As you would like us, and the other {representatives}, to write it.",
        missing="Enter your name.",
    )
    helper = FormLayout(PageHeading("name"), Partial("stakeholders/_sign_in_address.html"), submit="Continue")


class DeclareForm(forms.Form):
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
    helper = FormLayout("can_decide", "can_engage", submit="Continue")


class ContactForm(forms.Form):
    """How somebody would like to hear from the team."""

    contact_by = forms.ChoiceField(
        label="How would you like to hear from us?",
        choices=ContactBy.choices,
        widget=forms.RadioSelect,
        initial=ContactBy.EMAIL,
        error_messages={"required": "Choose how you would like to hear from us.", "invalid_choice": "Choose one."},
    )
    telephone = TelephoneField(
        called="The telephone number",
        max_length=40,
        required=False,
        label="Telephone",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    postal_address = WordsField(
        called="The postal address", max_length=500, required=False, label="Postal address", widget=ADDRESS_LINES
    )
    helper = FormLayout("contact_by", "telephone", "postal_address", submit="Continue")

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        cleaned = super().clean() or self.cleaned_data
        by = cleaned.get("contact_by")
        if by in (ContactBy.TELEPHONE, ContactBy.TEXT) and not self.errors and not cleaned["telephone"]:
            self.add_error("telephone", "Enter a telephone number, so that we can ring or text you.")
        if by == ContactBy.POST and not self.errors and not cleaned["postal_address"]:
            self.add_error("postal_address", "Enter a postal address, so that we can write to you.")
        return cleaned


class NeedsForm(forms.Form):
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
    helper = FormLayout("communication_needs", "access_needs", submit="Continue")


class SharingForm(forms.Form):
    """Whether other representatives may see how to reach somebody."""

    shares_contact = forms.ChoiceField(
        label="May the other {representatives} see your e-mail address and telephone number?",
        help_text="They see your name and organisation in any case. You can change this later.",
        choices=[("no", "No, only the team"), ("yes", "Yes, they may get in touch with me")],
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Choose whether they may.", "invalid_choice": "Choose whether they may."},
    )
    helper = FormLayout(PageHeading("shares_contact"), submit="Continue")


# -- At the desk ------------------------------------------------------------------------------------


class InviteForm(forms.Form):
    """Whom to ask."""

    name = LineField(called="The name", max_length=200, label="Name", missing="Enter the person’s name.")
    email = AddressField(label="E-mail address", help_text="Their own, if you know it: the link is for one person.")
    helper = FormLayout("name", "email", submit=[SubmitButton("Send the invitation", name="send"), NOT_NOW])


class ToldNoForm(DeclineForm):
    """Why an organisation does not want to speak, as it told the team."""

    reason = WordsField(
        called="The reason",
        max_length=1000,
        widget=FEW_LINES,
        label="What did they say?",
        help_text="A few words are enough, like “no time this year”. Only the team reads them.",
        missing="Tell us why in a few words. “No time” is a reason.",
    )
    helper = FormLayout("reason", submit=[SubmitButton("Write it down"), NOT_NOW])
