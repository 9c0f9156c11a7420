"""What people are told by e-mail of their place at a meeting. The text is complete; no link in it changes anything."""

from datetime import datetime

from django.conf import settings

from kit.text import one_line, plain_text
from outbox.collected import TOGETHER, queue_collected
from outbox.models import About
from outbox.services import Email, queue_message
from phases.meetings.calendar import calendar_file
from phases.meetings.links import address_for
from phases.models import Attendance, Presence


def place_given_or_waiting(attendance: Attendance, *, occasion: str, said_anew: bool = False, at: datetime) -> None:
    """Tell somebody that they have a place and how to join, or that they wait; once of each occasion.

    Where something was `said_anew` of one who was registered already, it says so: it need not have been them.
    """
    if attendance.presence == Presence.WAITING:
        name, subject = "place_waiting", f"You are on the waiting list: {attendance.meeting.title}"
    else:
        name, subject = "place_given", f"You have a place: {attendance.meeting.title}"
    _queue(name, attendance, subject, occasion=occasion, said_anew=said_anew, at=at)


def place_free(attendance: Attendance, *, occasion: str, at: datetime) -> None:
    """Tell somebody who waited that a place is theirs now, and how to join."""
    subject = f"A place is free for you: {attendance.meeting.title}"
    _queue("place_given", attendance, subject, occasion=occasion, moved_up=True, at=at)


def joining_changed(attendance: Attendance, *, occasion: str, at: datetime) -> None:
    """Tell somebody who has a place how to join now, with a new file for their calendar."""
    subject = f"How to join: {attendance.meeting.title}"
    calendar = calendar_file(attendance, at=at).decode()
    _queue("place_given", attendance, subject, occasion=occasion, calendar=calendar, changed=True, at=at)


def meeting_changed(attendance: Attendance, *, at: datetime) -> None:
    """Tell somebody when and where a meeting is now, with a new file for their calendar; once of each change."""
    meeting = attendance.meeting
    subject = f"New time or place: {meeting.title}"
    calendar = calendar_file(attendance, at=at).decode()
    _queue("meeting_changed", attendance, subject, occasion=f"revision-{meeting.revision}", calendar=calendar, at=at)


def meeting_cancelled(attendance: Attendance, *, at: datetime) -> None:
    """Tell somebody that a meeting does not take place, with the file that takes it out of their calendar; once."""
    meeting = attendance.meeting
    calendar = calendar_file(attendance, at=at).decode()
    subject = f"Cancelled: {meeting.title}"
    _queue("meeting_cancelled", attendance, subject, occasion=f"revision-{meeting.revision}", calendar=calendar, at=at)


def place_given_up(attendance: Attendance, *, occasion: str, at: datetime) -> None:
    """Tell somebody that their place, or their wait for one, is given up, so that nobody else can do so unseen."""
    _queue("place_given_up", attendance, f"You are not coming: {attendance.meeting.title}", occasion=occasion, at=at)


def places_together(attendance: Attendance, *, at: datetime) -> None:
    """Tell an address that was written to often enough of all places that were registered with it, in one letter."""
    address, programme = attendance.person.email, attendance.meeting.programme
    there = Attendance.objects.open_by_link(at).exclude(token_hash=None).filter(person__email__iexact=address)
    newest = there.order_by("-registered_at", "-pk")[:TOGETHER]
    places = [(each, address_for(each)) for each in newest]
    email = Email(
        to_address=address,
        subject="Places at meetings, registered with your address",
        text=plain_text("phases/email/places_together.txt", {"places": places, "programme": programme}),
        reply_to=programme.contact_email,
    )
    queue_collected("places", email, kind="places_together", occasion=f"{attendance.pk}:{at.timestamp()}", at=at)


def _queue(
    name: str, attendance: Attendance, subject: str, *, occasion: str, calendar: str = "", at: datetime, **more: bool
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
        text=plain_text(f"phases/email/{name}.txt", context),
        reply_to=programme.contact_email,
        calendar=calendar,
    )
    queue_message(About("place", attendance.pk, occasion=occasion), email, kind=name, at=at)
