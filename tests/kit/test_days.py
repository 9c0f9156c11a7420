"""Days in London: where they begin and end, and how people read until when something lasts."""

from datetime import UTC, date, datetime, time

import pytest

from kit.days import beginning_of, clock_change, day_before, end_of, ending, last_day_before, machine_readable, span

SPRING, AUTUMN = "On 29 March 2026 the clocks go forward, and", "On 25 October 2026 the clocks go back, and"


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


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (None, "Tuesday 7 June 2016, 10:00"),
        (datetime(2016, 6, 7, 15, 30, tzinfo=UTC), "Tuesday 7 June 2016, 10:00 to 16:30"),
        (end_of(date(2016, 6, 7)), "Tuesday 7 June 2016, 10:00 to midnight"),
        (datetime(2016, 6, 8, 15, tzinfo=UTC), "Tuesday 7 June 2016, 10:00 to Wednesday 8 June 2016, 16:00"),
        (end_of(date(2016, 6, 8)), "Tuesday 7 June 2016, 10:00 to the end of Wednesday 8 June 2016"),
    ],
)
def test_midnight_belongs_to_the_day_that_ends_with_it(ends: datetime | None, words: str) -> None:
    assert span(datetime(2016, 6, 7, 9, tzinfo=UTC), ends) == words


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        (date(2026, 3, 29), time(0, 59), ""),
        (date(2026, 3, 29), time(1), f"{SPRING} there is no 01:00. Choose another time."),
        (date(2026, 3, 29), time(1, 45), f"{SPRING} there is no 01:45. Choose another time."),
        (date(2026, 3, 29), time(2), ""),
        (date(2026, 10, 25), time(0, 45), ""),
        (date(2026, 10, 25), time(1), f"{AUTUMN} 01:00 comes twice. Choose another time."),
        (date(2026, 10, 25), time(2), ""),
    ],
)  # fmt: skip
def test_a_time_that_is_skipped_or_comes_twice_is_told(day: date, clock: time, words: str) -> None:
    assert clock_change(day, clock) == words


def test_machines_read_a_moment_to_the_second() -> None:
    assert machine_readable(datetime(2016, 6, 7, 9, 0, 1, 123456, tzinfo=UTC)) == "2016-06-07T10:00:01+01:00"
