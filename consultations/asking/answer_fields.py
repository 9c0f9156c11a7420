"""The boxes in which one question is answered, by its kind, and what was said in them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from consultations.asking.models import FeedbackAnswer, Option, Question, QuestionKind
from consultations.asking.said import Said, declined, in_words, of_day, of_number, of_options
from kit.cleaning import clean_number
from kit.form_fields import DayMonthYearField, LineField, WordsField

DECLINES = "declined"
RATHER_NOT = "Prefer not to say"
LONGEST_LINE = 200
NUMBER_ERRORS = ("invalid", "max_decimal_places", "max_whole_digits")


class RankingWidget(forms.MultiWidget):
    """For each option of a ranking, a list of the places it can have."""

    template_name = "govuk/widgets/ranking.html"

    def __init__(self, labels: list[str]) -> None:
        places = [("", "No place"), *((str(place), str(place)) for place in range(1, len(labels) + 1))]
        super().__init__([forms.Select(choices=places) for _ in labels])
        self.labels = labels

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each list its label."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            box["label"] = label
        return context

    def decompress(self, value: Any) -> list[str]:
        """Split an order (the number of each option's place) into its lists."""
        return list(value) if value else ["" for _ in self.labels]


class RankingField(forms.MultiValueField):
    """Options put in order: each has a place of its own, or none has one. Its value is the keys in their order."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        self.options = list(question.options.all())
        labels = [each.text for each in self.options]
        places = [("", ""), *((str(place), str(place)) for place in range(1, len(labels) + 1))]
        super().__init__(
            fields=[forms.ChoiceField(choices=places, required=False) for _ in labels],
            widget=RankingWidget(labels),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> tuple[int, ...]:
        """Return the keys of the options, the first choice first; refuse two in one place, and some without one."""
        given = {option: int(place) for option, place in zip(self.options, data_list, strict=False) if place}
        if given and len(given) < len(self.options):
            without = next(each for each in self.options if each not in given)
            raise forms.ValidationError(f"Give “{without}” a place too: every one of them has one.")
        for place in sorted(set(given.values())):
            same = [each.text for each in self.options if given.get(each) == place]
            if len(same) > 1:
                both = f"“{same[0]}” and “{same[1]}” both have place {place}"
                raise forms.ValidationError(f"{both}: choose another for one of them.")
        return tuple(each.pk for each in sorted(given, key=lambda each: given[each]))


class AmountField(forms.DecimalField):
    """A number, however it was written: 1,200.5 too."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_number(value) if isinstance(value, str) else value)


class AnswerBoxes:
    """The boxes of one question: their fields, what stands in them, and what is said in them once they are clean."""

    def __init__(self, question: Question, *, complete: bool, asks_if: Option | None = None) -> None:
        """`complete`: whoever wants to come back later need not have answered everything.

        `asks_if` is an option of a question of the same form: only whoever chooses it is asked this one.
        """
        self.question = question
        self.asks_if, self.complete = asks_if, complete
        self.name, self.other, self.rather_not = (f"{each}_{question.pk}" for each in ("answer", "other", "declined"))
        self.must = question.is_required and complete
        self.options = list(question.options.all()) if question.is_by_options else []

    def fields(self) -> dict[str, forms.Field]:
        """Return the fields, by their name in the form; none for what only tells something."""
        question = self.question
        if question.kind == QuestionKind.STATEMENT:
            return {}
        fields = {self.name: self._field()}
        fields[self.name].label, fields[self.name].help_text = question.text, " ".join(filter(None, self._hints()))
        if ask := next((each for each in self.options if each.is_other), None):
            fields[self.other] = LineField(
                called=ask.text, label=f"If you chose “{ask}”, please say what", required=False, max_length=LONGEST_LINE
            )
        if question.is_personal and not self._is_one_of_several():
            fields[self.rather_not] = forms.BooleanField(label=RATHER_NOT, required=False)
        return fields

    def say_what_is_optional(self, form: forms.Form) -> None:
        """Have the labels say "(optional)" of what may be left out in the end, however the form was read this time."""
        for name in (self.name, self.other):
            if name in form.fields:
                needed = name == self.other or (self.question.is_required and self.asks_if is None)
                form.fields[name].required = needed

    def initial(self, answer: FeedbackAnswer | None) -> dict[str, Any]:
        """Return what stands in the boxes for an answer that was given."""
        if answer is None:
            return {}
        if answer.declined:
            return {self.name: self._declined_value()} if self._is_one_of_several() else {self.rather_not: True}
        chosen = list(answer.choices.all())
        match self.question.kind:
            case QuestionKind.NUMBER:
                return {self.name: f"{answer.number.normalize():f}" if answer.number is not None else ""}
            case QuestionKind.DAY:
                return {self.name: answer.day}
            case QuestionKind.RANKING:
                places = {each.option_id: str(each.rank) for each in chosen}
                return {self.name: [places.get(each.pk, "") for each in self.options]}
            case QuestionKind.ONE | QuestionKind.SCALE:
                return {self.name: str(chosen[0].option_id) if chosen else "", self.other: self._other_of(answer)}
            case QuestionKind.SEVERAL:
                return {self.name: [str(each.option_id) for each in chosen], self.other: self._other_of(answer)}
        return {self.name: answer.text}

    def clean(self, form: forms.Form, chosen_options: Collection[int]) -> None:
        """Put what is wrong between the boxes at the box in question; `chosen_options` are those of the whole form."""
        value, cleaned = form.cleaned_data.get(self.name), form.cleaned_data
        if self.name in form.errors or self.question.kind == QuestionKind.STATEMENT:
            return
        if self.asks_if is not None and self.asks_if.pk not in chosen_options:
            if self.complete and (value or value == 0 or cleaned.get(self.rather_not)):
                source = self.asks_if.question
                form.add_error(self.name, f"Choose “{self.asks_if}” in “{source}” too, or leave this empty.")
            return
        if cleaned.get(self.rather_not) and value:
            form.add_error(self.rather_not, f"You answered “{self.question}”: untick this, or empty your answer.")
        elif self.must and not value and value != 0 and not cleaned.get(self.rather_not):
            form.add_error(self.name, self.missing)
        chosen = [each for each in self.options if str(each.pk) in _listed(value)]
        alone = [each for each in chosen if each.excludes]
        if alone and len(_listed(value)) > 1:
            form.add_error(self.name, f"“{alone[0]}” stands alone: untick it, or the others.")
        elif DECLINES in _listed(value) and len(_listed(value)) > 1:
            form.add_error(self.name, f"“{RATHER_NOT}” stands alone: untick it, or the others.")
        other = next((each for each in chosen if each.is_other), None)
        if other and not cleaned.get(self.other) and self.other not in form.errors:
            form.add_error(self.other, f"Say what you mean by “{other}”.")
        elif cleaned.get(self.other) and not other:
            ask = next(each for each in self.options if each.is_other)
            form.add_error(self.name, f"You wrote “{cleaned[self.other]}”: choose “{ask}” as well, or empty the box.")

    def said(self, cleaned: dict[str, Any]) -> Said:
        """Return what was said in the boxes; nothing where they are empty or were not clean."""
        value = cleaned.get(self.name)
        if cleaned.get(self.rather_not) or DECLINES in _listed(value):
            return declined()
        match self.question.kind:
            case QuestionKind.NUMBER:
                return of_number(value)
            case QuestionKind.DAY:
                return of_day(value)
            case QuestionKind.RANKING:
                return of_options(self.question, value or ())
            case QuestionKind.ONE | QuestionKind.SCALE | QuestionKind.SEVERAL:
                return of_options(self.question, map(int, _listed(value)), cleaned.get(self.other, ""))
        return in_words(value or "")

    def chosen(self, cleaned: dict[str, Any]) -> set[int]:
        """Return the keys of the options that are chosen in the boxes."""
        listed = _listed(cleaned.get(self.name)) if self._is_one_of_several() else []
        return {int(each) for each in listed if each != DECLINES}

    @property
    def landing(self) -> str:
        """The id of the first box, for a link that leads to it."""
        numbered = self.question.is_by_options or self.question.kind == QuestionKind.DAY
        return f"id_{self.name}_0" if numbered else f"id_{self.name}"

    @property
    def missing(self) -> str:
        """What is said where an answer is needed."""
        match self.question.kind:
            case QuestionKind.ONE | QuestionKind.SCALE | QuestionKind.SEVERAL:
                return f"Choose an answer to “{self.question}”."
            case QuestionKind.RANKING:
                return f"Give each a place in “{self.question}”."
            case QuestionKind.NUMBER:
                return f"Enter a number for “{self.question}”."
            case QuestionKind.DAY:
                return f"Enter a date for “{self.question}”."
        return f"Write an answer to “{self.question}”."

    def _field(self) -> forms.Field:
        choices = [(str(each.pk), each.text) for each in self.options]
        if self.question.is_personal:
            choices.append((DECLINES, RATHER_NOT))
        # What is missing is asked in `clean`, which knows whether somebody prefers not to say.
        invalid = {"invalid_choice": "Choose from the answers that are there."}
        match self.question.kind:
            case QuestionKind.ONE | QuestionKind.SCALE:
                return forms.ChoiceField(
                    choices=choices, widget=forms.RadioSelect, required=False, error_messages=invalid
                )
            case QuestionKind.SEVERAL:
                return forms.MultipleChoiceField(
                    choices=choices, widget=forms.CheckboxSelectMultiple, required=False, error_messages=invalid
                )
            case QuestionKind.RANKING:
                return RankingField(self.question, required=False)
            case QuestionKind.NUMBER:
                return AmountField(
                    required=False,
                    max_digits=12,
                    decimal_places=2,
                    widget=forms.TextInput({"inputmode": "decimal"}),
                    error_messages=dict.fromkeys(NUMBER_ERRORS, "Enter a number in figures, for example 12 or 2.50.")
                    | {"max_digits": "Enter a number of ten digits or fewer."},
                )
            case QuestionKind.DAY:
                return DayMonthYearField(required=False)
            case QuestionKind.LINE:
                return LineField(called=self.question.text, required=False, max_length=LONGEST_LINE)
        return WordsField(called=self.question.text, required=False, widget=forms.Textarea({"rows": 6}))

    def _hints(self) -> list[str]:
        """Return what is read below the question."""
        if self.asks_if is None:
            return [self.question.hint]
        return [f"Only if, in “{self.asks_if.question}”, you chose “{self.asks_if}”.", self.question.hint]

    def _is_one_of_several(self) -> bool:
        """Whether "prefer not to say" is one more option, and not a box beside the answer."""
        return bool(self.options) and self.question.kind != QuestionKind.RANKING

    def _declined_value(self) -> Any:
        return [DECLINES] if self.question.kind == QuestionKind.SEVERAL else DECLINES

    def _other_of(self, answer: FeedbackAnswer) -> str:
        other = next((each for each in self.options if each.is_other), None)
        lines = answer.text.split("\n") if other else []
        return next((line.removeprefix(f"{other}: ") for line in lines if line.startswith(f"{other}: ")), "")


def _listed(value: Any) -> list[str]:
    """Return which options were ticked, of a question that lets choose one or several."""
    if isinstance(value, str):
        return [value] if value else []
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
