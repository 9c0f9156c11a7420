"""What is asked about equality, as people answer it, as it is planned, and as paper is keyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from kit.form_fields import DayMonthYearField, LineField, NumberField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton
from privacy.equality.models import AskedQuestion, Occasion, Questionnaire
from privacy.equality.services.asking import Plan
from privacy.equality.wordings import wordings
from programmes.models import Document, Programme

CONDITION = (
    "Equality of opportunity or treatment: Data Protection Act 2018, Schedule 1, paragraph 8, with Article 9(2)(g) of "
    "the UK GDPR."
)
MANY, MOST_PEOPLE = 100_000, 100_000_000


class AnswerForm(forms.Form):
    """The questions of a questionnaire, each of which may be left out, but not all. It has no token and no key."""

    helper = FormLayout(submit="Send my answers", csrf=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, questions: Sequence[AskedQuestion]) -> None:
        super().__init__(data)
        self.questions = {f"question-{each.position}": each for each in questions}
        for name, question in self.questions.items():
            self.fields[name] = forms.ChoiceField(
                label=question.wording.text,
                help_text=question.wording.hint,
                choices=question.wording.options,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of these answers, or none."},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form."""
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error(next(iter(self.fields)), "Answer at least one question, or leave this page: nobody has to.")
        return self.cleaned_data

    def for_service(self) -> dict[str, Any]:
        """Return what was answered, by the key of each question."""
        answers = {self.questions[name].pk: answer for name, answer in self.cleaned_data.items() if answer}
        return {"answers": answers}


class PlanForm(forms.Form):
    """What is to be asked, on what basis, and until about when."""

    questions = forms.MultipleChoiceField(
        label="What do you need to know?",
        help_text="Ask only what you will act on. Each is in the words of a census or a standard, so that your figures "
        "can be put beside the population’s. Everybody can prefer not to say.",
        choices=[(key, f"{wording.about}: {wording.text}") for key, wording in wordings().items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one question."},
    )
    lawful_basis = WordsField(
        called="The lawful basis",
        label="On what lawful basis do you ask?",
        help_text="For example a task in the public interest, with the article and the law. People read it.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    condition = WordsField(
        called="The condition",
        label="By which condition for data of special categories?",
        help_text="Health, ethnic group, religion and sexual orientation are of these. People read it.",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    policy_document = forms.ModelChoiceField(
        Document.objects.none(),
        label="Which document is your appropriate policy document?",
        help_text="The law asks for one before the first answer (Data Protection Act 2018, Schedule 1, paragraph 39). "
        "Add it to the documents in the web admin first.",
        required=False,
        empty_label="None yet",
        error_messages={"invalid_choice": "Choose one of the documents given here."},
    )
    close_on = DayMonthYearField(
        label="Until about which day will you ask?",
        help_text="The desk reminds you then. People are asked until somebody closes the questions.",
    )
    helper = FormLayout(
        "questions",
        "lawful_basis",
        "condition",
        "policy_document",
        "close_on",
        submit=[SubmitButton("Keep it"), Link("Not now", "{% url 'privacy:equality-list' programme.slug %}")],
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, programme: Programme, planned: Questionnaire | None
    ) -> None:
        initial: dict[str, Any] = {"condition": CONDITION}
        if planned is not None:
            initial = {name: getattr(planned, name) for name in ("lawful_basis", "condition", "close_on")}
            initial["policy_document"] = planned.policy_document_id
            initial["questions"] = [each.wording_key for each in planned.questions.all()]
        super().__init__(data, initial=initial)
        documents = self.fields["policy_document"]
        assert isinstance(documents, forms.ModelChoiceField)
        documents.queryset = programme.documents.order_by("title", "pk")

    def for_service(self) -> dict[str, Any]:
        """Return the plan as `plan_questionnaire` takes it, the questions in the order in which they stand."""
        cleaned = self.cleaned_data
        keys = tuple(key for key in wordings() if key in cleaned["questions"])
        rest = {name: cleaned[name] for name in ("lawful_basis", "condition", "policy_document", "close_on")}
        return {"plan": Plan(wording_keys=keys, **rest)}


class PaperForm(forms.Form):
    """How often each answer to one question stood on paper."""

    helper = FormLayout(
        submit=[
            SubmitButton("Count them"),
            Link("Not now", "{% url 'privacy:equality-detail' programme.slug questionnaire.pk %}"),
        ]
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, question: AskedQuestion) -> None:
        super().__init__(data)
        self.codes = {f"answer-{place}": code for place, (code, _) in enumerate(question.wording.options)}
        for name, (_, label) in zip(self.codes, question.wording.options, strict=True):
            self.fields[name] = NumberField(
                label=label,
                required=False,
                min_value=0,
                max_value=MANY,
                widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
                error_messages={
                    "invalid": f"Enter how many chose “{label}” as a whole number.",
                    "min_value": f"Enter 0 or more for “{label}”.",
                    "max_value": f"Enter at most {MANY:,} for “{label}”.",
                },
            )

    def for_service(self) -> dict[str, Any]:
        """Return the counts as `count_paper` takes them."""
        return {"counts": {code: self.cleaned_data[name] or 0 for name, code in self.codes.items()}}


class PopulationForm(forms.Form):
    """How the population answers one question, in per cent or in numbers of people, and where that is from."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, question: AskedQuestion) -> None:
        kept = {each.code: each.per_cent for each in question.population.all()}
        self.codes = {f"answer-{place}": code for place, (code, _) in enumerate(question.wording.answers)}
        initial = {name: kept.get(code) for name, code in self.codes.items()}
        super().__init__(data, initial=initial | {"source": question.population_source})
        for name, (_, label) in zip(self.codes, question.wording.answers, strict=True):
            self.fields[name] = forms.DecimalField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
                decimal_places=1,
                widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"}),
                error_messages={
                    "invalid": f"Enter a number for “{label}”, for example 12.5.",
                    "min_value": f"Enter 0 or more for “{label}”.",
                    "max_value": f"Enter at most {MOST_PEOPLE:,} for “{label}”.",
                    "max_decimal_places": f"Enter at most one place after the point for “{label}”.",
                },
            )
        self.fields["source"] = LineField(
            called="Where they are from",
            label="Where are these figures from, and of when and whom are they?",
            help_text="For example: Census 2021, table TS021, people who live in Gateshead.",
            missing="Say where the figures are from, and of when they are.",
            max_length=300,
        )

    helper = FormLayout(
        submit=[
            SubmitButton("Keep them"),
            Link("Not now", "{% url 'privacy:equality-detail' programme.slug questionnaire.pk %}"),
        ]
    )

    def for_service(self) -> dict[str, Any]:
        """Return the figures as `keep_population` takes them."""
        figures = {code: self.cleaned_data[name] or Decimal(0) for name, code in self.codes.items()}
        return {"figures": figures, "source": self.cleaned_data["source"]}


def occasion_named(name: str) -> Occasion | None:
    """Return the occasion that an address names, or None."""
    return Occasion(name) if name in Occasion.values else None
