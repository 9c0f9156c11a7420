"""Registering in public and one's own place by link: what is answered, to whom, and what is never told."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from kit.days import end_of
from outbox.models import Message
from phases.meetings import links
from phases.models import Attendance, Meeting
from programmes.middleware import PAGES
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory
from tests.conftest import staff_with
from tests.phases.factories import AttendanceFactory, MeetingFactory
from tests.stakeholders.factories import PersonFactory

TYPED = {"key": str(UUID(int=7)), "name": " Isla  Boyd", "email": "isla@example.org", "access_needs": "A ramp"}


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting of next week with one place, open for registration."""
    return MeetingFactory(
        programme=programme,
        starts_at=at + timedelta(days=7),
        ends_at=None,
        capacity=1,
        registration_opens_at=at - timedelta(days=1),
        joining_details="Ring twice.",
    )


def page_of(meeting: Meeting, name: str = "register") -> str:
    return reverse(f"phases:meeting-{name}", args=[meeting.programme.slug, meeting.pk])


@pytest.fixture
def place(meeting, at) -> Attendance:
    """Somebody's place, with its link."""
    attendance = AttendanceFactory.build(
        meeting=meeting, person=PersonFactory(), presence="registered", registered_at=at
    )
    links.give_link(attendance)
    attendance.save()
    return attendance


def let_in(client: Client, place: Attendance) -> Client:
    client.get(reverse("phases:place-open", args=[links.token_for(place)]))
    return client


def test_meeting_register_twice_is_once_and_needs_no_cookie(meeting):
    client = Client(enforce_csrf_checks=True)
    answers = [client.post(page_of(meeting), TYPED) for _ in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, page_of(meeting, "registered"))] * 2
    assert [each.person.name for each in Attendance.objects.select_related("person")] == ["Isla Boyd"]
    assert client.cookies == {}


@pytest.mark.parametrize("at_the_desk", [False, True])
def test_meeting_register_keeps_the_needs_that_are_added_after_back(meeting, client, client_of, at_the_desk):
    address = page_of(meeting)
    if at_the_desk:
        client = client_of(staff_with("facilitator", meeting.programme))
        address = reverse("phases:attendance-create", args=[meeting.programme.slug, meeting.pk])
    client.post(address, TYPED | {"access_needs": ""})
    again = client.post(address, TYPED)
    assert "This form was sent already, with other words, and we have it." in again.text
    pressed = client.post(address, TYPED | {"key": str(again.context["form"].form_key)})
    assert pressed.status_code == 302
    assert list(Attendance.objects.values_list("access_needs", flat=True)) == ["A ramp"]


def test_meeting_register_tells_the_owner_of_newer_words_whatever_a_stranger_used_up(meeting, client):
    client.post(page_of(meeting), TYPED)
    registered_by_a_stranger(client, meeting, 5, first=20)
    assert client.post(page_of(meeting), TYPED | {"key": str(UUID(int=99)), "access_needs": "Non"}).status_code == 302
    letter = Message.objects.get(kind="places_together", state="due")
    assert links.address_for(Attendance.objects.get(access_needs="Non")) in letter.text
    assert "the newest stand on their page" in letter.text


def test_meeting_says_the_last_day_of_registration_and_not_the_midnight_after_it(meeting, client, at):
    meeting.registration_closes_at = end_of(timezone.localdate(at))
    meeting.save()
    said = f"Register until the end of {timezone.localdate(at):%-d %B %Y}"
    assert said in client.get(page_of(meeting, "detail")).text


def test_meeting_register_sent_with_other_words_says_so_and_takes_them_as_another(meeting, client):
    client.post(page_of(meeting), TYPED)
    again = client.post(page_of(meeting), TYPED | {"name": "Rory Boyd"})
    assert "This form was sent already, with other words, and we have it." in again.text
    key = again.context["form"].form_key
    assert client.post(page_of(meeting), TYPED | {"name": "Rory Boyd", "key": str(key)}).status_code == 302
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Isla Boyd", "Rory Boyd"]


def test_meeting_register_answers_whoever_is_registered_like_anybody(meeting, client):
    told = []
    for number, email in enumerate(["isla@example.org", "isla@example.org", "new@example.org"]):
        answer = client.post(page_of(meeting), TYPED | {"key": str(UUID(int=number)), "email": email}, follow=True)
        told.append((answer.redirect_chain, answer.content))
    assert told[0] == told[1] == told[2]
    assert list(Message.objects.order_by("pk").values_list("kind", flat=True)) == [
        "place_given", "place_given", "place_waiting",
    ]  # fmt: skip


def test_meeting_register_keeps_what_was_typed_and_says_what_to_do(meeting, client):
    answer = client.post(page_of(meeting), TYPED | {"email": "", "access_needs": "A ramp & a rail"})
    assert answer.status_code == 200
    assert "Enter an e-mail address, or a telephone number below." in answer.content.decode()
    assert "A ramp &amp; a rail" in answer.content.decode()
    assert TYPED["key"] in answer.content.decode()
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("wrong", [
    {"key": "none"}, {"email": "x@y", "telephone": ""}, {"name": "a\x00b"}, {"name": "x" * 999},
    {"email": f"{'x' * 300}@example.org"}, {"telephone": "1" * 99}, {"access_needs": "x" * 9999},
])  # fmt: skip
def test_meeting_register_never_breaks(meeting, client, wrong):
    assert client.post(page_of(meeting), TYPED | wrong).status_code in (200, 302)


def test_meeting_register_after_the_end_says_so_and_keeps_the_words(meeting, client, at):
    Meeting.objects.update(registration_closes_at=at)
    assert "You cannot register now" in client.get(page_of(meeting)).content.decode()
    answer = client.post(page_of(meeting), TYPED)
    assert "Registration has closed." in answer.content.decode()
    assert "A ramp" in answer.content.decode()
    assert Attendance.objects.count() == 0


def test_meeting_pages_belong_to_their_programme(meeting, other_programme, client):
    for name in ("detail", "register", "registered"):
        assert client.get(reverse(f"phases:meeting-{name}", args=["elsewhere", meeting.pk])).status_code == 404


def test_meeting_detail_says_that_it_is_full_and_nobody_is_named(meeting, place, client):
    words = client.get(page_of(meeting, "detail")).content.decode()
    assert "All places are taken." in words
    assert place.person.name not in words
    assert "Ring twice." not in words


@pytest.mark.parametrize(("came", "words"), [
    (0, ""), (3, "Fewer than 8 people came."), (12, "About 10 people came."),
])  # fmt: skip
def test_meeting_detail_rounds_how_many_came(programme, client, came, words):
    meeting = MeetingFactory(programme=programme)
    AttendanceFactory.create_batch(came, meeting=meeting)
    page = client.get(page_of(meeting, "detail")).content.decode()
    assert [each for each in ("Fewer than 8 people came.", "About 10 people came.") if each in page] == (
        [words] if words else []
    )
    Meeting.objects.update(attendance_text="about a dozen")
    LogEntryFactory(programme_id=programme.pk)
    page = client.get(page_of(meeting, "detail")).content.decode()
    assert "How many came: about a dozen." in page
    assert "people came" not in page


def test_a_place_opens_by_its_link_and_get_changes_nothing(place, client, at):
    page = reverse("phases:place-detail", args=[place.pk])
    assert client.get(page).status_code == 404
    before = LogEntry.objects.count()
    opened = client.get(reverse("phases:place-open", args=[links.token_for(place)]))
    assert (opened.status_code, opened["Location"], opened["Referrer-Policy"]) == (302, page, "no-referrer")
    for name in ("detail", "change", "give-up", "calendar"):
        answer = client.get(reverse(f"phases:place-{name}", args=[place.pk]))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private"), name
    assert "Ring twice." in client.get(page).content.decode()
    place.refresh_from_db()
    assert (place.presence, LogEntry.objects.count()) == ("registered", before)
    Meeting.objects.update(starts_at=at - timedelta(days=60))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("presence", "days", "cancelled", "words"), [
    ("registered", 7, False, "you have a place."),
    ("registered", -1, False, "you had a place."),
    ("waiting", 7, False, "We write to you as soon as a place falls free."),
    ("waiting", -1, False, "you were on the waiting list. The meeting has begun, and no more places are given."),
    ("registered", 7, True, "this meeting was cancelled: it does not take place."),
    ("waiting", 7, True, "this meeting was cancelled: it does not take place."),
])  # fmt: skip
def test_place_detail_promises_nothing_that_does_not_come(presence, days, cancelled, words, place, client, lead, at):
    begins = at + timedelta(days=days)
    Meeting.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=2), registration_opens_at=None)
    Meeting.objects.update(cancelled_at=at if cancelled else None, cancelled_by=lead if cancelled else None)
    Attendance.objects.update(presence=presence)
    page = let_in(client, place).get(reverse("phases:place-detail", args=[place.pk])).text
    said = [
        "have a place.",
        "had a place.",
        "as soon as a place falls free.",
        "no more places are given.",
        "cancelled:",
    ]
    assert [each for each in said if each in page] == [each for each in said if each in words]
    assert words in page
    offered = ["Ring twice." in page, "to your calendar" in page, "Change this" in page]
    assert offered == [presence == "registered" and not cancelled] * 2 + [not cancelled]


def test_a_link_opens_no_other_place_and_not_after_a_new_one(place, meeting, client):
    other = AttendanceFactory(meeting=meeting, presence="registered", token_hash="0" * 64)
    let_in(client, place)
    assert client.get(reverse("phases:place-detail", args=[other.pk])).status_code == 404
    links.give_link(place)
    place.save()
    assert client.get(reverse("phases:place-detail", args=[place.pk])).status_code == 404


def test_place_change_and_give_up_by_link(place, client):
    let_in(client, place)
    address = reverse("phases:place-change", args=[place.pk])
    assert client.post(address, {"access_needs": "A lift"}).status_code == 302
    assert client.post(address, {"access_needs": "x" * 9999}).status_code == 200
    for _ in range(2):
        assert client.post(reverse("phases:place-give-up", args=[place.pk])).status_code == 302
    place.refresh_from_db()
    assert (place.access_needs, place.presence) == ("A lift", "apologies")
    assert "nothing can be changed" in client.post(address, {"access_needs": "A rail"}).content.decode()
    assert client.get(reverse("phases:place-calendar", args=[place.pk])).status_code == 404


def test_meeting_register_takes_a_name_that_no_header_can_hold(meeting, client):
    answer = client.post(page_of(meeting), TYPED | {"name": "Isla\u2028Boyd"})
    assert answer.status_code == 302
    assert [(each.to_name, each.subject) for each in Message.objects.all()] == [
        ("Isla Boyd", f"You have a place: {meeting.title}")
    ]


def registered_by_a_stranger(client: Client, meeting: Meeting, count: int, first: int = 0) -> None:
    """Register so many people, all with one address that need not be theirs."""
    for number in range(first, first + count):
        typed = TYPED | {"key": str(UUID(int=number)), "name": f"Person {number}"}
        assert client.post(page_of(meeting), typed).status_code == 302


def unstopped() -> list[str]:
    """The kinds of the letters that go, in their order."""
    return list(Message.objects.exclude(state="cancelled").order_by("pk").values_list("kind", flat=True))


def test_meeting_register_twelve_times_with_one_address_sends_three_letters_and_one_for_the_rest(meeting, client):
    Meeting.objects.update(capacity=None)
    registered_by_a_stranger(client, meeting, 12)
    assert (Attendance.objects.count(), unstopped()) == (12, ["place_given"] * 3 + ["places_together"])


def test_meeting_register_is_told_to_the_owner_whatever_a_stranger_used_up(meeting, client):
    registered_by_a_stranger(client, meeting, 5)
    owner = TYPED | {"key": str(UUID(int=99)), "email": "Isla@Example.org"}
    assert client.post(page_of(meeting), owner).status_code == 302
    place = Attendance.objects.select_related("person").get(person__name="Isla Boyd")
    letter = Message.objects.get(kind="places_together", state="due")
    assert links.address_for(place) in letter.text
    assert letter.due_at - letter.created_at <= timedelta(minutes=30)
    assert "reply to this e-mail, and we stop it" in letter.text
    assert client.get(urlsplit(links.address_for(place)).path).status_code == 302


def test_meeting_register_with_one_address_all_day_sends_a_letter_in_four_hours(meeting, client, at):
    Meeting.objects.update(capacity=None)
    with time_machine.travel(at, tick=False) as clock:
        for hour in range(12):
            registered_by_a_stranger(client, meeting, 3, first=3 * hour)
            clock.shift(timedelta(hours=1))
            Message.objects.filter(state="due", due_at__lte=timezone.now()).update(
                state="accepted", accepted_at=timezone.now()
            )
    assert unstopped() == ["place_given"] * 3 + ["places_together"] * 4
    assert list(Message.objects.filter(state="due").values_list("kind", flat=True)) == ["places_together"]


def test_meeting_register_lets_150_behind_one_address_of_the_network_in_and_writes_to_each(meeting, client):
    Meeting.objects.update(capacity=None)
    for number in range(150):
        typed = {"key": str(UUID(int=number)), "name": f"Person {number}", "email": f"person{number}@example.org"}
        assert client.post(page_of(meeting), TYPED | typed, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert (Attendance.objects.count(), unstopped()) == (150, ["place_given"] * 150)


def test_meeting_register_lets_a_hall_in_tells_a_flood_to_wait_and_needs_no_counter(meeting, client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"hand_in": "1/m/ip"}
    forms = [TYPED | {"key": str(UUID(int=number)), "email": f"n{number}@example.org"} for number in range(3)]
    answers = [client.post(page_of(meeting), typed) for typed in forms[:2]]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert ("Nothing is lost" in answers[1].text, "A ramp" in answers[1].text) == (True, True)
    # Nobody answers there: whether it is too many cannot be known, and everybody may.
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {"default": redis}
    assert client.post(page_of(meeting), forms[2]).status_code == 302
    assert Attendance.objects.count() == 2


def test_place_page_shows_and_changes_the_number_given_for_the_meeting(client, client_of, lead, meeting):
    register = reverse("phases:meeting-register", args=[meeting.programme.slug, meeting.pk])
    for more in ({}, {"key": str(UUID(int=8)), "telephone": "0191 498 0002"}):
        client.post(register, TYPED | more)
    place = Attendance.objects.select_related("meeting", "person").get()
    people = reverse("phases:meeting-people", args=[meeting.programme.slug, meeting.pk])
    assert "0191 498 0002" in client_of(lead).get(people).text
    client.get(reverse("phases:place-open", args=[links.token_for(place)]))
    assert "0191 498 0002" in client.get(reverse("phases:place-detail", args=[place.pk])).text
    change = reverse("phases:place-change", args=[place.pk])
    assert 'value="0191 498 0002"' in client.get(change).text
    client.post(change, {"telephone": "0191 498 0003"})
    place.refresh_from_db()
    assert (place.telephone, place.person.telephone) == ("0191 498 0003", "")


def test_meeting_detail_of_a_full_meeting_does_not_tell_how_many_have_a_place(meeting, client):
    pages = []
    for places in (23, 27):
        while meeting.attendances.count() < places:
            AttendanceFactory(meeting=meeting, presence="registered")
        Meeting.objects.update(capacity=places)
        PAGES.clear()
        pages.append(client.get(page_of(meeting, "detail")).text)
    assert ("All places are taken." in pages[0], "Room for about 25 people" in pages[0]) == (True, True)
    assert pages[0] == pages[1]
