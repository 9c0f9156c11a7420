"""Places at a meeting: taken once, waited for in order, given up and handed on, each told by e-mail."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused, SubmittedDifferently
from outbox.models import Message
from phases.meetings.calendar import calendar_file
from phases.meetings.services import (
    RegistrationDetails,
    add_walk_in,
    change_place,
    give_up_place,
    register,
    set_up_meeting,
    undo_check_in,
)
from phases.models import Attendance, Meeting
from stakeholders.models import Person
from tests.actions.factories import ProposerFactory
from tests.phases.factories import MeetingFactory
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

ISLA = RegistrationDetails(
    name="Isla Boyd", email="isla.boyd@example.org", access_needs="A ramp", comes_from="Walking group"
)

SAID_ANEW = (
    "You were registered already. What was written now of your group, of how you are reached, or of what you need, "
    "stands instead"
)


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting of next week with two places, open for registration since yesterday."""
    return MeetingFactory(
        programme=programme,
        starts_at=at + timedelta(days=7),
        ends_at=at + timedelta(days=7, hours=2),
        capacity=2,
        registration_opens_at=at - timedelta(days=1),
        joining_details="The door beside the library.",
    )


def comes(meeting: Meeting, name: str, at, key: UUID | None = None) -> Attendance:
    """Register somebody of this name."""
    email = f"{name.lower()}@example.org"
    return register(meeting, key=key or uuid4(), details=RegistrationDetails(name=name, email=email), by=None, at=at)


def stands(meeting: Meeting) -> dict[str, str]:
    return dict(meeting.attendances.order_by("pk").values_list("person__name", "presence"))


def letters(name: str) -> list[str]:
    """Return the kinds of those letters to somebody that were not stopped."""
    to = Message.objects.filter(to_address=f"{name.lower()}@example.org").exclude(state="cancelled")
    return list(to.order_by("pk").values_list("kind", flat=True))


def test_register_gives_a_place_and_tells_how_to_join(meeting, at):
    attendance = register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    assert (attendance.presence, attendance.access_needs, attendance.entered_by) == ("registered", "A ramp", None)
    letter = Message.objects.get()
    assert (letter.kind, letter.to_address) == ("place_given", "isla.boyd@example.org")
    assert "The door beside the library." in letter.text
    assert LogEntry.objects.get().details == {"presence": "registered"}


def test_register_takes_the_same_form_once(meeting, at):
    key = uuid4()
    assert comes(meeting, "Ann", at, key) == comes(meeting, "Ann", at, key)
    assert (Attendance.objects.count(), Person.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_register_refuses_the_same_form_with_other_words(meeting, other_programme, at):
    key = uuid4()
    sent = register(meeting, key=key, details=ISLA, by=None, at=at)
    # What has become of it since is not what was sent.
    Attendance.objects.filter(pk=sent.pk).update(access_needs="None any more")
    assert register(meeting, key=key, details=ISLA, by=None, at=meeting.starts_at).pk == sent.pk
    elsewhere = MeetingFactory(programme=other_programme)
    for where, details in ((meeting, replace(ISLA, access_needs="")), (elsewhere, ISLA)):
        with pytest.raises(SubmittedDifferently):
            register(where, key=key, details=details, by=None, at=at)
    assert (Attendance.objects.count(), Message.objects.count()) == (1, 1)


def test_walk_in_of_the_same_form_under_another_name_is_refused(meeting, lead, at):
    key = uuid4()
    dee = add_walk_in(meeting, key=key, name="Dee", by=lead, at=at)
    Person.objects.filter(pk=dee.person_id).update(name="Deirdre")
    assert add_walk_in(meeting, key=key, name="Dee", by=lead, at=at) == dee
    with pytest.raises(SubmittedDifferently):
        add_walk_in(meeting, key=key, name="Ned", by=lead, at=at)
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("capacity", [2, 0])
def test_register_again_takes_the_newer_words_logs_them_and_tells_the_owner(meeting, capacity, at):
    Meeting.objects.update(capacity=capacity)
    first = register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    Attendance.objects.update(needs_met="met", needs_note="There is a ramp.")
    other = RegistrationDetails(name="isla boyd", email="Isla.Boyd@example.org", access_needs="A ramp and a rail")
    again = register(meeting, key=uuid4(), details=other, by=None, at=at)
    assert (again.pk, again.person.name) == (first.pk, "Isla Boyd")
    again.refresh_from_db()
    # What was left empty stands, and whether the needs are met is open again.
    assert (again.access_needs, again.comes_from, again.needs_met) == ("A ramp and a rail", "Walking group", "")
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.details["fields"]) == ("changed", ["access_needs", "needs_met", "needs_note"])
    told = [" ".join(each.text.split()) for each in Message.objects.order_by("pk")]
    assert [SAID_ANEW in text for text in told] == [False, True]
    assert "rail" not in told[1]


def test_telephone_that_is_given_again_is_kept_for_the_meeting_and_its_owner_told(meeting, at):
    first = register(meeting, key=uuid4(), details=replace(ISLA, telephone="0191 498 0001"), by=None, at=at)
    for _ in range(2):
        again = replace(ISLA, telephone="0191 498 0002")
        assert register(meeting, key=uuid4(), details=again, by=None, at=at).pk == first.pk
    register(meeting, key=uuid4(), details=replace(ISLA, telephone=""), by=None, at=at)
    first = Attendance.objects.select_related("person").get()
    assert (first.telephone, first.number, first.person.telephone) == (
        "0191 498 0002", "0191 498 0002", "0191 498 0001",
    )  # fmt: skip
    changes = [each.details["fields"] for each in LogEntry.objects.filter(verb="changed")]
    assert changes == [["telephone"]]
    told = [" ".join(each.text.split()) for each in Message.objects.order_by("pk")]
    assert [SAID_ANEW in text for text in told] == [False, True, False, False]
    assert not any("0002" in text for text in told)
    give_up_place(first, by=None, at=at)
    back = register(meeting, key=uuid4(), details=replace(ISLA, telephone="0191 498 0003"), by=None, at=at)
    assert back.number == "0191 498 0003"
    # The number that is known of them, too, where another was given since.
    give_up_place(back, by=None, at=at)
    back = register(meeting, key=uuid4(), details=replace(ISLA, telephone="0191 498 0001"), by=None, at=at)
    assert back.number == "0191 498 0001"


def test_register_again_with_nothing_new_changes_nothing_and_tells_again(meeting, at):
    first = register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    for details in (ISLA, replace(ISLA, access_needs="", comes_from="")):
        assert register(meeting, key=uuid4(), details=details, by=None, at=at).pk == first.pk
    first.refresh_from_db()
    assert (first.access_needs, first.comes_from) == ("A ramp", "Walking group")
    assert (LogEntry.objects.count(), Message.objects.count()) == (1, 3)
    assert not Message.objects.filter(text__contains="instead of what you told us").exists()


def test_register_again_and_again_with_one_key_changes_nothing_unseen(meeting, at):
    register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    key = uuid4()
    for needs in ("A lift", "A rail"):
        register(meeting, key=key, details=replace(ISLA, access_needs=needs), by=None, at=at)
    assert Message.objects.filter(text__contains="instead of what you told us").count() == 2


def test_two_of_one_address_are_two_people(meeting, at):
    register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    register(meeting, key=uuid4(), details=RegistrationDetails(name="Rory Boyd", email=ISLA.email), by=None, at=at)
    assert stands(meeting) == {"Isla Boyd": "registered", "Rory Boyd": "registered"}


def test_register_finds_whom_the_programme_knows_from_elsewhere_and_nobody_of_another(meeting, other_programme, at):
    same = {"person__name": ISLA.name, "person__email": ISLA.email}
    ProposerFactory(area__programme=other_programme, **same)
    proposer = ProposerFactory(area__programme=meeting.programme, **same)
    assert register(meeting, key=UUID(int=1), details=ISLA, by=None, at=at).person == proposer.person


def test_register_never_writes_over_what_is_known_of_a_person(meeting, at):
    known = AppointmentFactory(partnership__programme=meeting.programme).person
    Person.objects.filter(pk=known.pk).update(name=ISLA.name, email=ISLA.email, access_needs="A hearing loop")
    attendance = register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    assert attendance.person_id == known.pk
    known.refresh_from_db()
    assert known.access_needs == "A hearing loop"


def test_register_does_not_tie_to_people_of_other_programmes(meeting, other_programme, at):
    stranger = AppointmentFactory(partnership__programme=other_programme).person
    Person.objects.filter(pk=stranger.pk).update(name=ISLA.name, email=ISLA.email)
    assert register(meeting, key=uuid4(), details=ISLA, by=None, at=at).person_id != stranger.pk


def test_register_by_telephone_sends_nothing(meeting, lead, at):
    details = RegistrationDetails(name="Ned", telephone="0141 496 0000")
    attendance = register(meeting, key=uuid4(), details=details, by=lead, at=at)
    assert (attendance.entered_by, attendance.person.contact_by) == (lead, "telephone")
    assert Message.objects.count() == 0


@pytest.mark.parametrize(("opens", "closes", "open_now"), [
    (None, None, False), (0, None, True), (1, None, False), (-2, 0, False), (-2, 1, True),
])  # fmt: skip
def test_register_keeps_to_its_window(meeting, at, lead, opens, closes, open_now):
    meeting.registration_opens_at = None if opens is None else at + timedelta(hours=opens)
    meeting.registration_closes_at = None if closes is None else at + timedelta(hours=closes)
    meeting.save()
    if open_now:
        comes(meeting, "Ann", at)
    else:
        with pytest.raises(Refused, match="Registration has closed"):
            comes(meeting, "Ann", at)
        register(meeting, key=uuid4(), details=ISLA, by=lead, at=at)
    assert Attendance.objects.count() == 1


def test_registration_ends_at_the_latest_when_the_meeting_begins(meeting):
    meeting.registration_closes_at = meeting.starts_at + timedelta(days=1)
    meeting.save()
    with pytest.raises(Refused, match="Registration has closed"):
        comes(meeting, "Ann", meeting.starts_at)


def test_a_place_given_up_goes_to_the_first_who_waits(meeting, at):
    ann, _, _, dora = (comes(meeting, name, at) for name in ("Ann", "Bea", "Cat", "Dora"))
    assert stands(meeting) == {"Ann": "registered", "Bea": "registered", "Cat": "waiting", "Dora": "waiting"}
    assert (letters("Cat"), letters("Dora")) == (["place_waiting"], ["place_waiting"])
    give_up_place(ann, by=None, at=at)
    assert stands(meeting) == {"Ann": "apologies", "Bea": "registered", "Cat": "registered", "Dora": "waiting"}
    assert (letters("Ann"), letters("Cat")) == (["place_given_up"], ["place_waiting", "place_given"])
    assert letters("Dora") == ["place_waiting"]
    give_up_place(dora, by=None, at=at)
    assert letters("Dora") == ["place_given_up"]
    with pytest.raises(InvalidTransition):
        give_up_place(dora, by=None, at=at)


def test_who_comes_back_waits_behind_those_who_wait(meeting, at):
    ann, *_ = (comes(meeting, name, at + timedelta(minutes=n)) for n, name in enumerate(("Ann", "Bea", "Cat", "Dora")))
    give_up_place(ann, by=None, at=at + timedelta(hours=1))
    assert comes(meeting, "Ann", at + timedelta(hours=2)).pk == ann.pk
    set_up_meeting(
        meeting, capacity=3, registration_opens_at=at, registration_closes_at=None, joining_details="", by=None, at=at
    )
    assert stands(meeting) == {"Ann": "waiting", "Bea": "registered", "Cat": "registered", "Dora": "registered"}


def test_whoever_registers_while_somebody_waits_waits_too_although_a_place_is_free(meeting, lead, at):
    came = add_walk_in(meeting, key=uuid4(), name="Dee", by=lead, at=at)
    for name in ("Ann", "Bea"):
        comes(meeting, name, at)
    undo_check_in(came, by=lead, at=at)
    comes(meeting, "Cat", at)
    assert stands(meeting) == {"Ann": "registered", "Bea": "waiting", "Cat": "waiting"}


def test_nobody_is_moved_up_once_the_meeting_has_begun(meeting, at):
    ann, *_ = (comes(meeting, name, at) for name in ("Ann", "Bea", "Cat"))
    give_up_place(ann, by=None, at=meeting.starts_at)
    assert stands(meeting)["Cat"] == "waiting"


def test_set_up_meeting_moves_up_takes_nothing_away_and_tells_of_new_details(meeting, lead, at):
    for name in ("Ann", "Bea", "Cat"):
        comes(meeting, name, at)
    common = {"registration_opens_at": at, "registration_closes_at": None, "by": lead, "at": at}
    set_up_meeting(meeting, capacity=1, joining_details="The back door.", **common)
    assert stands(meeting) == {"Ann": "registered", "Bea": "registered", "Cat": "waiting"}
    assert (letters("Ann"), letters("Cat")) == (["place_given", "place_given"], ["place_waiting"])
    set_up_meeting(meeting, capacity=None, joining_details="The back door.", **common)
    assert stands(meeting)["Cat"] == "registered"
    assert letters("Ann") == ["place_given", "place_given"]


def test_change_place_asks_anew_whether_needs_are_met(meeting, at):
    attendance = register(meeting, key=uuid4(), details=ISLA, by=None, at=at)
    Attendance.objects.update(needs_met="met", needs_note="There is a ramp.")
    said = {"telephone": "", "comes_from": "", "communication_needs": "", "by": None, "at": at}
    change_place(attendance, access_needs="A ramp", **said)
    attendance.refresh_from_db()
    assert (attendance.comes_from, attendance.needs_met) == ("", "met")
    change_place(attendance, access_needs="A lift", **said)
    attendance.refresh_from_db()
    assert (attendance.access_needs, attendance.needs_met, attendance.needs_note) == ("A lift", "", "")
    assert LogEntry.objects.latest("pk").details == {
        "fields": ["access_needs", "needs_met", "needs_note"],
        "was": {"access_needs": "6 characters", "needs_met": "met", "needs_note": "16 characters"},
    }


@pytest.mark.parametrize(
    ("presence", "cancelled", "status", "told"),
    [
        ("registered", False, "CONFIRMED", True),
        ("waiting", False, "TENTATIVE", False),
        ("apologies", False, "CANCELLED", False),
        ("registered", True, "CANCELLED", False),
        ("waiting", True, "CANCELLED", False),
    ],
)
def test_calendar_file_says_how_to_join_to_whoever_has_a_place_alone(meeting, at, presence, cancelled, status, told):
    meeting.joining_details, meeting.cancelled_at = "Ring the bell", at if cancelled else None
    person = PersonFactory.build(email="ann@example.org")
    content = calendar_file(Attendance(meeting=meeting, person=person, presence=presence), at=at)
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert (event["STATUS"], "Ring the bell" in content.decode()) == (status, told)
    assert event["ORGANIZER"] == f"mailto:{meeting.programme.contact_email}"


def test_calendar_file_is_in_utc_and_keeps_its_identifier(meeting, at):
    attendance = Attendance(meeting=meeting, presence="registered")
    meeting.joining_details = "Door; 2, bell\nRing long"
    [event] = Calendar.from_ical(calendar_file(attendance, at=at)).walk("VEVENT")
    assert event["UID"] == f"meeting-{meeting.pk}@testserver"
    assert event.decoded("DTSTART") == meeting.starts_at.replace(microsecond=0)
    assert b"Z\r\n" in calendar_file(attendance, at=at)
    assert "Door; 2, bell\nRing long" in str(event["DESCRIPTION"])


def test_lists_are_counted_in_one_query(meeting, at, django_assert_num_queries):
    for name in ("Ann", "Bea", "Cat"):
        comes(meeting, name, at)
    with django_assert_num_queries(1):
        counted = Meeting.objects.with_counts().get()
    assert (counted.placed, counted.waiting, counted.present, counted.apologies) == (2, 1, 0, 0)
