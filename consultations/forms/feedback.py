"""What people say, and what is published of it: words that are kept as they were typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from consultations.assignments import Ask
from consultations.coverage import Gap
from consultations.models import Feedback, Question
from consultations.services.closing import Reopening
from kit.form_fields import WordsField
from phases.models import Phase
from stakeholders.models import StakeholderGroup


class FeedbackForm(forms.Form):
    """One answer for each question of a consultation, and for which group it speaks where there is a choice."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, ask: Ask, complete: bool) -> None:
        """`complete`: whoever wants to come back later need not have answered everything."""
        super().__init__(data, initial={"version": ask.draft.version() if ask.draft else ""})
        self.groups = ask.groups
        self.questions: list[Question] = list(ask.consultation.questions.order_by("position"))
        written = dict(ask.draft.answers.values_list("question_id", "text")) if ask.draft else {}
        if len(self.groups) > 1:
            self.fields["speaking_for"] = forms.ChoiceField(
                label="Which group are you speaking for?",
                choices=[(str(group.pk), group.name) for group in self.groups] + [("all", "All of them")],
                widget=forms.RadioSelect,
                required=complete,
                initial=(ask.draft.speaking_for_id or "all") if ask.draft else None,
                error_messages={
                    "required": "Choose which group you are speaking for.",
                    "invalid_choice": "Choose one of these groups.",
                },
            )
        for question in self.questions:
            self.fields[f"answer_{question.pk}"] = WordsField(
                called=question.text,
                missing=f"Write an answer to “{question.text}”.",
                label=question.text,
                help_text=question.hint,
                required=question.is_required and complete,
                initial=written.get(question.pk, ""),
                widget=forms.Textarea({"rows": 6}),
            )
        self.complete = complete

    def clean(self) -> dict[str, Any]:
        """See that something is said, even where each question may be left out."""
        cleaned = super().clean() or {}
        # Shown again, the form says "(optional)" of what may be left out in the end, however it was read this time.
        for question in self.questions:
            self.fields[f"answer_{question.pk}"].required = question.is_required
        if self.complete and not self.errors and not any(self.texts.values()):
            self.add_error(f"answer_{self.questions[0].pk}", "Answer at least one of the questions.")
        return cleaned

    @property
    def texts(self) -> dict[int, str]:
        """What was written, by question."""
        return {question.pk: self.cleaned_data.get(f"answer_{question.pk}", "") for question in self.questions}

    @property
    def speaking_for(self) -> StakeholderGroup | None:
        """The group that was chosen, or the only one; None for all of them."""
        if len(self.groups) == 1:
            return self.groups[0]
        return next((group for group in self.groups if str(group.pk) == self.cleaned_data.get("speaking_for")), None)

    def typed(self) -> list[tuple[Question, str]]:
        """What stands in the boxes, by question, where something does."""
        boxes = [(question, self[f"answer_{question.pk}"].value() or "") for question in self.questions]
        return [(question, text) for question, text in boxes if text.strip()]

    def overtaken_by(self, draft: Feedback) -> None:
        """Keep what was typed here, say that the draft says something else now, and let the next press decide."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": draft.version()}
        self.add_error(
            None,
            "You changed this in another window meanwhile. What you wrote there is shown below, and what you wrote "
            "here is in the boxes. Make them say what you mean, then press the button again.",
        )


class ReviewForm(forms.Form):
    """What staff publish of feedback, beside what was said; and what they tell whoever said it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, feedback: Feedback) -> None:
        super().__init__(data, initial={"seen": seen(feedback)})
        self.answers = list(feedback.answers.in_order())
        for answer in self.answers:
            name = f"answer_{answer.pk}"
            self.fields[name] = WordsField(
                called=f"To publish: {answer.question or 'what was said'}",
                label=f"To publish: {answer.question or 'what was said'}",
                help_text="Take out names and anything that could point at a person. Leave empty to publish nothing.",
                required=False,
                initial=answer.published_text if feedback.reviewed_at else answer.text,
                widget=forms.Textarea({"rows": 8}),
            )
        self.fields["what_became_of_it"] = WordsField(
            called="What became of it",
            missing="Say what became of it: whoever said it is told.",
            label="What became of it",
            help_text="Sent by e-mail to whoever said it, in these words. “We did …”, or “We could not …, because …”.",
            max_length=2000,
            initial=feedback.what_became_of_it,
            widget=forms.Textarea({"rows": 5}),
        )

    @property
    def published_texts(self) -> dict[int, str]:
        """The words to publish, by answer."""
        return {answer.pk: self.cleaned_data[f"answer_{answer.pk}"] for answer in self.answers}

    def beside(self) -> list[tuple[Any, forms.BoundField]]:
        """Each answer as it was given, beside the box with what is published of it."""
        return [(answer, self[f"answer_{answer.pk}"]) for answer in self.answers]

    def overtaken_by(self, feedback: Feedback) -> None:
        """Keep what was typed, say who was faster, and let the next press decide."""
        self.data = {**{name: self.data[name] for name in self.data}, "seen": seen(feedback)}
        self.add_error(
            None,
            f"{feedback.reviewed_by} has reviewed this since you opened it, and it is now "
            f"“{feedback.get_status_display()}”. Nothing was changed by you. Press again if yours is to stand.",
        )


def seen(feedback: Feedback) -> str:
    """Return the review that a page was drawn from."""
    return feedback.reviewed_at.isoformat() if feedback.reviewed_at else ""


class CloseForm(forms.Form):
    """What came of a phase, and why it is closed over each of its gaps."""

    summary = WordsField(
        called="What came of this phase",
        label="What came of this phase?",
        help_text="The public reads it with the phase.",
        missing="Say what came of this phase.",
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, data: Any = None, *, phase: Phase, gaps: Sequence[Gap]) -> None:
        super().__init__(data, initial={"summary": phase.closing_summary})
        self.gaps = gaps
        before = {Gap(each.group, each.voice).code: each.text for each in phase.closing_explanations.all()}
        for gap in gaps:
            self.fields[gap.code] = WordsField(
                called=f"Why: {gap}",
                missing=f"Say why the phase is closed without “{gap}”.",
                label=f"Why is it closed without “{gap}”?",
                help_text="Nobody of this group took part." if gap.group else "They are still being looked for.",
                max_length=1000,
                initial=before.get(gap.code, ""),
                widget=forms.Textarea({"rows": 3}),
            )

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `close_phase` takes them."""
        explanations = {gap.code: self.cleaned_data[gap.code] for gap in self.gaps}
        return {"summary": self.cleaned_data["summary"], "explanations": explanations}


class ReopenForm(forms.Form):
    """Why a closed phase is opened again."""

    reason = forms.TypedChoiceField(
        label="Why is it opened again?",
        choices=Reopening.choices,
        coerce=Reopening,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose why it is opened again.",
            "invalid_choice": "Choose why it is opened again.",
        },
    )
