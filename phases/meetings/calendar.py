"""A meeting as a file that every calendar takes (RFC 5545)."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from phases.models import Attendance, Presence


def calendar_file(attendance: Attendance, *, at: datetime) -> bytes:
    """Return a meeting for somebody's calendar, with how to join it as far as their own page says it.

    Times are UTC, which no calendar misreads. The identifier stays the same, and the sequence counts the changes of
    time, place and how to join, and of places: a newer file takes the older's place. Where the meeting is cancelled,
    or its place is given up, the file takes it out, and names whom it is taken from (RFC 5546 §3.2.5).
    """
    meeting, programme = attendance.meeting, attendance.meeting.programme
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    if meeting.ends_at:
        event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("sequence", meeting.calendar_sequence)
    organizer = vCalAddress(f"mailto:{programme.contact_email}")
    organizer.params["cn"] = programme.title
    event.add("organizer", organizer)
    is_taken_out = bool(meeting.cancelled_at) or attendance.presence == Presence.APOLOGIES
    if is_taken_out and attendance.person.email:
        event.add("attendee", vCalAddress(f"mailto:{attendance.person.email}"))
    status = "CONFIRMED" if attendance.is_told_how_to_join else "CANCELLED" if is_taken_out else "TENTATIVE"
    event.add("status", status)
    event.add("summary", meeting.title)
    event.add("location", meeting.venue)
    joining = meeting.joining_details if attendance.is_told_how_to_join else ""
    event.add("description", "\n\n".join(filter(None, [meeting.purpose, joining])))
    event.add("url", settings.SITE_URL + meeting.get_absolute_url())
    calendar = Calendar()
    calendar.add("prodid", "-//Throughline//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_taken_out else "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
