"""Calendars of those whose place is given up, taken again or falls free: read by two parsers that share no code."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from outbox.models import Message
from phases.meetings import links
from phases.meetings.calendar import calendar_file
from phases.meetings.services import (
    cancel_meeting,
    give_up_place,
    import_attendances,
    inform_of_changes,
    register,
    set_up_meeting,
)
from phases.meetings.services.registration import RegistrationDetails
from phases.models import Attendance, Meeting
from tests.filled_forms import SURE
from tests.phases.factories import AttendanceFactory, AttendanceImportFactory
from tests.phases.test_meeting_changes import file_in, moved, page
from tests.stakeholders.factories import PersonFactory
from tests.test_admin import address


def place_of(name: str) -> Attendance:
    return Attendance.objects.select_related("person", "meeting__programme").get(person__name=name)


def said(message: Message) -> tuple[str, str, int, str | None]:
    """The method, status, sequence and attendee of the file that goes with a letter."""
    read = file_in(message)
    [event] = read.walk("VEVENT")
    attendee = event.get("ATTENDEE")
    return str(read["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"]), str(attendee) if attendee else None


def newest(kind: str) -> Message:
    return Message.objects.filter(kind=kind).latest("pk")


@pytest.mark.parametrize("name", ["Ann", "Bea"])
@pytest.mark.parametrize("whose", ["their own", "the desk's", "a sheet's"])
def test_place_or_wait_that_is_given_up_is_taken_out_of_the_calendar(name, whose, meeting, desk, client, lead, at):
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    before = said(newest("meeting_changed"))[2]
    place = place_of(name)
    if whose == "their own":
        client.get(reverse("phases:place-open", args=[links.token_for(place)]))
        client.post(reverse("phases:place-give-up", args=[place.pk]), SURE)
    elif whose == "a sheet's":
        columns = {"name": 0, "email": 1, "presence": 2}
        rows = [{"number": 2, "cells": [name, f"{name.lower()}@example.org", "apologies"]}]
        sheet = AttendanceImportFactory(meeting=meeting, uploaded_by=lead, columns=columns, rows=rows)
        import_attendances(sheet, by=lead, at=at)
    else:
        desk.post(page("attendance-give-up", place), SURE)
    letter = newest("place_given_up")
    method, status, sequence, attendee = said(letter)
    assert (method, status, attendee) == ("CANCEL", "CANCELLED", f"mailto:{name.lower()}@example.org")
    assert sequence > before
    assert "The file that comes with this e-mail takes the meeting out of your calendar" in letter.text
    assert str(file_in(letter).walk("VEVENT")[0]["DESCRIPTION"]).strip() == meeting.purpose


def test_place_given_up_stays_in_the_calendar_of_an_address_of_which_another_comes(meeting, lead, at):
    other = Attendance(
        meeting=meeting, person=PersonFactory(name="Abe", email="ANN@example.org"), presence="registered"
    )
    links.give_link(other)
    other.save()
    give_up_place(place_of("Ann"), by=None, at=at)
    letter = newest("place_given_up")
    assert (letter.calendar, "your calendar" in letter.text) == ("", False)
    give_up_place(place_of("Abe"), by=None, at=at)
    assert said(newest("place_given_up"))[0] == "CANCEL"


@pytest.fixture
def other(meeting, at) -> Attendance:
    """Somebody who waits, and is reached at Ann's address."""
    other = Attendance(meeting=meeting, person=PersonFactory(name="Abe", email="ANN@example.org"), presence="waiting")
    links.give_link(other)
    other.save()
    return other


def test_one_calendar_is_not_told_of_a_place_and_of_a_wait_at_once(other, meeting, lead, at):
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    letters = Message.objects.filter(kind="meeting_changed", to_address__iexact="ann@example.org")
    files = {"still on the waiting list" in each.text: each.calendar and said(each)[:2] for each in letters}
    assert files == {True: "", False: ("PUBLISH", "CONFIRMED")}


def test_place_given_up_by_one_of_an_address_of_which_another_waits_says_so_in_their_calendar(other, meeting, lead, at):
    Meeting.objects.update(capacity=1)
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    letters = Message.objects.filter(kind="meeting_changed", to_address__iexact="ann@example.org")
    before = said(letters.exclude(calendar="").get())
    give_up_place(place_of("Ann"), by=None, at=at)
    letter = newest("place_given_up")
    now = said(letter)
    assert (before[:2], now[:2], now[2] > before[2]) == (("PUBLISH", "CONFIRMED"), ("PUBLISH", "TENTATIVE"), True)
    assert "says so in your calendar" in letter.text


def test_each_file_of_one_place_is_newer_than_the_one_before(meeting, lead, at):
    """Told of a move, given up, registered again, told how to join, and of the end of it."""
    sequences = []
    meeting = moved(meeting, lead, at)
    inform_of_changes(meeting, by=lead, at=at)
    sequences.append(said(newest("meeting_changed")))
    give_up_place(place_of("Ann"), by=None, at=at)
    sequences.append(said(newest("place_given_up")))
    details = RegistrationDetails(name="Ann", email="ann@example.org")
    again = register(meeting, key="a6f5cd6c-6d26-4c30-8ad4-1f5dcb1a1d20", details=details, by=lead, at=at)
    [event] = Calendar.from_ical(calendar_file(again, at=at)).walk("VEVENT")
    sequences.append(("PUBLISH", str(event["STATUS"]), int(event["SEQUENCE"]), None))
    set_up = {"registration_opens_at": None, "registration_closes_at": None, "by": lead, "at": at}
    set_up_meeting(meeting, capacity=None, joining_details="Ring the bell", **set_up)
    sequences.append(said(newest("place_given")))
    inform_of_changes(cancel_meeting(meeting, by=lead, at=at), by=lead, at=at)
    sequences.append(said(Message.objects.get(kind="meeting_cancelled", to_address="ann@example.org")))
    methods, counted = [each[0] for each in sequences], [each[2] for each in sequences]
    assert methods == ["PUBLISH", "CANCEL", "PUBLISH", "PUBLISH", "CANCEL"]
    assert counted == sorted(set(counted))


def test_whoever_moves_up_from_the_waiting_list_has_a_file_that_says_so(meeting, lead, at):
    Meeting.objects.update(capacity=2)
    inform_of_changes(moved(meeting, lead, at), by=lead, at=at)
    waited = said(Message.objects.get(kind="meeting_changed", to_address="bea@example.org"))
    give_up_place(place_of("Ann"), by=None, at=at)
    letter = newest("place_given")
    now = said(letter)
    assert (letter.to_address, waited[:2], now[:2]) == (
        "bea@example.org", ("PUBLISH", "TENTATIVE"), ("PUBLISH", "CONFIRMED"),
    )  # fmt: skip
    assert now[2] > waited[2]
    assert "The file that comes with this e-mail puts the meeting into your calendar" in letter.text


def test_who_expects_to_come_is_not_removed_in_the_web_admin(meeting, lead, client_of):
    """There nobody would be told, and nobody who waits would move up."""
    admin = client_of(lead)
    for presence, answered in (("registered", 403), ("waiting", 403), ("apologies", 200)):
        place = AttendanceFactory(meeting=meeting, presence=presence)
        assert admin.get(address(Attendance, "delete", place.pk)).status_code == answered
