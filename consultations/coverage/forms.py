"""What came of a phase and why it is closed over its gaps; why it is opened again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from consultations.coverage.gaps import Gap
from consultations.coverage.services import Reopening
from kit.ask_first import ClosingForm
from kit.form_fields import WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from phases.models import Phase


class CloseForm(ClosingForm):
    """What came of a phase, and why it is closed over each of its gaps; before its last day only when that is meant."""

    helper = FormLayout(
        submit=[
            SubmitButton("Close the phase"),
            Link("Look at the gaps first", "{% url 'consultations:coverage-matrix' programme.slug %}?only=gaps"),
        ]
    )

    summary = WordsField(
        called="What came of this phase",
        label="What came of this phase?",
        help_text="The public reads it with the phase.",
        missing="Say what came of this phase.",
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, data: Any = None, *, phase: Phase, gaps: Sequence[Gap], today: date) -> None:
        super().__init__(data, last_on=phase.last_on, today=today, initial={"summary": phase.closing_summary})
        self.words_before = {Gap(each.group, each.voice).code: each.text for each in phase.closing_explanations.all()}
        self.ask_about(gaps)

    def ask_about(self, gaps: Sequence[Gap]) -> None:
        """Ask why the phase is closed over each of the gaps."""
        self.gaps = gaps
        for gap in gaps:
            self.fields[gap.code] = WordsField(
                called=f"Why: {gap}",
                missing=f"Say why the phase is closed without “{gap}”.",
                label=f"Why is it closed without “{gap}”?",
                help_text="Nobody of this group took part." if gap.group else "They are still being looked for.",
                max_length=1000,
                initial=self.words_before.get(gap.code, ""),
                widget=forms.Textarea({"rows": 3}),
            )

    def overtaken_by(self, gaps: Sequence[Gap]) -> None:
        """Ask about gaps that arose since this form was drawn, and keep what was typed."""
        self.ask_about(gaps)
        self.full_clean()

    def for_service(self) -> dict[str, Any]:
        """Return the clean values as `close_phase` takes them."""
        explanations = {gap.code: self.cleaned_data[gap.code] for gap in self.gaps}
        return {"summary": self.cleaned_data["summary"], "explanations": explanations}


class ReopenForm(forms.Form):
    """Why a closed phase is opened again."""

    helper = FormLayout(
        submit=[
            SubmitButton("Open it again"),
            Link("Keep it closed", "{% url 'phases:phase-list' programme.slug %}"),
        ]
    )

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
