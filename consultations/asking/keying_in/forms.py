"""What came without the page, entered as it stands on paper: the questions with their numbers, then who and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from consultations.asking.forms import AsksQuestions
from consultations.asking.keying_in.services import Entry
from consultations.asking.models import Consultation, Late
from consultations.asking.respondents import WHO, RespondentForm
from consultations.hand_ins.models import Channel
from kit.form_fields import DayMonthYearField, LineField, NumberField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from kit.public_forms import KeyedForm
from stakeholders.models import Partnership

WAYS = (Channel.PAPER, Channel.LETTER, Channel.EMAIL, Channel.TELEPHONE, Channel.MEETING)
IN_TIME = "in-time"


class EnterForm(AsksQuestions, RespondentForm, KeyedForm):
    """One answer to a consultation that came on paper, by letter, by e-mail, by telephone or at a meeting."""

    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[(each.value, each.label) for each in WAYS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came.", "invalid_choice": "Choose one of these."},
    )
    received_on = DayMonthYearField(
        label="On which day?", error_messages={"required": "Enter the day on which it came."}
    )
    late = forms.ChoiceField(
        label="If it came after the last day",
        choices=[(IN_TIME, "It came in time"), *Late.choices],
        widget=forms.RadioSelect,
        required=False,
        initial=IN_TIME,
        error_messages={"invalid_choice": "Choose one of these."},
    )
    late_reason = LineField(
        called="Why",
        label="Why, if it came after the last day?",
        help_text="Kept beside it.",
        max_length=300,
        required=False,
    )
    letter = WordsField(
        called="The letter",
        label="A letter that does not follow the questions",
        help_text="All of it, word for word. It is kept whole.",
        required=False,
        widget=forms.Textarea({"rows": 8}),
    )
    signatures = NumberField(
        label="How many signed it, if it is a petition?",
        required=False,
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter how many signed it as a number, for example 1,200."
        ),
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label="The organisation, if one of the partners answers",
        empty_label="None of them",
        required=False,
        error_messages={"invalid_choice": "Choose one of these."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, consultation: Consultation) -> None:
        super().__init__(data)
        programme = consultation.phase.programme
        self.offer(list(programme.stakeholder_groups.order_by("name")))
        partnerships = self.fields["partnership"]
        assert isinstance(partnerships, forms.ModelChoiceField)
        members = programme.partnerships.members().select_related("organisation")
        partnerships.queryset = members.order_by("organisation__name", "pk")
        partnerships.label_from_instance = _called  # type: ignore[assignment,method-assign]
        for name in ("voice", "publication"):
            self.fields[name].required = False
        self.fields[
            "publication"
        ].help_text = "As they ticked it. If they ticked nothing: read it, and do not publish it."
        # What is written on paper stands as it is: nothing has to be answered.
        self.ask(consultation.questions.in_order(), complete=False)
        back = "{% url 'consultations:consultation-detail' programme.slug consultation.pk %}"
        self.helper = FormLayout(
            "channel",
            "received_on",
            "late",
            "late_reason",
            *self.question_parts,
            Fieldset("A letter, or a petition", "letter", "signatures"),
            Fieldset("Who answers", "partnership"),
            *WHO,
            submit=[SubmitButton("Enter it"), Link("Not now", back)],
        )

    def clean_late(self) -> str:
        """Return what becomes of what came late; nothing of what came in time."""
        late: str = self.cleaned_data["late"]
        return "" if late == IN_TIME else late

    def clean(self) -> dict[str, Any]:
        """See that it is said who answers: an organisation of the programme, or somebody else."""
        cleaned = super().clean() or {}
        self.check_answers()
        if (partnership := cleaned.get("partnership")) is None:
            for name in ("voice", "publication"):
                if cleaned.get(name) == "":
                    self.add_error(name, str(self.fields[name].error_messages["required"]))
        elif cleaned.get("voice") or cleaned.get("publication"):
            name = "voice" if cleaned.get("voice") else "publication"
            self.add_error(name, f"“{_called(partnership)}” answers: leave out as whom, or the organisation.")
        return cleaned

    @property
    def entry(self) -> Entry:
        """What came."""
        names = ("channel", "received_on", "letter", "partnership", "signatures", "late", "late_reason")
        return Entry(**{name: self.cleaned_data[name] for name in names}, answers=self.answers, who=self.who)


def _called(partnership: Partnership) -> str:
    return partnership.organisation.name
