"""A day asked for as three short boxes, which people of every habit of writing dates can fill."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone


class DayMonthYearWidget(forms.MultiWidget):
    """Day, month and year, each with its own label."""

    template_name = "govuk/widgets/day_month_year.html"
    labels = ("Day", "Month", "Year")

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__([forms.TextInput({"inputmode": "numeric"}) for _ in self.labels], attrs)

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        """Give each box its label and width."""
        context = super().get_context(name, value, attrs)
        for box, label, width in zip(context["widget"]["subwidgets"], self.labels, (2, 2, 4), strict=True):
            box |= {"label": label, "width": width}
        return context

    def decompress(self, value: date | None) -> list:
        """Split a day into its boxes."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayMonthYearField(forms.MultiValueField):
    """A day; what is not a real one is refused with a sentence that says how to write it."""

    widget = DayMonthYearWidget
    default_error_messages = {
        "required": "Enter a date, for example 7 6 2016.",
        "incomplete": "Enter the day, the month and the year.",
        "invalid": "Enter the date in numbers, for example 7 6 2016.",
        "not_real": "Enter a real date, for example 7 6 2016.",
        "slip": "Enter a year from 1900 to 2100.",
    }

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": self.default_error_messages["invalid"]}
        fields = [forms.IntegerField(error_messages=wrong) for _ in DayMonthYearWidget.labels]
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
        return joined


def beginning_of(day: date | None) -> datetime | None:
    """Return the moment at which a day begins in London; None for no day."""
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def end_of(day: date | None) -> datetime | None:
    """Return the moment at which a day has ended in London: the next one begins."""
    return beginning_of(day + timedelta(days=1)) if day else None


def last_day_before(moment: datetime | None) -> date | None:
    """Return the last day in London that has begun before a moment: what `end_of` was told."""
    return timezone.localdate(moment - timedelta(microseconds=1)) if moment else None
