"""What anybody answers to a consultation, and as whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from consultations.asking.answer_fields import AnswerBoxes
from consultations.asking.forms import parts_of
from consultations.asking.in_public.services import NOTHING_SAID, Respondent
from consultations.asking.models import Publication, Question, Voice
from consultations.asking.said import Said
from kit.form_fields import LineField
from kit.form_layout import FormLayout
from kit.public_forms import KeyedForm

FOR_OTHERS = (Voice.ORGANISATION, Voice.GROUP)


class PublicAnswerForm(KeyedForm):
    """The questions of a consultation, and after them who answers; on a page that needs no cookie."""

    voice = forms.ChoiceField(
        label="As whom do you answer?",
        choices=Voice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose as whom you answer.", "invalid_choice": "Choose one of these."},
    )
    voice_of = LineField(
        called="Which organisation or group",
        label="Which organisation or group, if you answer for one?",
        help_text="No names of people.",
        required=False,
        max_length=200,
    )
    publication = forms.ChoiceField(
        label="What may become of your words?",
        help_text="The team reads all of them. Somebody takes out what could point at a person before they are public.",
        choices=Publication.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what may become of your words.",
            "invalid_choice": "Choose one of these.",
        },
    )
    signed = LineField(
        called="The name to be published",
        label="Which name is to be published, if you would like one to be?",
        required=False,
        max_length=200,
    )
    contact_name = LineField(
        called="Your name",
        label="Your name",
        help_text="For the team alone.",
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact_details = LineField(
        called="How to reach you",
        label="How can we reach you?",
        help_text="An e-mail address or a telephone number, to tell you what came of it. Only the team sees it.",
        required=False,
        max_length=200,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, questions: Iterable[Question]) -> None:
        super().__init__(data)
        self.boxes = [AnswerBoxes(each, complete=True) for each in questions]
        for boxes in self.boxes:
            self.fields |= boxes.fields()
            if not self.is_bound:
                boxes.say_what_is_optional(self)
        self.helper = FormLayout(
            *parts_of(self.boxes),
            Fieldset("About you", "voice", "voice_of", "publication", "signed", "contact_name", "contact_details"),
            submit="Send",
            csrf=False,
        )

    def clean(self) -> dict[str, Any]:
        """See that something is said, for whom, and under which name."""
        cleaned = super().clean() or {}
        for boxes in self.boxes:
            boxes.clean(self)
            boxes.say_what_is_optional(self)
        self._check_beside("voice", FOR_OTHERS, "voice_of", "Say for which organisation or group you answer.")
        self._check_beside("publication", (Publication.NAMED,), "signed", "Enter the name that is to be published.")
        if not self.errors and not any(each.text for each in self.answers.values()):
            self.add_error(next((each.name for each in self.boxes if each.name in self.fields), None), NOTHING_SAID)
        return cleaned

    @property
    def answers(self) -> dict[int, Said]:
        """What was said, by question."""
        return {each.question.pk: each.said(self.cleaned_data) for each in self.boxes if each.name in self.fields}

    @property
    def who(self) -> Respondent:
        """Who answers."""
        names = ("voice", "publication", "voice_of", "signed", "contact_name", "contact_details")
        return Respondent(**{name: self.cleaned_data[name] for name in names})

    def _check_beside(self, choice: str, asks: Collection[str], box: str, missing: str) -> None:
        """See that a box is filled where what was chosen asks for it, and only there: no word of it is dropped."""
        chosen, typed = self.cleaned_data.get(choice), self.cleaned_data.get(box)
        if chosen in asks and typed == "":
            self.add_error(box, missing)
        elif chosen and chosen not in asks and typed:
            choices = dict(Voice.choices) | dict(Publication.choices)
            labels = " or ".join(f"“{choices[each]}”" for each in asks)
            self.add_error(choice, f"You wrote “{typed}”: choose {labels}, or empty the box.")
