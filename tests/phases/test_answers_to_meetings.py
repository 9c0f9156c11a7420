"""Representatives say from their own page whether they come: places by the rules that hold for anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import LogEntry
from outbox.models import Message
from phases.meetings.places import answers_to, attendance_of
from phases.meetings.services import RegistrationDetails, register
from phases.models import Attendance, Meeting
from stakeholders.models import Appointment, Person
from tests.phases.factories import AttendanceFactory, MeetingFactory
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

YES = {"comes": "yes", "access_needs": "A ramp", "communication_needs": ""}
NO = {"comes": "no", "access_needs": "", "communication_needs": ""}


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting of next week with one place, to which only the team adds people."""
    return MeetingFactory(
        programme=programme, starts_at=at + timedelta(days=7), ends_at=None, capacity=1, joining_details="Ring twice."
    )


@pytest.fixture
def mine(programme) -> Appointment:
    return AppointmentFactory(
        partnership__programme=programme,
        partnership__organisation__name="Oak House",
        person__name="Isla Boyd",
        person__email="isla@example.org",
        person__access_needs="A quiet room",
    )


def page(meeting: Meeting, name: str = "answer") -> str:
    return reverse(f"phases:meeting-{name}", args=[meeting.pk])


def stands(meeting: Meeting) -> dict[str, str]:
    return dict(meeting.attendances.order_by("pk").values_list("person__name", "presence"))


def test_yes_gives_a_place_the_letter_and_the_calendar_file(client_of, meeting, mine):
    client = client_of(mine.person.user)
    assert "A quiet room" in client.get(page(meeting)).text
    assert "Ring twice." not in client.get(page(meeting)).text
    assert client.get(page(meeting, "calendar")).status_code == 404
    assert client.post(page(meeting), YES).status_code == 302
    attendance = Attendance.objects.get()
    assert (attendance.presence, attendance.access_needs, attendance.partnership) == (
        "registered", "A ramp", mine.partnership,
    )  # fmt: skip
    assert [each.kind for each in Message.objects.filter(to_address="isla@example.org")] == ["place_given"]
    said = client.get(page(meeting)).text
    assert ("You have a place." in said, "Ring twice." in said) == (True, True)
    assert b"STATUS:CONFIRMED" in client.get(page(meeting, "calendar")).content
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.by) == ("registered", mine.person.user)
    assert Person.objects.get(pk=mine.person_id).access_needs == "A quiet room"


def test_yes_where_all_places_are_taken_waits(client_of, meeting, mine):
    AttendanceFactory(meeting=meeting, person__name="Ann", presence="registered")
    client = client_of(mine.person.user)
    client.post(page(meeting), YES)
    assert stands(meeting) == {"Ann": "registered", "Isla Boyd": "waiting"}
    assert "you are on the waiting list" in client.get(page(meeting)).text
    assert client.get(page(meeting, "calendar")).status_code == 404


def test_no_is_kept_and_a_place_goes_to_whoever_waits(client_of, meeting, mine, at):
    client = client_of(mine.person.user)
    client.post(page(meeting), YES)
    AttendanceFactory(meeting=meeting, person__name="Ann", presence="waiting", registered_at=at)
    client.post(page(meeting), NO)
    assert stands(meeting) == {"Isla Boyd": "apologies", "Ann": "registered"}
    client.post(page(meeting), YES)
    assert stands(meeting) == {"Isla Boyd": "waiting", "Ann": "registered"}


def test_no_without_a_place_writes_nobody_a_letter(client_of, meeting, mine):
    client_of(mine.person.user).post(page(meeting), NO)
    assert stands(meeting) == {"Isla Boyd": "apologies"}
    assert (LogEntry.objects.latest("pk").verb, Message.objects.count()) == ("not_coming", 0)


def test_needs_said_anew_stand_and_whether_they_are_met_is_asked_again(client_of, meeting, mine):
    client = client_of(mine.person.user)
    client.post(page(meeting), YES)
    Attendance.objects.update(needs_met="met", needs_note="The ramp is there.")
    client.post(page(meeting), YES | {"communication_needs": "Large print"})
    attendance = Attendance.objects.get()
    assert (attendance.communication_needs, attendance.needs_met, Message.objects.count()) == ("Large print", "", 1)


def test_whoever_registered_in_public_is_known_again(client_of, meeting, mine, at):
    Meeting.objects.update(registration_opens_at=at.replace(minute=0, second=0, microsecond=0) - timedelta(days=1))
    meeting.refresh_from_db()
    details = RegistrationDetails("Isla Boyd", "isla@example.org", telephone="0191 498 0000")
    attendance = register(meeting, key="12345678123456781234567812345678", details=details, by=None, at=at)
    assert attendance.person != mine.person
    client = client_of(mine.person.user)
    assert "You have a place." in client.get(page(meeting)).text
    client.post(page(meeting), NO)
    assert stands(meeting) == {"Isla Boyd": "apologies"}
    client.post(page(meeting), YES)
    said = Attendance.objects.get()
    # They came of themself before; now they come for whom they speak.
    assert (said.presence, said.person, said.partnership) == ("registered", attendance.person, mine.partnership)


@pytest.mark.parametrize(("opens", "closes"), [(1, None), (-2, -1)])
def test_yes_is_refused_while_nobody_can_register_and_words_are_kept(client_of, meeting, mine, at, opens, closes):
    hour = at.replace(minute=0, second=0, microsecond=0)
    Meeting.objects.update(
        registration_opens_at=hour + timedelta(days=opens),
        registration_closes_at=None if closes is None else hour + timedelta(days=closes),
    )
    client = client_of(mine.person.user)
    assert "Nobody can register at the moment." in client.get(page(meeting)).text
    answer = client.post(page(meeting), YES)
    assert ("Nobody can register at the moment." in answer.text, "A ramp" in answer.text) == (True, True)
    assert stands(meeting) == {}


@pytest.mark.parametrize("which", ["cancelled", "begun"])
def test_answer_is_refused_where_the_meeting_is_cancelled_or_has_begun(client_of, meeting, mine, at, lead, which):
    changes = {"cancelled": {"cancelled_at": at, "cancelled_by": lead}, "begun": {"starts_at": at - timedelta(hours=1)}}
    Meeting.objects.update(**changes[which])
    assert "was cancelled, or has begun" in client_of(mine.person.user).post(page(meeting), YES).text
    assert stands(meeting) == {}


def test_meeting_of_elsewhere_is_not_there(client_of, mine, at):
    elsewhere = MeetingFactory(starts_at=at + timedelta(days=7), ends_at=None)
    client = client_of(mine.person.user)
    assert (client.get(page(elsewhere)).status_code, client.post(page(elsewhere), YES).status_code) == (404, 404)


def test_place_that_cannot_be_told_of_is_not_given(client_of, meeting, mine, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("phases.meetings.emails.queue_message", breaks)
    before = LogEntry.objects.count()
    with pytest.raises(RuntimeError):
        client_of(mine.person.user).post(page(meeting), YES)
    assert (Attendance.objects.count(), LogEntry.objects.count()) == (0, before)


def test_desk_sees_which_representatives_have_said_what(desk, meeting, mine, programme):
    AttendanceFactory(meeting=meeting, person=mine.person, presence="apologies")
    for name, presence in {"Ash": "registered", "Elm": "waiting", "Fir": None}.items():
        of = {"partnership__programme": programme, "partnership__organisation__name": name}
        appointment = AppointmentFactory(person=PersonFactory(name=f"Who speaks for {name}"), **of)
        if presence:
            AttendanceFactory(meeting=meeting, person=appointment.person, presence=presence)
    AppointmentFactory(partnership__organisation__name="Elsewhere")
    shown = desk.get(reverse("phases:meeting-representatives", args=[programme.slug, meeting.pk]))
    assert [(str(each.partnership.organisation), each.presence) for each in shown.context["page"]] == [
        ("Ash", "registered"), ("Elm", "waiting"), ("Fir", None), ("Oak House", "apologies"),
    ]  # fmt: skip
    assert "1 comes or came, 1 waits for a place, 1 cannot come, and 1 has said nothing." in shown.text


@pytest.mark.parametrize("email", ["isla@example.org", ""])
def test_answers_read_at_once_are_those_of_each_person(meeting, mine, email):
    same = {"name": "Isla Boyd", "email": email}
    Person.objects.filter(pk=mine.person_id).update(email=email)
    people = [
        Person.objects.get(pk=mine.person_id),
        PersonFactory(**same),
        PersonFactory(name="Isla Boyd", email="x@example.org"),
    ]
    AttendanceFactory(meeting=meeting, person=people[1], presence="waiting")
    AttendanceFactory(meeting=meeting, person=people[0], presence="apologies")
    AttendanceFactory(meeting__programme=meeting.programme, person=people[2], presence="registered")
    said, each = answers_to(meeting), [attendance_of(meeting, person) for person in people]
    assert [said(person.pk, person.name, person.email) for person in people] == [one and one.presence for one in each]
    assert [one and one.presence for one in each] == ["waiting" if email else "apologies", "waiting", None]


def test_home_and_the_list_of_meetings_say_what_was_answered(client_of, meeting, mine):
    client = client_of(mine.person.user)
    assert "Tell us whether you come" in client.get("/home/").text
    client.post(page(meeting), YES)
    assert "You have a place" in client.get("/home/").text
    assert "You have a place." in client.get("/home/meetings/").text
