"""Who has registered for the meeting that lies ahead, and who came to the last. All invented; nobody is written to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.audit import record
from demo.team import Team
from demo.toml_files import read
from phases.meetings import links
from phases.meetings.support.services import ArrangementDetails, add_arrangement, move_arrangement
from phases.models import Attendance, Meeting, Presence
from phases.verbs import Verb
from programmes.models import Programme
from stakeholders.models import Person


def load_registrations(programme: Programme, team: Team, at: datetime) -> None:
    """Give the places of the meeting that is open for registration to those who asked first; the others wait.

    For some of them something is arranged.
    """
    meeting = Meeting.objects.get(programme=programme, registration_opens_at__isnull=False)
    rows = read("glasgow/registrations")["registered"]
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
        record(Verb.REGISTERED, attendance, by=None, at=at, programme_id=programme.pk, presence=attendance.presence)
        for one in row.get("arrangements", []):
            _arrange(attendance, one, team, at)


def load_those_who_came(programme: Programme, at: datetime) -> None:
    """Say who came to the last meeting that is over, for themselves, and what they had needed."""
    meeting = Meeting.objects.filter(programme=programme, ends_at__lte=at).latest("ends_at")
    assert meeting.ends_at
    for row in read("glasgow/registrations")["came"]:
        attendance = Attendance.objects.create(
            meeting=meeting,
            person=Person.objects.create(name=row["name"], telephone=row["telephone"]),
            presence=Presence.ATTENDED,
            access_needs=row.get("access_needs", ""),
            communication_needs=row.get("communication_needs", ""),
        )
        record(Verb.REGISTERED, attendance, by=None, at=meeting.ends_at, programme_id=programme.pk)


def _arrange(attendance: Attendance, row: dict[str, Any], team: Team, at: datetime) -> None:
    """Let somebody of the team arrange something, or nobody yet."""
    details = ArrangementDetails(
        timezone.localdate(attendance.meeting.starts_at) - timedelta(days=row["days_before"]),
        team.facilitator if row.get("is_owned", True) else None,
        row.get("language", ""),
        row.get("particulars", ""),
    )
    arrangement = add_arrangement(attendance, kind=row["kind"], details=details, by=team.facilitator, at=at)
    if "status" in row:
        move_arrangement(arrangement, status=row["status"], by=team.facilitator, at=at)
