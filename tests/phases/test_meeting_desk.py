"""The team looks after a meeting: gives places, says whether needs are met, and checks people in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LogEntry
from kit.refusals import InvalidTransition
from kit.windows import Clock
from outbox.models import Message
from phases.meetings.services import add_walk_in, check_in, undo_check_in
from phases.models import Attendance, Meeting
from stakeholders.models import Person
from tests.conftest import staff_with
from tests.filled_forms import SURE
from tests.phases.factories import AttendanceFactory, MeetingFactory
from tests.stakeholders.factories import PartnershipFactory


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting of next week for one person; Ann has the place and has needs, Bea waits."""
    meeting = MeetingFactory(programme=programme, starts_at=at + timedelta(days=7), ends_at=None, capacity=1)
    ann = {"person__name": "Ann Oak", "presence": "registered", "access_needs": "A ramp", "person__email": ""}
    AttendanceFactory(meeting=meeting, registered_at=at, **ann)
    bea = {"person__name": "Bea Elm", "presence": "waiting", "person__email": "bea@example.org", "token_hash": "0" * 64}
    AttendanceFactory(meeting=meeting, registered_at=at, **bea)
    return meeting


@pytest.fixture
def desk(client_of, programme) -> Client:
    """The browser of a facilitator of the programme."""
    return client_of(staff_with("facilitator", programme))


def of(name: str) -> Attendance:
    return Attendance.objects.select_related("person", "meeting").get(person__name=name)


def page(name: str, row: Attendance | Meeting) -> str:
    return reverse(f"phases:{name}", args=["neighbours", row.pk])


def stands() -> dict[str, str]:
    return dict(Attendance.objects.order_by("pk").values_list("person__name", "presence"))


def test_meeting_people_shows_places_waiting_and_needs(meeting, desk):
    words = desk.get(page("meeting-people", meeting)).content.decode()
    assert [each in words for each in ("Ann Oak", "Bea Elm", "A ramp", "1 has a place of 1, 1 waits")] == [True] * 4


def test_meeting_list_shows_numbers_only_to_those_who_look_after_them(meeting, desk, client_of, viewer):
    assert "Have a place" in desk.get("/desk/neighbours/meetings/").content.decode()
    words = client_of(viewer).get("/desk/neighbours/meetings/").content.decode()
    assert (meeting.title in words, "Have a place" in words) == (True, False)


def test_meeting_set_up_with_more_places_moves_up_who_waits(meeting, desk, at):
    typed = {"capacity": "2", "opens_on_0": "1", "opens_on_1": "2", "opens_on_2": "2026", "joining_details": "By tram"}
    assert desk.post(page("meeting-set-up", meeting), typed | {"capacity": "0"}).status_code == 200
    wrong = {"last_on_0": "1", "last_on_1": "1", "last_on_2": "2026"}
    assert "must not be before" in desk.post(page("meeting-set-up", meeting), typed | wrong).content.decode()
    assert desk.post(page("meeting-set-up", meeting), typed).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.capacity, str(meeting.registration_opens_at)) == (2, "2026-02-01 00:00:00+00:00")
    assert stands() == {"Ann Oak": "registered", "Bea Elm": "registered"}
    assert list(Message.objects.values_list("to_address", "subject")) == [
        ("bea@example.org", f"A place is free for you: {meeting.title}")
    ]


def test_attendance_create_is_said_by_them_and_entered_by_whoever_is_signed_in(meeting, desk):
    typed = {"key": str(UUID(int=1)), "name": "Cat Ash", "telephone": "0141 496 0000"}
    for _ in range(2):
        assert desk.post(page("attendance-create", meeting), typed).status_code == 302
    added = of("Cat Ash")
    assert (added.presence, added.entered_by.email) == ("waiting", "facilitator.neighbours@example.org")


def test_attendance_needs_not_met_asks_why(meeting, desk):
    address = page("attendance-needs", of("Ann Oak"))
    assert "Say why it is not met." in desk.post(address, {"needs_met": "not_met"}).content.decode()
    assert desk.post(address, {"needs_met": "not_met", "needs_note": "The lift is broken."}).status_code == 302
    assert (of("Ann Oak").needs_met, of("Ann Oak").needs_note) == ("not_met", "The lift is broken.")
    assert LogEntry.objects.get(verb="needs_recorded").details == {"needs": "not_met", "was": {"needs_met": ""}}


def test_attendance_give_up_hands_the_place_on(meeting, desk):
    desk.post(page("attendance-give-up", of("Ann Oak")), SURE)
    assert stands() == {"Ann Oak": "apologies", "Bea Elm": "registered"}
    assert desk.post(page("attendance-give-up", of("Ann Oak")), SURE).status_code == 302


def test_meeting_check_in_finds_by_part_of_a_name(meeting, desk):
    words = desk.get(page("meeting-check-in", meeting), {"q": "oak"}).content.decode()
    assert ("Ann Oak" in words, "Bea Elm" in words, "Show all" in words) == (True, False, True)


def test_attendance_check_in_by_get_changes_nothing_and_by_post_once(meeting, desk):
    address = page("attendance-check-in", of("Ann Oak"))
    assert desk.get(address).status_code == 200
    assert stands()["Ann Oak"] == "registered"
    for _ in range(2):
        assert desk.post(address).status_code == 302
    assert stands()["Ann Oak"] == "attended"
    assert list(LogEntry.objects.values_list("verb", flat=True)) == ["looked", "checked_in"]
    for _ in range(2):
        assert desk.post(page("attendance-undo-check-in", of("Ann Oak"))).status_code == 302
    assert (stands()["Ann Oak"], of("Ann Oak").checked_in_by) == ("registered", None)


def test_undo_leaves_people_as_they_stood(meeting, lead, at):
    undo_check_in(check_in(of("Bea Elm"), by=lead, at=at), by=lead, at=at)
    assert of("Bea Elm").presence == "waiting"
    with pytest.raises(InvalidTransition):
        undo_check_in(of("Bea Elm"), by=lead, at=at)


def test_walk_in_is_written_once_and_gone_when_taken_back(meeting, desk, lead, at):
    typed = {"key": str(UUID(int=2)), "name": " Dee  Fir"}
    for _ in range(2):
        assert desk.post(page("meeting-check-in", meeting), typed).status_code == 302
    assert stands()["Dee Fir"] == "walk_in"
    assert "Enter the name" in desk.post(page("meeting-check-in", meeting), {"name": ""}).content.decode()
    people = Person.objects.count()
    undo_check_in(of("Dee Fir"), by=lead, at=at)
    assert (stands(), Person.objects.count()) == ({"Ann Oak": "registered", "Bea Elm": "waiting"}, people - 1)


def test_undo_keeps_a_person_who_is_tied_to_something_else(meeting, lead, at):
    came = add_walk_in(meeting, key=UUID(int=3), name="Dee Fir", by=lead, at=at)
    AttendanceFactory(meeting__programme=meeting.programme, person=came.person)
    undo_check_in(came, by=lead, at=at)
    assert Person.objects.filter(name="Dee Fir").count() == 1


def test_meeting_sign_in_sheet_and_badges_name_people_and_nothing_else_of_them(meeting, desk):
    for name in ("meeting-sign-in-sheet", "meeting-badges"):
        words = desk.get(page(name, meeting)).content.decode()
        assert [each in words for each in ("Ann Oak", "Bea Elm", "A ramp")] == [True, False, False], name
    assert words.count("tl-badge__code") == 1


@pytest.mark.parametrize(("name", "queries"), [("meeting-people", 10), ("meeting-check-in", 9)])
@pytest.mark.parametrize("more", [1, 30])
def test_people_of_a_meeting_take_the_same_number_of_queries(
    name, queries, more, meeting, desk, lead, django_assert_num_queries
):
    partnership = PartnershipFactory(programme=meeting.programme)
    AttendanceFactory.create_batch(more, meeting=meeting, entered_by=lead, partnership=partnership)
    with django_assert_num_queries(queries):
        assert desk.get(page(name, meeting)).status_code == 200


def test_meeting_people_stand_on_pages_who_has_a_place_before_who_waits(meeting, desk, at):
    AttendanceFactory.create_batch(60, meeting=meeting, presence="registered")
    AttendanceFactory(meeting=meeting, presence="apologies", person__name="Abe Bay")
    AttendanceFactory(meeting=meeting, presence="waiting", registered_at=at - timedelta(days=1), person__name="Zoe Yew")
    first, second = (desk.get(page("meeting-people", meeting), {"page": number}) for number in (1, 2))
    headings = ["<h2>Have a place</h2>", "<h2>On the waiting list, in order</h2>", "<h2>Sent apologies</h2>"]
    assert [each in first.text for each in headings] == [True, False, False]
    assert [each in second.text for each in headings] == [True, True, True]
    assert "61 have a place of 1, 2 wait, 1 sent apologies." in " ".join(first.text.split())
    assert [(len(each.context["page"]), "Page" in each.text) for each in (first, second)] == [(50, True), (14, True)]
    assert [each.person.name for each in second.context["page"]][-3:] == ["Zoe Yew", "Bea Elm", "Abe Bay"]


def test_meeting_check_in_keeps_the_name_that_is_sought_from_page_to_page(meeting, desk):
    AttendanceFactory.create_batch(51, meeting=meeting, presence="registered", person__name="Al Oak")
    found = desk.get(page("meeting-check-in", meeting), {"q": "OAK"})
    assert 'href="?q=OAK&amp;page=2"' in found.text
    assert "0 are here, 52 are still expected." in " ".join(found.text.split())
    last = desk.get(page("meeting-check-in", meeting), {"q": "OAK", "page": "2"}).context["page"]
    assert [each.person.name for each in last] == ["Al Oak", "Ann Oak"]


def test_meeting_without_an_end_is_over_when_its_day_is():
    meeting = MeetingFactory.build(starts_at=datetime(2026, 6, 7, 17, tzinfo=UTC), ends_at=None)
    # Midnight in London, in summer.
    over = datetime(2026, 6, 7, 23, tzinfo=UTC)
    assert [meeting.clock(at) for at in (over - timedelta(microseconds=1), over)] == [Clock.OPEN, Clock.PAST]
