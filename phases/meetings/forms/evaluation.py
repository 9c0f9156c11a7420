"""How a meeting was: what anybody answers, or the team keys from paper; and until when people are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from kit.days import last_day_before
from kit.form_fields import DayMonthYearField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from kit.public_forms import KeyedForm
from phases.meetings.services import EvaluationAnswers
from phases.models import Evaluation, Meeting, Overall, TookPart

MAX_ANSWER = 2000
OPEN_FOR = timedelta(days=14)


def _words(label: str, help_text: str = "") -> WordsField:
    return WordsField(
        called=label,
        label=label,
        help_text=help_text,
        required=False,
        max_length=MAX_ANSWER,
        widget=forms.Textarea({"rows": 3}),
    )


class EvaluationForm(KeyedForm):
    """Five questions, each of which may be left out, but not all. The printed form asks the same."""

    overall = forms.ChoiceField(label="How was it?", choices=Overall.choices, required=False, widget=forms.RadioSelect)
    took_part = forms.ChoiceField(
        label="Could you take part as fully as you wanted?",
        choices=TookPart.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    in_the_way = _words("If not: what stood in the way?", "For example the room, the sound, the pace, the words used.")
    worked = _words("What worked well?")
    change = _words("What should we do differently next time?")
    other = _words("Is there anything else you would like to say?")
    helper = FormLayout(submit="Send", csrf=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(value for name, value in cleaned.items() if name != "key"):
            self.add_error("overall", "Answer at least one question.")
        return cleaned

    def for_service(self) -> dict[str, Any]:
        """Return what was answered, as `evaluate` takes it."""
        answers = EvaluationAnswers(**{name: value for name, value in self.cleaned_data.items() if name != "key"})
        return {"key": self.form_key, "answers": answers}


class PaperEvaluationForm(EvaluationForm):
    """The same, keyed at the desk from paper."""

    helper = FormLayout(
        submit=[
            SubmitButton("Keep it, and type in the next"),
            Link("I am done", "{% url 'phases:evaluation-list' programme.slug meeting.pk %}"),
        ]
    )


class EvaluationWindowForm(forms.Form):
    """Until which day people are asked how it was."""

    last_on = DayMonthYearField(label="Until which day?", help_text="The last day on which the link takes answers.")

    helper = FormLayout(submit="{% if evaluation %}Save{% else %}Ask how it was{% endif %}", attrs={"class": "tl-read"})

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        """Begin with the day that the meeting has, or two weeks after it."""
        usual = timezone.localdate(meeting.starts_at + OPEN_FOR)
        super().__init__(data, initial={"last_on": last_day_before(meeting.evaluation_closes_at) or usual})


HEADINGS = [
    "Said on",
    "By",
    *(str(field.label) for name, field in EvaluationForm.base_fields.items() if name != "key"),
]


def cells_of(said: Evaluation) -> list[str]:
    """Return an evaluation as cells under `HEADINGS`: the day alone, so that nobody is told by the minute."""
    cells = [f"{timezone.localtime(said.said_at):%Y-%m-%d}", "Paper" if said.entered_by_id else "Link"]
    cells += [said.get_overall_display(), said.get_took_part_display()]
    return [*cells, said.in_the_way, said.worked, said.change, said.other]
