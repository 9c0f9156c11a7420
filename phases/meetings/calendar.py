"""A meeting as a file that every calendar takes (RFC 5545)."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from phases.models import Meeting


def calendar_file(meeting: Meeting, *, at: datetime) -> bytes:
    """Return the meeting with how to join it, for somebody who has a place.

    Times are UTC, which no calendar misreads. The identifier stays the same, and the sequence counts the changes of
    time and place: a newer file takes the older's place, and that of a cancelled meeting takes it out.
    """
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    if meeting.ends_at:
        event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("sequence", meeting.revision)
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    event.add("summary", meeting.title)
    event.add("location", meeting.venue)
    event.add("description", "\n\n".join(filter(None, [meeting.purpose, meeting.joining_details])))
    event.add("url", settings.SITE_URL + meeting.get_absolute_url())
    calendar = Calendar()
    calendar.add("prodid", "-//Throughline//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled_at else "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
