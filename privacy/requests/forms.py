"""What is typed about requests: by whoever asks, and by the team that answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from kit.form_fields import AddressField, DayMonthYearField, LineField, TelephoneField, WordsField, refuse_days_to_come
from kit.form_layout import FormLayout, Link, SubmitButton
from kit.public_forms import KeyedForm
from privacy.requests.clock import STOPS, may_be_extended
from privacy.requests.models import (
    COMPLAINT_OUTCOMES,
    ActingAs,
    Channel,
    IdentityBy,
    InformationLaw,
    Outcome,
    Request,
    RequestKind,
    StopReason,
)
from privacy.requests.services import RequestDetails
from stakeholders.models import Person

BACK = Link("Not now", "{% url 'privacy:request-detail' programme.slug asked.number %}")
PROMISED_WITHIN = timedelta(days=28)
# What the public form says of each.
ASKING = {
    RequestKind.ACCESS: "See what you hold about me",
    RequestKind.RECTIFICATION: "Have something put right",
    RequestKind.ERASURE: "Have what you hold about me erased",
    RequestKind.OBJECTION: "Object to how you use it",
    RequestKind.RESTRICTION: "Have its use restricted",
    RequestKind.COMPLAINT: "Complain about how my information is used",
    RequestKind.INFORMATION: "Ask for information that you hold about your work",
}


FOR_WHOM = {
    ActingAs.SELF: "For myself",
    ActingAs.PARENT: "For a child, as their parent or guardian",
    ActingAs.CARER: "For somebody whom I care for, or whose power of attorney I have",
    ActingAs.ADVISER: "For somebody whom I advise, as a solicitor or advocate",
    ActingAs.EXECUTOR: "For somebody who has died",
}


class WhoAsksForm(forms.Form):
    """What is asked, who asks, and how they are reached: the part that the public form and the desk's share."""

    kind = forms.ChoiceField(
        label="What is asked?",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is asked.", "invalid_choice": "Choose one of these."},
    )
    asked = WordsField(
        called="What was asked",
        label="In their words",
        missing="Write what was asked.",
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
    )
    name = LineField(called="Name", label="Name", missing="Enter a name.", max_length=200)
    acting_as = forms.ChoiceField(
        label="Who asks?",
        choices=ActingAs.choices,
        widget=forms.RadioSelect,
        initial=ActingAs.SELF,
        error_messages={"required": "Say who asks.", "invalid_choice": "Choose one of these."},
    )
    acting_name = LineField(called="Who asks for them", label="Name of who asks", required=False, max_length=200)
    email = AddressField(label="E-mail address", required=False)
    telephone = TelephoneField(called="Telephone", label="Telephone number", required=False, max_length=40)
    postal_address = WordsField(
        called="Postal address",
        label="Postal address",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of whoever acts for somebody, and for nobody's where they ask for themselves."""
        cleaned = super().clean() or self.cleaned_data
        for_others = cleaned.get("acting_as", ActingAs.SELF) != ActingAs.SELF
        if for_others and "acting_name" not in self.errors and not cleaned.get("acting_name"):
            self.add_error("acting_name", "Enter the name of whoever asks for them.")
        if not for_others:
            cleaned["acting_name"] = ""
        return cleaned

    def details(self, **given: Any) -> RequestDetails:
        """Return what was typed, as the services take it."""
        own = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return RequestDetails(**own | given)


class AskForm(KeyedForm, WhoAsksForm):
    """What anybody asks or complains of, without an account."""

    helper = FormLayout(submit="Send", csrf=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        said: dict[str, tuple[str, str]] = {
            "kind": ("What would you like to do?", ""),
            "asked": (
                "Tell us in your own words",
                "What it is about, and what you would like to happen. You need give no reason and no proof here.",
            ),
            "name": ("Name of the person it is about", "Yours, or that of somebody for whom you ask."),
            "acting_as": ("For whom do you ask?", ""),
            "acting_name": ("Your name, if you ask for somebody else", ""),
            "email": ("Your e-mail address", "Give at least one way in which we can answer you."),
            "telephone": ("Your telephone number", ""),
            "postal_address": ("Your postal address", "If you would like our answer as a letter."),
        }
        for name, (label, hint) in said.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["kind"].choices = [(kind.value, words) for kind, words in ASKING.items()]  # type: ignore[attr-defined]
        self.fields["acting_as"].choices = [(each.value, words) for each, words in FOR_WHOM.items()]  # type: ignore[attr-defined]
        for name, known_as in (("email", "email"), ("telephone", "tel"), ("postal_address", "street-address")):
            self.fields[name].widget.attrs["autocomplete"] = known_as

    def clean(self) -> dict[str, Any]:
        """Ask for one way to answer."""
        cleaned = super().clean()
        ways = ("email", "telephone", "postal_address")
        if not any(name in self.errors or cleaned.get(name) for name in ways):
            self.add_error("email", "Enter an e-mail address, or a telephone number or postal address below.")
        return cleaned


class RequestForm(WhoAsksForm):
    """A request as the team writes it down, for somebody who rang, wrote or came."""

    field_order = ["channel", "received_on", "kind", "law", "asked", "name", "acting_as", "acting_name"]
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[each for each in Channel.choices if each[0] != Channel.FORM],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it came.", "invalid_choice": "Choose one of these."},
    )
    received_on = DayMonthYearField(
        label="On which day?", help_text="The day on which anybody of the body was told: the clock runs from it."
    )
    law = forms.ChoiceField(
        label="If information is asked for: under which law?",
        help_text="It need not be named by whoever asks. What is about the environment, air, water, land or noise is "
        "asked under the regulations.",
        choices=[("", "Not said yet, or nothing of this kind"), *InformationLaw.choices],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of these."},
    )
    helper = FormLayout(submit="Keep it")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_days_to_come(self, "received_on", today=today)
        self.fields["name"].label = "Name of the person it is about"
        self.fields["acting_name"].help_text = "If somebody asks for another: who we answer."
        self.fields["asked"].help_text = "As it was said or written."

    def clean(self) -> dict[str, Any]:
        """A law belongs to a request for information alone."""
        cleaned = super().clean()
        if cleaned.get("law") and cleaned.get("kind") not in (None, RequestKind.INFORMATION):
            self.add_error("law", "Only information is asked for under one of these laws. Choose the first answer.")
        return cleaned


class RequestChangeForm(RequestForm):
    """The same, put right."""

    helper = FormLayout(submit=[SubmitButton("Keep what I wrote"), BACK])

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.key is not None:
            # It came by the form, and that is not put right.
            del self.fields["channel"]


class StepForm(forms.Form):
    """One step of a request; `asked` is the request."""

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked


class PromiseForm(StepForm):
    """What a complainant is told, and by when they hear more."""

    words = WordsField(
        called="What else we tell them",
        label="What else do you tell them?",
        required=False,
        max_length=2000,
    )
    promised_on = DayMonthYearField(
        label="By when do they hear from us?",
        help_text="What came of it, or how far it is. A complaint is looked into without delay.",
    )


class AcknowledgeForm(PromiseForm):
    """What stands in the acknowledgement besides."""

    helper = FormLayout(submit=[SubmitButton("Acknowledge it"), BACK])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.asked.is_complaint:
            del self.fields["promised_on"]


class ProgressForm(PromiseForm):
    """How far a complaint is."""

    words = WordsField(called="How far it is", label="How far is it?", missing="Say how far it is.", max_length=2000)
    helper = FormLayout(submit=[SubmitButton("Tell them"), BACK])


class StopForm(StepForm):
    """What is needed from whoever asks before the clock runs on."""

    reason = forms.ChoiceField(
        label="Why does the clock stand still?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why.", "invalid_choice": "Choose one of these."},
    )
    words = WordsField(
        called="What you need from them",
        label="What do you need from them?",
        help_text="They are told so in these words.",
        missing="Say what you need from them.",
        max_length=2000,
    )
    helper = FormLayout(submit=[SubmitButton("Ask for it, and stop the clock"), BACK])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(reason.value, reason.label) for reason in StopReason if reason in STOPS[self.asked.kind]]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class StartForm(StepForm):
    """The day on which what was asked for came."""

    came_on = DayMonthYearField(label="On which day did it come?")
    helper = FormLayout(submit=[SubmitButton("Start the clock"), BACK])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_days_to_come(self, "came_on", today=today)


class ExtendForm(StepForm):
    """Why more time is needed."""

    reason = WordsField(
        called="Why more time is needed",
        label="Why is more time needed?",
        help_text="They are told so in these words.",
        missing="Say why more time is needed.",
        max_length=2000,
    )
    helper = FormLayout(submit=[SubmitButton("Take more time"), BACK])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_extended = may_be_extended(self.asked)


class IdentityForm(StepForm):
    """How it was made sure who asks."""

    identity_by = forms.ChoiceField(
        label="How did you make sure who asks?",
        choices=IdentityBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how.", "invalid_choice": "Choose one of these."},
    )
    note = WordsField(
        called="What else should be known",
        label="Anything else?",
        help_text="If somebody asks for another: how you know that they may. No numbers of papers.",
        required=False,
        max_length=1000,
    )
    helper = FormLayout(submit=[SubmitButton("Keep it"), BACK])


class PersonField(forms.ModelChoiceField):
    """One of several people, each with how they are reached: two of the same name are told apart by that."""

    def label_from_instance(self, obj: Any) -> str:
        """Return a name with address and number."""
        reached = ", ".join(filter(None, [obj.address, obj.telephone, *obj.postal_address.splitlines()]))
        return f"{obj.name}: {reached}" if reached else str(obj.name)


class PersonForm(StepForm):
    """Which of those whom the programme knows it is about."""

    person = PersonField(
        label="Which of these is it?",
        queryset=Person.objects.none(),
        empty_label="None of them",
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these."},
    )
    helper = FormLayout(submit=[SubmitButton("Keep it"), BACK])

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people.select_related("user")  # type: ignore[attr-defined]
        self.has_people = people.exists()


class AnswerForm(StepForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it.", "invalid_choice": "Choose one of these."},
    )
    words = WordsField(
        called="What came of it, in plain words",
        label="Tell them in plain words",
        help_text="What was done, and why what was not done was not. Unless they took it back, whom they "
        "can turn to is written under it.",
        missing="Say in plain words what came of it.",
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
    )
    helper = FormLayout(submit=[SubmitButton("Answer it, and close it"), BACK])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        complaint = {**COMPLAINT_OUTCOMES, Outcome.TAKEN_BACK: str(Outcome.TAKEN_BACK.label)}
        choices = complaint.items() if self.asked.is_complaint else Outcome.choices
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]
