"""A meeting that moves or is cancelled: who is told, once of each change; and links that are closed."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused
from outbox.mime import email_of
from outbox.models import Message
from phases.meetings import links
from phases.meetings.services import cancel_meeting, change_meeting, give_up_place, inform_of_changes, set_up_meeting
from phases.models import Attendance, Meeting
from stakeholders.models import Person
from tests.filled_forms import SURE
from tests.phases.factories import AttendanceFactory, MeetingFactory
from tests.stakeholders.factories import PersonFactory
from tests.test_admin import address, fields_of

AS_TEXT = ("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION", "ORGANIZER", "URL")


def page(name: str, row: Meeting | Attendance) -> str:
    return reverse(f"phases:{name}", args=["neighbours", row.pk])


def moved(meeting: Meeting, lead, at, venue: str = "The library") -> Meeting:
    return change_meeting(
        meeting, starts_at=meeting.starts_at + timedelta(days=1), ends_at=None, venue=venue, by=lead, at=at
    )


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("to_address", "kind"))


def file_in(message: Message) -> Calendar:
    """Return the calendar file that goes with a letter, as a mail program finds it."""
    letter = message_from_bytes(email_of(message).as_bytes(), policy=default)
    [part] = letter.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "meeting.ics")
    told = {line.name: line.value for line in vobject.readOne(part.get_content()).vevent.lines()}
    read = Calendar.from_ical(part.get_content())
    # Another parser, which shares no code with the one that wrote it, reads the same.
    [event] = read.walk("VEVENT")
    assert {name: told.get(name) for name in AS_TEXT} == {name: str(event[name]) for name in AS_TEXT}
    assert told["DTSTART"] == event.decoded("DTSTART")
    return read


def test_who_expects_to_come_is_told_once_of_each_change(meeting, lead, at):
    meeting = moved(meeting, lead, at)
    assert told() == []
    assert [inform_of_changes(meeting, by=lead, at=at) for _ in range(2)] == [2, 0]
    assert told() == [("ann@example.org", "meeting_changed"), ("bea@example.org", "meeting_changed")]
    assert "You still have your place." in Message.objects.get(to_address="ann@example.org").text
    assert "You are still on the waiting list" in Message.objects.get(to_address="bea@example.org").text
    meeting = moved(meeting, lead, at, "The museum")
    assert inform_of_changes(meeting, by=lead, at=at) == 2
    assert LogEntry.objects.filter(verb="informed").count() == 2


@pytest.mark.parametrize("change", ["joining", "moved", "cancelled", "free"])
def test_thirty_of_one_address_have_one_letter_of_each_change_with_all_their_pages(change, meeting, lead, at):
    presence = "waiting" if change == "free" else "registered"
    meeting.attendances.all().delete()
    Meeting.objects.update(capacity=0)
    for number in range(30):
        email = "ann@example.org" if number % 2 else "Ann@Example.org"
        person = PersonFactory(name=f"Person {number}", email=email)
        place = Attendance(meeting=meeting, person=person, presence=presence, registered_at=at)
        links.give_link(place)
        place.save()
    set_up = {"registration_opens_at": None, "registration_closes_at": None, "by": lead, "at": at}
    if change in ("joining", "free"):
        joining = "Ring" if change == "joining" else ""
        set_up_meeting(meeting, capacity=None, joining_details=joining, **set_up)
    else:
        changed = cancel_meeting(meeting, by=lead, at=at) if change == "cancelled" else moved(meeting, lead, at)
        assert inform_of_changes(changed, by=lead, at=at) == 1
    letter = Message.objects.get()
    assert (letter.to_name, "Dear" in letter.text, "Person 0, Person 1," in letter.text) == ("", False, True)
    places = Attendance.objects.select_related("meeting", "person")
    assert {links.address_for(each) in letter.text for each in places} == {change != "cancelled"}
    assert {each.presence for each in places} == {"registered"}
    give_up_place(places[0], by=None, at=at)
    letter.refresh_from_db()
    assert letter.state == "due"


def test_who_has_a_place_and_who_waits_have_two_letters_though_they_have_one_address(meeting, lead, at):
    Person.objects.filter(name__in=["Ann", "Bea"]).update(email="ann@example.org")
    assert inform_of_changes(moved(meeting, lead, at), by=lead, at=at) == 2
    said = ["You still have your place." in each.text for each in Message.objects.order_by("pk")]
    assert said == [True, False]


def test_the_new_file_takes_the_place_of_the_old_and_of_a_cancelled_meeting_it_out(meeting, lead, at):
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    inform_of_changes(cancel_meeting(meeting, by=lead, at=at), by=lead, at=at)
    files = [file_in(each) for each in Message.objects.filter(to_address="ann@example.org").order_by("pk")]
    events = [each.walk("VEVENT")[0] for each in files]
    assert {str(each["UID"]) for each in events} == {f"meeting-{meeting.pk}@testserver"}
    assert [each["SEQUENCE"] for each in events] == [1, 2]
    assert [str(each["METHOD"]) for each in files] == ["PUBLISH", "CANCEL"]
    assert [str(each["STATUS"]) for each in events] == ["CONFIRMED", "CANCELLED"]
    assert str(events[0]["LOCATION"]) == "The library"
    assert ["ATTENDEE" in each for each in events] == [False, True]
    assert str(events[1]["ATTENDEE"]) == "mailto:ann@example.org"
    letter = Message.objects.get(kind="meeting_changed", to_address="ann@example.org")
    assert email_of(letter).as_bytes() == email_of(letter).as_bytes()


def test_new_joining_details_bring_a_newer_file(meeting, lead, at):
    set_up = {"capacity": 1, "registration_opens_at": None, "registration_closes_at": None, "by": lead, "at": at}
    for joining in ("Ring the bell", "Ring the bell", "Ring twice"):
        meeting = set_up_meeting(meeting, joining_details=joining, **set_up)
    files = [file_in(each).walk("VEVENT")[0] for each in Message.objects.order_by("pk")]
    assert [(str(each["DESCRIPTION"]).split("\n")[-1], each["SEQUENCE"]) for each in files] == [
        ("Ring the bell", 1),
        ("Ring twice", 2),
    ]
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    changed = Message.objects.get(kind="meeting_changed", to_address="ann@example.org")
    assert file_in(changed).walk("VEVENT")[0]["SEQUENCE"] == 3


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("", "Ring the bell", "You have a place. This is how to join now."),
        ("Ring the bell", "Ring twice", "You have a place. This is how to join now."),
        ("Ring the bell", "", "You have a place. What we told you of how to join no longer holds."),
    ],
)
def test_letter_on_how_to_join_says_what_there_is(meeting, lead, at, before, now, told):
    Meeting.objects.update(joining_details=before)
    set_up = {"capacity": 1, "registration_opens_at": None, "registration_closes_at": None, "by": lead, "at": at}
    set_up_meeting(meeting, joining_details=now, **set_up)
    text = Message.objects.get(to_address="ann@example.org").text
    assert told in text
    assert ("How to join\n" in text, "This is how to join now" in text) == (bool(now), bool(now))


@pytest.mark.parametrize(
    "new", [{"venue": "The library"}, {"starts_at": timedelta(days=1)}, {"ends_at": timedelta(hours=2)}]
)
def test_what_is_said_of_the_calendar_is_so_whatever_changed(desk, meeting, lead, at, new):
    now = {"starts_at": meeting.starts_at, "ends_at": None, "venue": meeting.venue}
    then = {name: value if name == "venue" else meeting.starts_at + value for name, value in new.items()}
    change_meeting(meeting, **now | then, by=lead, at=at)
    page_says = " ".join(desk.get(page("meeting-inform", meeting)).text.split())
    inform_of_changes(meeting, by=lead, at=at)
    letter = Message.objects.get(to_address="ann@example.org").text
    assert "a file that brings their calendar up to date" in page_says
    assert "The file that comes with this e-mail brings your calendar up to date." in letter


def test_nothing_changed_is_nothing_to_tell(meeting, lead, at):
    same = {"starts_at": meeting.starts_at, "ends_at": None, "venue": meeting.venue}
    assert change_meeting(meeting, **same, by=lead, at=at).revision == 0
    assert (inform_of_changes(meeting, by=lead, at=at), LogEntry.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="ends after it begins"):
        change_meeting(meeting, **same | {"ends_at": meeting.starts_at}, by=lead, at=at)
    MeetingFactory(programme=meeting.programme, title=meeting.title, starts_at=at, ends_at=None)
    with pytest.raises(InvalidTransition, match="Another meeting"):
        change_meeting(meeting, **same | {"starts_at": at}, by=lead, at=at)


def test_whoever_registers_after_a_change_knows_of_it(meeting, lead, at, client):
    moved(meeting, lead, at)
    client.post(page("meeting-register", meeting), {"name": "Eve", "email": "eve@example.org"})
    assert Attendance.objects.get(person__name="Eve").informed_revision == 1
    inform_of_changes(meeting, by=lead, at=at)
    assert told().count(("eve@example.org", "meeting_changed")) == 0


def test_who_is_told_of_a_place_or_how_to_join_is_told_no_more_and_who_cannot_be_written_to_stays(meeting, lead, at):
    meeting = moved(meeting, lead, at)
    set_up = {"registration_opens_at": None, "registration_closes_at": None, "joining_details": "Ring the bell"}
    set_up_meeting(meeting, capacity=2, **set_up, by=lead, at=at)
    assert [str(each.person) for each in meeting.attendances.uninformed(meeting)] == ["Bea", "Cy"]
    flo = Attendance(meeting=meeting, person=PersonFactory(name="Flo", email=""), presence="waiting")
    links.give_link(flo)
    flo.save()
    set_up_meeting(meeting, capacity=9, **set_up, by=lead, at=at)
    assert sorted(meeting.attendances.placed().values_list("person__name", flat=True)) == [
        "Ann", "Bea", "Cy", "Flo",
    ]  # fmt: skip
    assert [str(each.person) for each in meeting.attendances.uninformed(meeting)] == ["Cy", "Flo"]


def test_a_cancelled_meeting_stays_as_it_is_and_one_that_has_begun_is_not_cancelled(meeting, lead, at):
    Meeting.objects.update(capacity=2)
    with pytest.raises(InvalidTransition, match="has begun"):
        cancel_meeting(meeting, by=lead, at=meeting.starts_at)
    meeting = cancel_meeting(meeting, by=lead, at=at)
    with pytest.raises(InvalidTransition, match="was cancelled"):
        moved(meeting, lead, at)
    give_up_place(meeting.attendances.get(person__name="Ann"), by=None, at=at)
    # A place is free now, and nobody is told that it is theirs.
    assert meeting.attendances.get(person__name="Bea").presence == "waiting"


def test_meeting_change_leads_to_the_preview_and_sends_from_there(meeting, desk):
    words = {"held_on_0": "1", "held_on_1": "6", "held_on_2": "2030", "begins": "14:30", "ends": "16.00"}
    odd = desk.post(page("meeting-change", meeting), words | {"venue": "The library", "begins": "14:20"}).text
    assert "Give a time on the hour, at a quarter past, half past or a quarter to it." in odd
    wrong = desk.post(page("meeting-change", meeting), words | {"venue": "", "ends": "14:00"}).text
    assert [each in wrong for each in ("Say where it is", "must end after it begins")] == [True, True]
    skipped = {"held_on_0": "29", "held_on_1": "3", "held_on_2": "2026", "begins": "1:30", "ends": "1:45"}
    refused = desk.post(page("meeting-change", meeting), words | {"venue": "The library"} | skipped)
    assert refused.context["form"].errors == {
        "begins": ["On 29 March 2026 the clocks go forward, and there is no 01:30. Choose another time."],
        "ends": ["On 29 March 2026 the clocks go forward, and there is no 01:45. Choose another time."],
    }
    answer = desk.post(page("meeting-change", meeting), words | {"venue": "The library"}, follow=True)
    assert answer.redirect_chain == [(page("meeting-inform", meeting), 302)]
    assert [each in answer.text for each in ("To be written to: 2", "Ann, ann@", "To be rung: 1", "Dee")] == [
        True, True, True, False,
    ]  # fmt: skip
    meeting.refresh_from_db()
    assert str(meeting.starts_at) == "2030-06-01 13:30:00+00:00"
    assert "3 people do not know yet" in desk.get(page("meeting-people", meeting)).text
    assert "2 e-mails are on the way." in desk.post(page("meeting-inform", meeting), follow=True).text
    cy = Attendance.objects.get(person__name="Cy")
    assert "Everybody knows" in desk.post(page("attendance-informed", cy), follow=True).text


def test_meeting_cancel_is_said_in_public_and_nobody_registers(meeting, desk, client):
    assert "Cancel this meeting?" in desk.get(page("meeting-cancel", meeting)).text
    assert "The meeting is cancelled." in desk.post(page("meeting-cancel", meeting), follow=True).text
    assert "cancelled already" in desk.post(page("meeting-cancel", meeting), follow=True).text
    public = client.get(page("meeting-detail", meeting)).text
    assert ("it does not take place" in public, "Register" in public) == (True, False)
    client.post(page("meeting-register", meeting), {"name": "Eve", "email": "eve@example.org"})
    assert Attendance.objects.filter(person__name="Eve").count() == 0


def test_a_change_in_the_web_admin_offers_to_tell(meeting, lead, client_of):
    records = client_of(lead)
    path = address(Meeting, "change", meeting.pk)
    posted = fields_of(records.get(path))
    assert page("meeting-inform", meeting) not in records.post(path, posted | {"purpose": "Another"}, follow=True).text
    assert page("meeting-inform", meeting) in records.post(path, posted | {"venue": "The library"}, follow=True).text
    assert Meeting.objects.get().revision == 1


def test_the_web_admin_gives_and_takes_no_place(meeting, lead, client_of):
    place = AttendanceFactory(meeting=meeting, presence="registered")
    page, admin = address(Attendance, "change", place.pk), client_of(lead)
    typed = fields_of(admin.get(page)) | {"presence": "apologies"}
    assert admin.post(page, typed).status_code == 302
    place.refresh_from_db()
    assert place.presence == "registered"


def test_the_web_admin_page_of_a_meeting_asks_alike_for_a_few_and_for_many(meeting, lead, client_of):
    records, path, counts = client_of(lead), address(Meeting, "change", meeting.pk), []
    records.get(path)
    for more in (0, 40):
        AttendanceFactory.create_batch(more, meeting=meeting)
        with CaptureQueriesContext(connection) as queries:
            assert page("meeting-people", meeting) in records.get(path).text
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_registration_closes_at_the_press_of_a_button(meeting, desk, client):
    assert "Close registration now" in desk.get(page("meeting-people", meeting)).text
    desk.post(page("registration-close", meeting))
    client.post(page("meeting-register", meeting), {"name": "Eve", "email": "eve@example.org"})
    assert (Attendance.objects.count(), "Close registration" in desk.get(page("meeting-people", meeting)).text) == (
        4,
        False,
    )
    assert "Nobody can register" in desk.post(page("registration-close", meeting), follow=True).text


def test_a_link_that_is_closed_opens_nothing_and_a_new_one_does(meeting, desk, client, lead, at):
    ann = Attendance.objects.select_related("person").get(person__name="Ann")
    opens, place = (
        reverse("phases:place-open", args=[links.token_for(ann)]),
        reverse("phases:place-detail", args=[ann.pk]),
    )
    assert client.get(opens, follow=True).status_code == 200
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    desk.post(page("attendance-revoke-link", ann), SURE)
    assert Message.objects.get(to_address="ann@example.org").state == "cancelled"
    assert LogEntry.objects.filter(verb="link_revoked").count() == 1
    assert (client.get(place).status_code, client.get(opens).status_code) == (404, 404)
    ann.refresh_from_db()
    assert (ann.presence, ann.token_hash) == ("registered", None)
    desk.post(page("attendance-new-link", ann))
    ann.refresh_from_db()
    assert links.address_for(ann) in Message.objects.get(to_address="ann@example.org", state="due").text
    assert client.get(opens).status_code == 404
    assert client.get(reverse("phases:place-open", args=[links.token_for(ann)])).status_code == 302
    for name in ("Cy", "Dee"):
        other = Attendance.objects.get(person__name=name)
        assert "goes by e-mail" in desk.post(page("attendance-new-link", other), follow=True).text
