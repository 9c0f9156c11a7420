"""What was decided at a meeting, public once it is published; and the lessons, which the team reads next time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from phases.meetings.services import WhatCameOfIt, publish_minutes, withdraw_minutes, write_minutes
from phases.models import Meeting, Minutes
from programmes.models import Doing
from tests.conftest import staff_with
from tests.phases.factories import MeetingFactory, MinutesFactory
from tests.programmes.factories import QuietPeriodFactory
from tests.refusing import WriteRefused, refusing

SAID = WhatCameOfIt("Two benches.", "Begin later.")


@pytest.fixture
def meeting(programme) -> Meeting:
    """A meeting of 2016."""
    return MeetingFactory(programme=programme, title="First")


def written(meeting: Meeting, details: WhatCameOfIt, by, at) -> Meeting:
    return write_minutes(meeting, details=details, version=WhatCameOfIt.of(meeting).version(), by=by, at=at)


def page(meeting: Meeting, name: str = "meeting-minutes") -> str:
    return reverse(f"phases:{name}", args=[meeting.programme.slug, meeting.pk])


def test_public_reads_what_was_decided_from_publishing_until_it_is_taken_back(client, client_of, meeting, lead, at):
    public = meeting.get_absolute_url()
    written(meeting, SAID, lead, at)
    assert "Two benches." not in client.get(public).text
    client_of(lead).post(page(meeting, "minutes-publish"))
    shown = client.get(public).text
    assert ("Two benches." in shown, "Begin later." in shown) == (True, False)
    client_of(lead).post(page(meeting, "minutes-withdraw"))
    assert "Two benches." not in client.get(public).text
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "minutes_written", "minutes_published", "minutes_withdrawn",
    ]  # fmt: skip


def test_window_that_was_overtaken_keeps_its_words_and_shows_the_others(desk, meeting, lead, at):
    version = WhatCameOfIt.of(meeting).version()
    desk.post(page(meeting), {"decided": "Two benches.", "lessons": "", "version": version})
    late = desk.post(page(meeting), {"decided": "One bench.", "lessons": "Begin later.", "version": version})
    assert (late.status_code, "One bench." in late.text, "Begin later." in late.text) == (409, True, True)
    assert list(late.context["form"].stands_now) == [("What was decided?", "Two benches."), (
        "What would you do otherwise next time?", "",
    )]  # fmt: skip
    assert WhatCameOfIt.of(meeting) == WhatCameOfIt("Two benches.", "")


@pytest.mark.parametrize("hat", ["facilitator", "broker"])
def test_minutes_are_published_by_a_lead_alone(client_of, programme, meeting, hat):
    MinutesFactory(meeting=meeting)
    others = client_of(staff_with(hat, programme))
    assert "Publish the minutes" not in others.get(page(meeting)).text
    assert others.post(page(meeting, "minutes-publish")).status_code == 403
    assert Minutes.objects.published().count() == 0


@pytest.mark.parametrize("which", ["to come", "cancelled", "nothing decided"])
def test_minutes_are_not_published_of_what_has_not_been(meeting, lead, at, which):
    written(meeting, WhatCameOfIt("" if which == "nothing decided" else "Two benches.", "Begin later."), lead, at)
    changes = {
        "to come": {"starts_at": at + timedelta(days=1), "ends_at": None},
        "cancelled": {"cancelled_at": at, "cancelled_by": lead},
        "nothing decided": {"summary": "We talked."},
    }
    Meeting.objects.update(**changes[which])
    with pytest.raises(Refused):
        publish_minutes(meeting, by=lead, at=at)


def test_minutes_wait_in_a_quiet_period_and_are_published_once(meeting, lead, at):
    written(meeting, SAID, lead, at)
    publish_minutes(meeting, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        publish_minutes(meeting, by=lead, at=at)
    withdraw_minutes(meeting, by=lead, at=at)
    QuietPeriodFactory(
        programme=meeting.programme, from_on=at.date() - timedelta(days=1), until_on=at.date() + timedelta(days=2)
    )
    with pytest.raises(Refused, match=str(Doing.PUBLISHING.label)):
        publish_minutes(meeting, by=lead, at=at)


def test_minutes_of_an_unpublished_programme_are_nobodys(meeting, programme, lead):
    MinutesFactory(meeting=meeting, published_at=meeting.starts_at, published_by=lead)
    assert Minutes.objects.published().count() == 1
    type(programme).objects.update(published_at=None, published_by=None)
    assert Minutes.objects.published().count() == 0


def test_minutes_are_not_written_when_the_log_refuses(meeting, lead, at):
    with refusing(LogEntry), pytest.raises(WriteRefused):
        written(meeting, SAID, lead, at)
    assert (Minutes.objects.count(), Meeting.objects.get().lessons) == (0, "")


def test_lessons_of_the_three_meetings_before_are_offered_when_the_next_is_set_up(desk, programme, at):
    for number in range(1, 5):
        MeetingFactory(
            programme=programme, title=f"Past {number}", lessons=f"Lesson {number}.", ends_at=None,
            starts_at=at.replace(minute=0, second=0, microsecond=0) - timedelta(days=30 - number),
        )  # fmt: skip
    MeetingFactory(programme=programme, title="Without", ends_at=None)
    MeetingFactory(lessons="Lesson of elsewhere.")
    MeetingFactory(programme=programme, lessons="Lesson to come.", starts_at=at + timedelta(days=9), ends_at=None)
    following = MeetingFactory(programme=programme, starts_at=at + timedelta(days=7), ends_at=None)
    offered = desk.get(page(following, "meeting-set-up"))
    assert [each.lessons for each in offered.context["before"]] == ["Lesson 4.", "Lesson 3.", "Lesson 2."]
    first = programme.meetings.earliest("starts_at")
    assert "What you wanted to do otherwise" not in desk.get(page(first, "meeting-set-up")).text


def test_meeting_that_is_over_asks_for_its_lessons_until_they_are_written(desk, meeting):
    asks = "Nobody has written down yet what to do otherwise next time."
    assert asks in desk.get(page(meeting, "meeting-people")).text
    Meeting.objects.update(lessons="Begin later.")
    assert asks not in desk.get(page(meeting, "meeting-people")).text
