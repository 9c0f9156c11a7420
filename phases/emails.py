"""What people are told by e-mail of their place at a meeting. The text is complete; no link in it changes anything."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from outbox.models import About
from outbox.services import Email, one_line, queue_message
from phases.calendar import calendar_file
from phases.links import address_for
from phases.models import Attendance, Presence


def tell_of_place(attendance: Attendance, *, on: str, moved_up: bool = False, at: datetime) -> None:
    """Tell somebody that they have a place and how to join, or that they wait; `on` names the occasion, told once."""
    waits = attendance.presence == Presence.WAITING
    title = attendance.meeting.title
    subject = f"You are on the waiting list: {title}" if waits else f"You have a place: {title}"
    if moved_up:
        subject = f"A place is free for you: {title}"
    _queue("place_waiting" if waits else "place_given", attendance, subject, on=on, moved_up=moved_up, at=at)


def tell_of_change(attendance: Attendance, *, on: str, at: datetime) -> None:
    """Tell somebody who has a place how to join now."""
    subject = f"How to join: {attendance.meeting.title}"
    _queue("place_given", attendance, subject, on=on, changed=True, at=at)


def tell_of_new_time(attendance: Attendance, *, at: datetime) -> None:
    """Tell somebody when and where a meeting is now, with a new file for their calendar; once of each change."""
    meeting = attendance.meeting
    subject = f"New time or place: {meeting.title}"
    calendar = calendar_file(meeting, at=at).decode()
    _queue("meeting_changed", attendance, subject, on=f"revision-{meeting.revision}", calendar=calendar, at=at)


def tell_of_cancellation(attendance: Attendance, *, at: datetime) -> None:
    """Tell somebody that a meeting does not take place, with the file that takes it out of their calendar; once."""
    meeting = attendance.meeting
    calendar = calendar_file(meeting, at=at).decode()
    subject = f"Cancelled: {meeting.title}"
    _queue("meeting_cancelled", attendance, subject, on=f"revision-{meeting.revision}", calendar=calendar, at=at)


def confirm_given_up(attendance: Attendance, *, on: str, at: datetime) -> None:
    """Tell somebody that their place, or their wait for one, is given up, so that nobody else can do so unseen."""
    _queue("place_given_up", attendance, f"You are not coming: {attendance.meeting.title}", on=on, at=at)


def _queue(
    name: str, attendance: Attendance, subject: str, *, on: str, calendar: str = "", at: datetime, **more: bool
) -> None:
    """Render the letter and queue it; a person without an address is told by telephone."""
    person, meeting = attendance.person, attendance.meeting
    if not person.email or attendance.token_hash is None:
        return
    programme = meeting.programme
    context = {
        "person": person,
        "meeting": meeting,
        "programme": programme,
        "place_url": address_for(attendance),
        "waits": attendance.presence == Presence.WAITING,
        "meeting_url": settings.SITE_URL + meeting.get_absolute_url(),
        **more,
    }
    email = Email(
        to_address=person.email,
        to_name=one_line(person.name),
        subject=one_line(subject),
        text=render_to_string(f"phases/email/{name}.txt", context),
        reply_to=programme.contact_email,
        calendar=calendar,
    )
    queue_message(About("place", attendance.pk, occasion=on), email, kind=name, at=at)
