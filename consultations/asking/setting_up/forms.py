"""What a consultation says of itself and asks, as it is typed at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from consultations.asking.models import Audience, Consultation, Option, Question, QuestionKind
from consultations.asking.models.question import DECIDES
from consultations.asking.setting_up.services import ConsultationDetails, QuestionDetails
from kit.ask_first import ClosingForm
from kit.cleaning import clean_line
from kit.days import end_of
from kit.form_fields import DayMonthYearField, LineField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from phases.models import Phase
from programmes.models import Programme

FEW_LINES = {"rows": 4}


class ConsultationForm(forms.Form):
    """Whom it asks about what, what can still change, and what cannot."""

    title = LineField(
        called="The title",
        max_length=200,
        label="What is it called?",
        help_text="For example “What would bring people together in your street?”",
        missing="Enter a title.",
    )
    phase = forms.ModelChoiceField(
        Phase.objects.none(),
        label="In which phase?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the phase.", "invalid_choice": "Choose one of these."},
    )
    audience = forms.ChoiceField(
        label="Who is asked?",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is asked.", "invalid_choice": "Choose one of these."},
    )
    introduction = WordsField(
        called="The introduction",
        label="What is it about?",
        help_text="The first thing that people read: what was heard so far, and why you ask.",
        missing="Say what it is about.",
        widget=forms.Textarea(FEW_LINES),
    )
    can_change = WordsField(
        called="What can still change",
        label="What can still change?",
        missing="Say what can still change: otherwise there is nothing to consult about.",
        widget=forms.Textarea(FEW_LINES),
    )
    cannot_change = WordsField(
        called="What cannot change",
        label="What cannot change, and why?",
        missing="Say what cannot change, and why.",
        widget=forms.Textarea(FEW_LINES),
    )
    helper = FormLayout(submit="{% if consultation %}Save{% else %}Go on to the questions{% endif %}")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, programme: Programme, consultation: Consultation | None = None
    ) -> None:
        fields = ("title", "phase", "audience", "introduction", "can_change", "cannot_change")
        super().__init__(data, initial={name: getattr(consultation, name) for name in fields} if consultation else None)
        phases = self.fields["phase"]
        assert isinstance(phases, forms.ModelChoiceField)
        phases.queryset = programme.phases.order_by("position")

    @property
    def details(self) -> ConsultationDetails:
        """The clean values as a service takes them."""
        return ConsultationDetails(**self.cleaned_data)


class QuestionForm(forms.Form):
    """A question, how it is answered, and among what one chooses."""

    text = LineField(called="The question", max_length=300, label="What do you ask?", missing="Write the question.")
    hint = LineField(
        called="The hint",
        max_length=300,
        required=False,
        label="A hint",
        help_text="What helps to answer it. Ask one thing at a time.",
    )
    kind = forms.ChoiceField(
        label="How is it answered?",
        choices=QuestionKind.choices,
        initial=QuestionKind.WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is answered.", "invalid_choice": "Choose one of these."},
    )
    options = WordsField(
        called="The options",
        required=False,
        label="Among what does one choose?",
        help_text="Each option on a line of its own. On a scale they stand in order: from “Never” to “Always”.",
        widget=forms.Textarea({"rows": 6}),
    )
    other = LineField(
        called="The option that asks for words",
        max_length=200,
        required=False,
        label="An option that asks to say what",
        help_text="For example “Something else”. Leave it empty if there is none.",
    )
    none = LineField(
        called="The option that is chosen alone",
        max_length=200,
        required=False,
        label="An option that is chosen alone",
        help_text="For example “None of these”, where several may be chosen. Leave it empty if there is none.",
    )
    section = LineField(
        called="The heading",
        max_length=120,
        required=False,
        label="A heading above it",
        help_text="Where a new section begins with this question.",
    )
    shown_when = forms.ModelChoiceField(
        Option.objects.none(),
        required=False,
        label="Is it asked of everybody?",
        empty_label="Yes, of everybody",
        help_text="Or only of those who gave one of these answers before.",
        error_messages={"invalid_choice": "Choose one of these."},
    )
    is_required = forms.BooleanField(required=False, label="Everybody who is asked it is to answer it")
    is_personal = forms.BooleanField(
        required=False,
        label="Offer “Prefer not to say”",
        help_text="Always where it asks for something personal.",
    )
    helper = FormLayout(
        "text",
        "hint",
        "section",
        "kind",
        Fieldset("Options, where it is answered by choosing", "options", "other", "none"),
        "shown_when",
        "is_required",
        "is_personal",
        submit=[
            SubmitButton("{% if question %}Save{% else %}Add the question{% endif %}"),
            Link("Not now", "{% url 'consultations:consultation-detail' programme.slug consultation.pk %}"),
        ],
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, consultation: Consultation, question: Question | None = None
    ) -> None:
        super().__init__(data, initial=_as_typed(question) if question else None)
        earlier = consultation.questions.filter(kind__in=DECIDES, shown_when=None)
        if question is not None:
            earlier = earlier.filter(position__lt=question.position)
        options = Option.objects.filter(question__in=earlier).select_related("question")
        depends = self.fields["shown_when"]
        assert isinstance(depends, forms.ModelChoiceField)
        depends.queryset = options.order_by("question__position", "position")
        depends.label_from_instance = _condition  # type: ignore[assignment,method-assign]
        if not depends.queryset.exists():
            del self.fields["shown_when"]

    def clean_options(self) -> tuple[str, ...]:
        """Return the options, one from each line that is not empty."""
        lines = tuple(filter(None, (clean_line(line) for line in self.cleaned_data["options"].split("\n"))))
        if long := next((line for line in lines if len(line) > 200), None):
            raise forms.ValidationError(f"“{long[:40]}…” is longer than 200 characters: shorten it.")
        return lines

    @property
    def details(self) -> QuestionDetails:
        """The clean values as a service takes them."""
        return QuestionDetails(**self.cleaned_data)


class OpenForm(forms.Form):
    """Until when a consultation is open."""

    last_on = DayMonthYearField(
        label="Its last day",
        help_text="It is open until the end of this day. Six weeks are usual, and more over holidays.",
    )
    helper = FormLayout("last_on", submit="Open it now")

    @property
    def ends_at(self) -> datetime:
        """The end of its last day."""
        last_on: date = self.cleaned_data["last_on"]
        return end_of(last_on)


class ExtendForm(OpenForm):
    """A later last day, and why."""

    reason = LineField(
        called="Why it stays open longer",
        label="Why does it stay open longer?",
        max_length=500,
        missing="Say why it stays open longer.",
    )
    helper = FormLayout("last_on", "reason", submit="Keep it open")


class CloseForm(ClosingForm):
    """Close a consultation now."""

    helper = FormLayout(submit=[SubmitButton("Close it now", style="warning")])


def _condition(option: Option) -> str:
    return f"Only who chose “{option}” in question {option.question.position}, “{option.question}”"


def _as_typed(question: Question) -> dict[str, Any]:
    """Return what stands in the boxes for a question that is there (reads its options)."""
    options = list(question.options.order_by("position"))
    names = ("text", "hint", "kind", "section", "is_required", "is_personal", "shown_when")
    return {name: getattr(question, name) for name in names} | {
        "options": "\n".join(each.text for each in options if not (each.is_other or each.excludes)),
        "other": next((each.text for each in options if each.is_other), ""),
        "none": next((each.text for each in options if each.excludes), ""),
    }
