"""Who has registered for the meeting that lies ahead. All of them are invented, and nobody is written to."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.audit import record
from demo.reading import read
from phases.meetings import links
from phases.models import Attendance, Meeting, Presence
from programmes.models import Programme
from stakeholders.models import Person


def load_registrations(programme: Programme, at: datetime) -> None:
    """Give the places of the meeting that is open for registration to those who asked first; the others wait."""
    meeting = Meeting.objects.get(programme=programme, registration_opens_at__isnull=False)
    rows = read("glasgow/coming")["registered"]
    assert meeting.capacity
    for number, row in enumerate(rows):
        said = {name: row.get(name, "") for name in ("comes_from", "access_needs", "communication_needs")}
        said |= {name: row.get(name, "") for name in ("needs_met", "needs_note")}
        attendance = Attendance(
            meeting=meeting,
            person=Person.objects.create(name=row["name"], email=row["email"]),
            presence=Presence.REGISTERED if number < meeting.capacity else Presence.WAITING,
            registered_at=at - timedelta(hours=len(rows) - number),
            **said,
        )
        links.give_link(attendance)
        attendance.save()
        record("registered", attendance, by=None, at=at, programme_id=programme.pk, presence=attendance.presence)
