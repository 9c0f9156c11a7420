"""Form fields that Django has not: words, addresses and numbers, cleaned; a day in three boxes; several rows of a list.

Beside them stands what is asked of the days of a form: that they are in order, and none is still to come.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator

from kit.cleaning import (
    MAX_ADDRESS_LENGTH,
    checked_address,
    clean_address,
    clean_line,
    clean_number,
    clean_telephone,
    clean_words,
    without_unseen,
)

MAX_LENGTH = 4000
# What else a URL may begin with is no page.
ON_THE_WEB = URLValidator(schemes=["http", "https"])


class WordsField(forms.CharField):
    """Several lines of plain text. Its messages name it by `called`; a line break counts as one character."""

    widget = forms.Textarea

    def __init__(self, *, called: str, missing: str = "", max_length: int | None = MAX_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["required"] = missing or f"Write something for “{called}”."
        self.called = called
        # Django's say neither how long it is nor what to do; `validate` does.
        self.validators = []

    def to_python(self, value: Any) -> str:
        return self.cleaned(super().to_python(value) or "")

    def cleaned(self, text: str) -> str:
        """Return what is kept of what was typed. Blanks around it may be all that was left of it."""
        return clean_words(text).strip() if self.strip else clean_words(text)

    def validate(self, value: str) -> None:
        """Refuse what is missing or too long, and say how long it is and may be.

        It is not done by `validators`: a form copies its class's fields, and their list would still ask the class's.
        """
        super().validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            raise forms.ValidationError(
                f"“{self.called}” is {len(value):,} characters long. Shorten it to {self.max_length:,} or fewer."
            )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show again what was typed, without what nobody sees."""
        data = super().bound_data(data, initial)
        return clean_words(data) if isinstance(data, str) else data


class LineField(WordsField):
    """Words on one line, however they were spaced."""

    widget = forms.TextInput  # type: ignore[assignment]

    def cleaned(self, text: str) -> str:
        return clean_line(text)


class TelephoneField(LineField):
    """A telephone number: of one number in several formats one is kept, and words beside it stay."""

    def cleaned(self, text: str) -> str:
        return clean_telephone(text)


class AddressField(forms.CharField):
    """An e-mail address, refused with a sentence that says what one looks like."""

    widget = forms.EmailInput
    default_error_messages = {
        "required": "Enter an e-mail address, like name@example.org.",
        "invalid": "Enter an e-mail address in the right form, like name@example.org.",
        "max_length": f"The e-mail address must be {MAX_ADDRESS_LENGTH} characters or fewer.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_ADDRESS_LENGTH} | kwargs)
        # `validate` asks all of it: a validator beside it would say the same twice.
        self.validators = []
        self.widget.attrs = {"autocomplete": "off", "spellcheck": "false"} | self.widget.attrs

    def to_python(self, value: Any) -> str:
        return clean_address(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what is missing, too long, or no address."""
        super().validate(value)
        if len(value) > (self.max_length or MAX_ADDRESS_LENGTH):
            raise forms.ValidationError(self.error_messages["max_length"], code="max_length")
        try:
            if value:
                checked_address(value)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class WebAddressField(forms.URLField):
    """The address of a page on the web."""

    default_validators = [ON_THE_WEB]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https"} | kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(without_unseen(value) if isinstance(value, str) else value) or ""


class NumberField(forms.IntegerField):
    """A whole number, however it was written: 1,200 is one thousand two hundred."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(clean_number(value) if isinstance(value, str) else value)


class DaysField(NumberField):
    """So many days before the last day on which somebody can answer; empty for "not at all"."""

    def __init__(self, **kwargs: Any) -> None:
        whole = "Enter a whole number of days, for example 10, or leave it empty."
        widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"})
        few = "Enter 180 days or fewer."
        not_less = "Enter 0 or more days."
        super().__init__(
            required=False,
            min_value=0,
            max_value=180,
            widget=widget,
            error_messages={"invalid": whole, "max_value": few, "min_value": not_less},
            **kwargs,
        )


class DayMonthYearWidget(forms.MultiWidget):
    """Day, month and year, each with its own label."""

    template_name = "govuk/widgets/day_month_year.html"
    labels = ("Day", "Month", "Year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput({"inputmode": "numeric"}) for _ in self.labels], attrs)

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each box its label and width."""
        context = super().get_context(name, value, attrs)
        for box, label, width in zip(context["widget"]["subwidgets"], self.labels, (2, 2, 4), strict=True):
            box |= {"label": label, "width": width}
        return context

    def decompress(self, value: date | None) -> list[int | None]:
        """Split a day into its boxes."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class HiddenDayWidget(DayMonthYearWidget):
    """A day that was typed before, carried on unseen."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self) -> None:
        super().__init__()
        self.widgets = [forms.HiddenInput() for _ in self.labels]


class DayMonthYearField(forms.MultiValueField):
    """A day; what is not a real one is refused with a sentence that says how to write it."""

    widget = DayMonthYearWidget
    default_error_messages = {
        "required": "Enter a date, for example 7 6 2016.",
        "incomplete": "Enter the day, the month and the year.",
        "invalid": "Enter the date in numbers, for example 7 6 2016.",
        "not_real": "Enter a real date, for example 7 6 2016.",
        "slip": "Enter a year from 1900 to 2100.",
        "to_come": "The day must be today or earlier.",
    }
    # The last day that is taken, where a form says so by `refuse_days_to_come`.
    latest: date | None = None

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": self.default_error_messages["invalid"]}
        fields = [NumberField(error_messages=wrong) for _ in DayMonthYearWidget.labels]
        # Each box is asked for as soon as one of them is filled.
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, values: list[int]) -> date | None:
        """Join the three boxes into one day."""
        if not values:
            return None
        day, month, year = values
        try:
            joined = date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["not_real"], code="not_real") from error
        # A year that must be a slip; and days are counted on from dates, which end with the year 9999.
        if not 1900 <= year <= 2100:
            raise forms.ValidationError(self.error_messages["slip"], code="slip")
        if self.latest is not None and joined > self.latest:
            raise forms.ValidationError(self.error_messages["to_come"], code="to_come")
        return joined


def refuse_days_to_come(form: forms.Form, name: str, *, today: date) -> None:
    """Let a form refuse, at one of its days, what is still to come; the field's message `to_come` says what to do."""
    field = form.fields[name]
    assert isinstance(field, DayMonthYearField)
    field.latest = today


def check_days_in_order(form: forms.Form, first: str, last: str, *, missing: str) -> None:
    """Refuse, from a form's `clean`, a last day before the first, or (with `missing`) one without a first."""
    first_on, last_on = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if last_on and not first_on and first not in form.errors:
        form.add_error(first, missing)
    if first_on and last_on and last_on < first_on:
        form.add_error(last, "The last day must not be before the first.")


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a list. A number larger than any row's is refused like any other that is not there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            # SQLite is asked for all of them at once, where Django does not look at how large they are.
            raise forms.ValidationError("Choose from the list.", code="invalid_choice") from error
