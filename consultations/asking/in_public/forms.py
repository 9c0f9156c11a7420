"""What anybody answers to a consultation page by page, and then as whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from consultations.asking.forms import AsksQuestions
from consultations.asking.in_public.links import hash_of_code
from consultations.asking.in_public.services import CHANGED
from consultations.asking.models import Feedback, FeedbackAnswer, Question
from consultations.asking.respondents import ALONE, WHO, RespondentForm
from consultations.hand_ins.models import HandIn
from kit.form_fields import AddressField, LineField
from kit.form_layout import FormLayout, SubmitButton
from kit.public_forms import KeyedForm
from kit.stale_edits import StaleEditForm
from stakeholders.models import StakeholderGroup

LATER = SubmitButton("Save and come back later", name="later", style="secondary")


class FirstPageForm(AsksQuestions, KeyedForm):
    """The first page of questions, which needs no cookie to be read; from it on there is a link."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, questions: Sequence[Question]) -> None:
        super().__init__(data)
        self.ask(questions, complete="later" not in (data or {}))
        self.helper = FormLayout(*self.question_parts, submit=[SubmitButton("Go on"), LATER], csrf=False)

    def clean(self) -> dict[str, Any]:
        """Check the answers."""
        cleaned = super().clean() or {}
        self.check_answers()
        return cleaned


class PageForm(AsksQuestions):
    """One page of questions, with what was written on it so far."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Sequence[Question],
        written: Mapping[int | None, FeedbackAnswer],
    ) -> None:
        super().__init__(data)
        self.ask(questions, complete="later" not in (data or {}), written=written)
        self.helper = FormLayout(*self.question_parts, submit=[SubmitButton("Go on"), LATER])

    def clean(self) -> dict[str, Any]:
        """Check the answers."""
        cleaned = super().clean() or {}
        self.check_answers()
        return cleaned


class WhoForm(RespondentForm):
    """As whom somebody answers, with what they said of it so far."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        feedback: Feedback,
        hand_in: HandIn,
        groups: Sequence[StakeholderGroup],
    ) -> None:
        of_feedback = {name: getattr(feedback, name) for name in ("voice", "voice_of", "publication", "signed")}
        of_hand_in = {name: getattr(hand_in, name) for name in ("contact_name", "contact_details")}
        super().__init__(data, initial=of_feedback | of_hand_in)
        self.offer(groups)
        told = [feedback.groups_told] if feedback.groups_told in ALONE else []
        self.initial["groups"] = told or [str(pk) for pk in feedback.described_by.values_list("pk", flat=True)]
        self.helper = FormLayout(*WHO, submit=[SubmitButton("Go on"), LATER])


class CheckForm(StaleEditForm):
    """Sends what was read through."""

    helper = FormLayout(submit="Send")

    def overtaken_by(self, current: Any) -> None:
        """Say that it was changed since it was read; what stands now is what the next press sends."""
        self.data = {"version": current}
        self.add_error(None, CHANGED)


class OwnLinkForm(forms.Form):
    """Where somebody has the link to their answers sent."""

    address = AddressField(
        label="E-mail address",
        help_text="If you have not said how to reach you, the team keeps it for that.",
    )
    helper = FormLayout("address", submit=SubmitButton("Send me the link", style="secondary"))


class ComeBackForm(forms.Form):
    """The code that stands on a receipt, or on a page that was saved."""

    code = LineField(
        called="The code",
        label="Your code",
        help_text="Twelve letters and figures, like bcdf-ghjk-2345. Capitals and spaces make no difference.",
        max_length=40,
        missing="Enter the code.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    helper = FormLayout("code", submit="Open my answers", csrf=False)

    @property
    def code_hash(self) -> str:
        """What is stored of the code."""
        return hash_of_code(self.cleaned_data["code"])
