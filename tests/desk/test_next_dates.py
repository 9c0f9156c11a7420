"""What comes next in a programme: each kind of date in its words, the earliest of them, and none that is past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk.next_dates import next_dates
from kit.days import beginning_of
from tests.actions.factories import FollowUpRoundFactory
from tests.consultations.factories import ConsultationFactory, PosterCallFactory
from tests.phases.factories import MeetingFactory

DAY = timedelta(days=1)


@pytest.fixture
def today(at):
    return timezone.localdate(at)


@pytest.fixture
def said(programme, at, today):
    """Return what is said of what comes next, and in how many days that is."""

    def say():
        following = next_dates([programme], at).get(programme.pk)
        return following and (following.words, (following.on - today).days)

    return say


def test_nothing_is_said_where_no_date_lies_ahead(programme, lead, at, said):
    MeetingFactory(programme=programme, starts_at=at - DAY, ends_at=at - DAY + timedelta(hours=1))
    MeetingFactory(programme=programme, starts_at=at + DAY, ends_at=None, cancelled_at=at, cancelled_by=lead)
    ConsultationFactory(phase__programme=programme, starts_at=at - 9 * DAY, ends_at=at - DAY)
    assert said() is None


@pytest.mark.parametrize("days", [1, 40])
def test_meeting_takes_place(programme, at, said, days):
    MeetingFactory(programme=programme, title="A meeting", starts_at=at + days * DAY, ends_at=None)
    assert said() == ("A meeting takes place", days)


def test_consultation_opens_and_has_a_last_day(programme, at, today, said):
    ends_at = beginning_of(today + 10 * DAY)
    ConsultationFactory(phase__programme=programme, title="Questions", starts_at=at + 3 * DAY, ends_at=ends_at)
    assert said() == ("Questions opens", 3)
    ConsultationFactory(
        phase__programme=programme, title="Others", starts_at=at - DAY, ends_at=beginning_of(today + 2 * DAY)
    )
    assert said() == ("Last day of Others", 1)


@pytest.mark.parametrize("lasts", [None, 9])
def test_what_opens_has_a_first_day_whether_or_not_it_has_an_end(programme, at, said, lasts):
    ends_at = lasts and at + lasts * DAY
    ConsultationFactory(phase__programme=programme, title="Others", starts_at=at - DAY, ends_at=None)
    PosterCallFactory(programme=programme, starts_at=at + 4 * DAY, ends_at=ends_at)
    assert said() == ("First day to hand in posters", 4)
    ConsultationFactory(phase__programme=programme, title="Questions", starts_at=at + 3 * DAY, ends_at=ends_at)
    assert said() == ("Questions opens", 3)


def test_posters_can_be_handed_in_and_have_a_last_day(programme, at, today, said):
    call = PosterCallFactory(programme=programme, starts_at=at + 4 * DAY, ends_at=beginning_of(today + 6 * DAY))
    assert said() == ("First day to hand in posters", 4)
    call.starts_at = at - DAY
    call.save()
    assert said() == ("Last day to hand in posters", 5)


def test_round_is_to_be_opened_and_has_a_last_day(programme, lead, at, today, said):
    days = {"planned_on": today + 2 * DAY, "answer_by_on": today + 20 * DAY}
    round = FollowUpRoundFactory(programme=programme, name="December", status="planned", **days)
    assert said() == ("December is to be opened", 2)
    round.status, round.opened_at, round.opened_by = "open", at, lead
    round.save()
    assert said() == ("Last day of December", 20)


def test_target_is_said_until_it_is_reached(programme, today, said):
    programme.target_on = today + 30 * DAY
    assert said() == ("Target completion", 30)
    programme.completed_on = today
    assert said() is None


def test_what_is_overdue_is_no_next_date(programme, today, said):
    """It waits in *Today*: a round that nobody has opened, and a target that is past."""
    programme.target_on = today - DAY
    days = {"planned_on": today - 2 * DAY, "answer_by_on": today + 20 * DAY}
    FollowUpRoundFactory(programme=programme, name="Late", status="planned", **days)
    assert said() is None
