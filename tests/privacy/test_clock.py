"""By which day a request is seen to: months, 30 days and working days by the laws, with stops and more time."""

from datetime import date

import pytest

from kit.working_days import ALL_NATIONS, SCOTLAND, is_day_off, months_after, next_working_day, working_day_after
from privacy.models import ClockStop, InformationLaw, Request, RequestKind, StopReason
from privacy.requests.clock import STOPS, last_day


def asked(kind: str, received_on: date, **given: object) -> Request:
    return Request(kind=kind, received_on=received_on, **given)


def stop(reason: str, first: date, last: date | None) -> ClockStop:
    return ClockStop(reason=reason, stopped_on=first, started_on=last)


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # the 3rd is a Saturday
        (date(2026, 1, 31), date(2026, 3, 2)),  # the 28th of February is a Saturday
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 11, 30), date(2026, 12, 30)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, and the Monday for Boxing Day
        (date(2026, 7, 3), date(2026, 8, 3)),  # a holiday in Scotland alone moves nothing
    ],
)
def test_own_information_is_due_in_a_month_or_the_next_day_that_all_nations_work(received_on, due_on):
    assert last_day(asked(RequestKind.ACCESS, received_on), []) == due_on


def test_more_time_is_two_months_more():
    assert last_day(asked(RequestKind.ERASURE, date(2026, 9, 3), extended_on=date(2026, 9, 20)), []) == date(
        2026, 12, 3
    )


def test_who_asks_begins_the_month_anew_and_what_they_mean_leaves_its_days_out():
    one = asked(RequestKind.ACCESS, date(2026, 9, 1))
    identity = stop(StopReason.IDENTITY, date(2026, 9, 2), date(2026, 9, 10))
    scope = stop(StopReason.SCOPE, date(2026, 9, 14), date(2026, 9, 16))
    assert last_day(one, [identity]) == date(2026, 10, 12)  # the 10th is a Saturday
    assert last_day(one, [scope]) == date(2026, 10, 5)  # three days, to a Sunday... the 4th
    assert last_day(one, [identity, scope]) == date(2026, 10, 13)
    # Days that had not begun to count are not left out twice.
    assert last_day(one, [stop(StopReason.SCOPE, date(2026, 9, 2), date(2026, 9, 4)), identity]) == date(2026, 10, 12)
    assert last_day(one, [stop(StopReason.IDENTITY, date(2026, 9, 2), None)]) == date(2026, 10, 1)


def test_complaint_is_acknowledged_within_30_days_and_then_due_as_promised():
    assert last_day(asked(RequestKind.COMPLAINT, date(2026, 6, 22)), []) == date(2026, 7, 22)
    assert last_day(asked(RequestKind.COMPLAINT, date(2026, 9, 3)), []) == date(2026, 10, 5)  # a Saturday
    promised = asked(RequestKind.COMPLAINT, date(2026, 6, 22), promised_on=date(2026, 8, 1))
    assert last_day(promised, []) == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("law", "due_on"),
    [
        # From 25 November 2026: Saint Andrew's Day counts nowhere for the Act of the whole kingdom, nor in Scotland.
        (InformationLaw.FOIA, date(2026, 12, 24)),
        (InformationLaw.EIR, date(2026, 12, 24)),
        (InformationLaw.FOISA, date(2026, 12, 24)),
        (InformationLaw.EISR, date(2026, 12, 24)),
        # Nobody has said by which law: the earliest of all.
        ("", date(2026, 12, 23)),
    ],
)
def test_information_is_due_on_the_twentieth_working_day_of_the_law(law, due_on):
    assert last_day(asked(RequestKind.INFORMATION, date(2026, 11, 25), law=law), []) == due_on


def test_easter_monday_counts_in_scotland_and_not_for_the_act_of_the_kingdom():
    days = [last_day(asked(RequestKind.INFORMATION, date(2026, 3, 20), law=law), []) for law in ("foisa", "foia")]
    assert days == [date(2026, 4, 20), date(2026, 4, 21)]


def test_information_what_they_mean_begins_anew_and_a_fee_leaves_its_days_out():
    one = asked(RequestKind.INFORMATION, date(2026, 9, 1), law="foisa")
    assert last_day(one, []) == date(2026, 9, 29)
    assert last_day(one, [stop(StopReason.SCOPE, date(2026, 9, 2), date(2026, 9, 10))]) == date(2026, 10, 8)
    # Wednesday to Friday: three working days.
    assert last_day(one, [stop(StopReason.FEE, date(2026, 9, 2), date(2026, 9, 4))]) == date(2026, 10, 2)


def test_no_law_gives_an_earlier_day_than_none():
    for month in range(1, 13):
        received_on = date(2026, month, 10)
        days = [last_day(asked(RequestKind.INFORMATION, received_on, law=law), []) for law in ("", *InformationLaw)]
        assert min(days) == days[0]


def test_each_kind_says_what_stops_its_clock():
    assert {kind: sorted(reasons) for kind, reasons in STOPS.items()} == {
        "access": ["fee", "identity", "scope"],
        "rectification": ["fee", "identity"],
        "erasure": ["fee", "identity"],
        "objection": ["fee", "identity"],
        "restriction": ["fee", "identity"],
        "complaint": [],
        "information": ["fee", "scope"],
    }


def test_working_days_of_the_nations():
    assert is_day_off(date(2026, 11, 30), SCOTLAND)
    assert is_day_off(date(2026, 3, 17), ALL_NATIONS)
    assert not is_day_off(date(2026, 4, 6), SCOTLAND)
    assert next_working_day(date(2026, 4, 6)) == date(2026, 4, 6)
    assert next_working_day(date(2026, 4, 3)) == date(2026, 4, 6)
    assert working_day_after(date(2026, 4, 2), 1, SCOTLAND) == date(2026, 4, 6)
    assert [months_after(date(2026, 12, 31), count) for count in (1, 2, 14)] == [
        date(2027, 1, 31), date(2027, 2, 28), date(2028, 2, 29),
    ]  # fmt: skip
