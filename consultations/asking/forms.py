"""What people say, and what is published of it: words that are kept as they were typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.layout import Div, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template import Context
from django.template.loader import render_to_string

from consultations.asking.answer_fields import AnswerBoxes
from consultations.asking.assignments import Assignment
from consultations.asking.models import Feedback, FeedbackAnswer, Question
from consultations.asking.said import NOTHING_SAID, Said
from consultations.asking.snapshot import DraftSnapshot, ReviewSnapshot
from kit.form_fields import WordsField
from kit.form_layout import FormLayout, SubmitButton
from kit.stale_edits import Snapshot, StaleEditForm
from stakeholders.models import StakeholderGroup


class Told(LayoutObject):
    """What is read before a question's boxes: the heading of a section that begins, and a statement."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.fields: list[str] = []

    def render(self, form: forms.Form, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw it, or nothing."""
        return render_to_string("consultations/_question_told.html", {"question": self.question})


class AsksQuestions(forms.Form):
    """A form that asks questions; the form calls `ask` when it is made, and `check_answers` when it is cleaned."""

    boxes: list[AnswerBoxes]

    def ask(
        self,
        questions: Iterable[Question],
        *,
        complete: bool = True,
        written: Mapping[int | None, FeedbackAnswer] | None = None,
    ) -> None:
        """Add the boxes of these questions, with what was `written` to each.

        `complete`: whoever wants to come back later need not have answered everything.
        """
        questions = list(questions)
        here = {each.pk for each in questions}
        conditions = {each.pk: each.shown_when for each in questions}
        self.boxes = []
        for each in questions:
            condition = conditions[each.pk]
            on_this_form = condition if condition is not None and condition.question_id in here else None
            boxes = AnswerBoxes(each, complete=complete, asks_if=on_this_form)
            self.boxes.append(boxes)
            self.fields |= boxes.fields()
            self.initial.update(boxes.initial((written or {}).get(each.pk)))
            if not self.is_bound:
                boxes.say_what_is_optional(self)

    def check_answers(self) -> None:
        """Put what is wrong with the answers at their boxes."""
        chosen = {option for each in self.boxes for option in each.chosen(self.cleaned_data)}
        for boxes in self.boxes:
            boxes.clean(self, chosen)
            boxes.say_what_is_optional(self)

    def refuse_nothing(self) -> None:
        """See that something is said, even where each question may be left out."""
        if not self.errors and not any(each.text for each in self.answers.values()):
            first = next((each.name for each in self.boxes if each.name in self.fields), None)
            self.add_error(first, NOTHING_SAID if first else "Nothing is asked here.")

    @property
    def question_parts(self) -> list[Any]:
        """The parts of a layout in which the questions stand in order, each with what is read before it."""
        return [part for each in self.boxes for part in (Told(each.question), *each.fields())]

    @property
    def answers(self) -> dict[int, Said]:
        """What was said, by question."""
        return {each.question.pk: each.said(self.cleaned_data) for each in self.boxes if each.name in self.fields}


class PreviewForm(AsksQuestions):
    """The questions as whoever answers them will see them, without a button: nothing is sent from here."""

    def __init__(self, *, questions: Iterable[Question]) -> None:
        super().__init__()
        self.ask(questions)
        self.helper = FormLayout(*self.question_parts, tag=False)


class FeedbackForm(AsksQuestions, StaleEditForm):
    """One answer for each question of a consultation, and for which group it speaks where there is a choice."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, assignment: Assignment, complete: bool) -> None:
        """`complete`: whoever wants to come back later need not have answered everything."""
        draft = assignment.draft
        super().__init__(data, initial={"version": draft.version() if draft else ""})
        self.groups = assignment.groups
        written = {each.question_id: each for each in draft.answers.prefetch_related("choices")} if draft else {}
        if len(self.groups) > 1:
            self.fields["speaking_for"] = forms.ChoiceField(
                label="Which group are you speaking for?",
                choices=[(str(group.pk), group.name) for group in self.groups] + [("all", "All of them")],
                widget=forms.RadioSelect,
                required=complete,
                initial=(draft.speaking_for_id or "all") if draft else None,
                error_messages={
                    "required": "Choose which group you are speaking for.",
                    "invalid_choice": "Choose one of these groups.",
                },
            )
        self.ask(assignment.consultation.questions.in_order(), complete=complete, written=written)
        self.complete = complete
        self.helper = FormLayout(
            *(["speaking_for"] if "speaking_for" in self.fields else []),
            *self.question_parts,
            submit=[
                SubmitButton("Read it through before sending", name="check"),
                SubmitButton("Save and come back later", name="later", style="secondary"),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """See that something is said, and only where it is asked."""
        cleaned = super().clean() or {}
        self.check_answers()
        if self.complete:
            self.refuse_nothing()
        return cleaned

    @property
    def speaking_for(self) -> StakeholderGroup | None:
        """The group that was chosen, or the only one; None for all of them."""
        if len(self.groups) == 1:
            return self.groups[0]
        return next((group for group in self.groups if str(group.pk) == self.cleaned_data.get("speaking_for")), None)

    @property
    def snapshot(self) -> DraftSnapshot:
        """What was typed, as it is to stand."""
        group = self.speaking_for
        return DraftSnapshot(group.pk if group else None, tuple((key, said.text) for key, said in self.answers.items()))


class AnswerReview(LayoutObject):
    """An answer as it was given, beside the box with what is published of it."""

    def __init__(self, answer: FeedbackAnswer) -> None:
        self.answer = answer
        self.fields = [f"answer_{answer.pk}"] if answer.is_in_own_words else []

    def render(self, form: forms.Form, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw both."""
        box = self.get_rendered_fields(form, context, template_pack)
        return render_to_string("consultations/_answer_review.html", {"answer": self.answer, "box": box})


class ReviewForm(StaleEditForm):
    """What staff publish of feedback, beside what was said; and what they tell whoever said it."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, feedback: Feedback) -> None:
        stands = ReviewSnapshot.of(feedback)
        super().__init__(data, initial=stands.by_box() | {"version": stands.version()})
        self.answers = list(feedback.answers.in_order().prefetch_related("choices__option"))
        self.in_own_words = [each for each in self.answers if each.is_in_own_words]
        for answer in self.in_own_words:
            self.fields[f"answer_{answer.pk}"] = WordsField(
                called=f"To publish: {answer.question or 'what was said'}",
                label=f"To publish: {answer.question or 'what was said'}",
                help_text="Take out names and anything that could point at a person. Leave empty to publish nothing.",
                required=False,
                widget=forms.Textarea({"rows": 8}),
            )
        self.fields["what_became_of_it"] = WordsField(
            called="What became of it",
            missing="Say what became of it: whoever said it is told.",
            label="What became of it",
            help_text="Sent by e-mail to whoever said it, in these words. “We did …”, or “We could not …, because …”.",
            max_length=2000,
            widget=forms.Textarea({"rows": 5}),
        )
        self.helper = FormLayout(
            *(AnswerReview(answer) for answer in self.answers),
            Div("what_became_of_it", css_class="tl-section"),
            submit=[
                SubmitButton("Publish", name="publish"),
                SubmitButton("Keep unpublished", name="keep", style="secondary"),
            ],
        )

    @property
    def published_texts(self) -> dict[int, str]:
        """The words to publish, by answer: what was chosen, and not written, is published as it is."""
        typed = {each.pk: self.cleaned_data[f"answer_{each.pk}"] for each in self.in_own_words}
        return {each.pk: each.text for each in self.answers} | typed

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `review_feedback` takes them."""
        cleaned = self.cleaned_data
        return {
            "answers": self.published_texts,
            "what_became_of_it": cleaned["what_became_of_it"],
            "version": cleaned["version"],
        }

    @property
    def snapshot(self) -> ReviewSnapshot:
        """What was typed, as it is to stand."""
        words = tuple(sorted(self.published_texts.items()))
        return ReviewSnapshot("", "", words, self.cleaned_data["what_became_of_it"])

    def overtaken_by(self, current: Snapshot) -> None:
        """Keep what was typed, say who was faster and how it stands now, and let the next press decide."""
        super().overtaken_by(current)
        assert isinstance(current, ReviewSnapshot)
        self.stands_now = [("The review", current.review), *self.stands_now]
