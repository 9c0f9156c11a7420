"""What every form that asks for a line or for days says, whatever it is about."""

from datetime import date

import pytest
from django import forms

from kit.form_fields import DayMonthYearField, LineField, check_days_in_order, refuse_days_to_come

LAST_ON = date(2026, 2, 1)


class DaysForm(forms.Form):
    """A first and a last day, the first of which cannot be to come."""

    first_on = DayMonthYearField(required=False, error_messages={"to_come": "Not yet."})
    last_on = DayMonthYearField(required=False)

    def __init__(self, data):
        super().__init__(data)
        refuse_days_to_come(self, "first_on", today=LAST_ON)

    def clean(self):
        """See that they are in order."""
        cleaned = super().clean()
        check_days_in_order(self, "first_on", "last_on", missing="Enter the first.")
        return cleaned


def typed(name, text):
    return {f"{name}_{number}": part for number, part in enumerate(text.split())}


def test_line_is_kept_on_one_line_however_it_was_spaced():
    assert LineField(called="Name").clean("  Ann\t Oak \r\n") == "Ann Oak"
    assert LineField(called="Name", required=False).clean("") == ""


def test_line_of_spaces_alone_is_missing():
    with pytest.raises(forms.ValidationError, match=r"Enter your name\."):
        LineField(called="Name", missing="Enter your name.").clean(" \t ")


@pytest.mark.parametrize(("first_on", "last_on", "errors"), [
    ("1 2 2026", "1 2 2026", {}),
    ("1 2 2026", "", {}),
    ("", "", {}),
    ("2 2 2026", "3 2 2026", {"first_on": ["Not yet."]}),
    ("1 2 2026", "31 1 2026", {"last_on": ["The last day must not be before the first."]}),
    ("", "31 1 2026", {"first_on": ["Enter the first."]}),
])  # fmt: skip
def test_days_are_in_order_and_the_first_is_not_to_come(first_on, last_on, errors):
    assert DaysForm(typed("first_on", first_on) | typed("last_on", last_on)).errors == errors


def test_day_to_come_is_taken_by_a_form_that_does_not_refuse_it():
    assert DayMonthYearField().clean(["2", "2", "2026"]) == date(2026, 2, 2)
    assert DaysForm({}).base_fields["first_on"].clean(["2", "2", "2026"]) == date(2026, 2, 2)
