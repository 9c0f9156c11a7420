"""Fields for moments and ends: the last day is read and written, and a time is one that the clocks have."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kit.days import end_of
from kit.moment_fields import EndField, LastDayField, MomentField


def test_an_end_without_a_time_is_the_end_of_its_day_and_shown_as_it() -> None:
    field = EndField()
    assert field.clean(["30/12/2016", ""]) == end_of(date(2016, 12, 30))
    assert field.widget.decompress(end_of(date(2016, 12, 30))) == (date(2016, 12, 30), None)
    assert not field.has_changed(end_of(date(2016, 12, 30)), ["30/12/2016", ""])


def test_the_last_of_all_days_has_no_end() -> None:
    with pytest.raises(ValidationError, match="valid date"):
        EndField().clean(["9999-12-31", ""])


def test_an_end_with_a_time_is_that_moment() -> None:
    at = datetime(2016, 12, 30, 17, tzinfo=timezone.get_current_timezone())
    assert EndField().clean(["30/12/2016", "17:00"]) == at
    assert EndField().widget.decompress(at) == [date(2016, 12, 30), time(17)]


def test_a_time_alone_is_no_end() -> None:
    with pytest.raises(ValidationError, match="Enter the day, too"):
        EndField().clean(["", "17:00"])
    with pytest.raises(ValidationError, match="Enter the day, too"):
        EndField(required=False).clean(["", "17:00"])
    assert EndField(required=False).clean(["", ""]) is None


def test_any_other_moment_needs_its_time() -> None:
    with pytest.raises(ValidationError):
        MomentField().clean(["30/12/2016", ""])


@pytest.mark.parametrize(("day", "words"), [("29/03/2026", "there is no 01:30"), ("25/10/2026", "01:30 comes twice")])
def test_a_time_that_the_clocks_skip_or_double_is_refused(day: str, words: str) -> None:
    for field in (MomentField(), EndField()):
        with pytest.raises(ValidationError, match=words):
            field.clean([day, "01:30"])


def test_the_last_day_is_stored_as_the_first_day_without() -> None:
    field = LastDayField(required=False)
    assert (field.clean("30/12/2016"), field.clean("")) == (date(2016, 12, 31), None)
    assert (field.prepare_value(date(2016, 12, 31)), field.prepare_value("soon")) == (date(2016, 12, 30), "soon")
    assert not field.has_changed(date(2016, 12, 31), "30/12/2016")
    with pytest.raises(ValidationError, match="valid date"):
        field.clean("9999-12-31")
