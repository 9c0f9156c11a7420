"""Days in London: where they begin and end, and how people read until when something lasts."""

from datetime import UTC, date, datetime

import pytest

from kit.days import beginning_of, day_before, end_of, ending, last_day_before


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (end_of(date(2016, 6, 6)), "the end of 6 June 2016"),
        (end_of(date(2016, 12, 31)), "the end of 31 December 2016"),
        (datetime(2016, 6, 7, 16, tzinfo=UTC), "7 June 2016, 17:00"),
        # Midnight in UTC is one o'clock in the London summer.
        (datetime(2016, 6, 7, tzinfo=UTC), "7 June 2016, 01:00"),
    ],
)
def test_what_lasts_until_midnight_lasts_until_the_end_of_the_day_before(moment: datetime, words: str) -> None:
    assert ending(moment) == words


def test_days_begin_and_end_where_others_do() -> None:
    day = date(2016, 3, 1)
    assert (day_before(day), day_before(None)) == (date(2016, 2, 29), None)
    assert (end_of(date(2016, 2, 29)), last_day_before(beginning_of(day))) == (beginning_of(day), date(2016, 2, 29))
