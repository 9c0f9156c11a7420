"""The people of a spreadsheet taken to a meeting, whole or not at all; and who came, taken away as one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.sheet_import.rows import CheckedRows, RowState
from kit.sheet_import.services import BATCH, import_rows
from phases.meetings.links import give_link
from phases.meetings.places import lock_meeting, places_left
from phases.meetings.services.registration import fill_places, let_place_go
from phases.meetings.sheet_import.checking import AttendanceRow, check_rows
from phases.models import PRESENT, Attendance, AttendanceImport, Meeting, Presence
from programmes.verbs import Verb as ProgrammeVerb
from stakeholders.models import ContactBy, Person


def import_attendances(sheet: AttendanceImport, *, by: User, at: datetime) -> AttendanceImport:
    """Take the people of a sheet to its meeting, all of them or none; what it said is forgotten then.

    Before the meeting those for whom there is no place wait. Who is there already keeps all that they said; only that
    they came, or cannot come, is written down. Before the meeting who cannot come gives a place up, and is told, as by
    any other way of giving it up; and whoever waited and now has a place is. Nobody else of the sheet is written to.
    Refuses with InvalidTransition as `import_rows` does.
    """
    with transaction.atomic():
        meeting = lock_meeting(sheet.meeting)
        sheet = import_rows(
            sheet,
            check=lambda locked: check_rows(locked, at=at),
            make=lambda locked, checked: _make(meeting, checked, by=by, at=at),
            by=by,
            at=at,
        )
        fill_places(meeting, by=by, at=at)
    return sheet


def export_attendance(meeting: Meeting, *, purpose: str, by: User, at: datetime) -> list[Attendance]:
    """Return everybody of a meeting by name, for somebody who takes away how they are reached and what they need.

    The log keeps who did, for what purpose (a code of `stakeholders.contacts.Purpose`), and of how many people.
    """
    with transaction.atomic():
        rows = meeting.attendances.select_related("person", "partnership__organisation")
        people = list(rows.order_by("person__name", "pk"))
        counted = {"purpose": purpose, "people": len(people)}
        record(ProgrammeVerb.CONTACTS_EXPORTED, meeting, by=by, at=at, programme_id=meeting.programme_id, **counted)
    return people


def _make(meeting: Meeting, checked: CheckedRows[AttendanceRow], *, by: User, at: datetime) -> dict[str, int]:
    """Write what the rows say; return how many of each kind came of it."""
    _move(meeting, [row for row in checked.rows if row.state == RowState.CHANGED], by=by, at=at)
    new = [row for row in checked.rows if row.state == RowState.NEW]
    free = places_left(meeting) if at < meeting.starts_at else None
    attendances = []
    for row, person in zip(new, _people(new), strict=True):
        attendance = _attendance(meeting, row, person)
        if attendance.presence == Presence.REGISTERED and free is not None:
            attendance.presence, free = (Presence.REGISTERED, free - 1) if free else (Presence.WAITING, 0)
        attendance.registered_at, attendance.entered_by = at, by
        attendances.append(attendance)
    Attendance.objects.bulk_create(attendances, batch_size=BATCH)
    counts = checked.counts
    return {
        "added": len(new),
        "changed": counts[RowState.CHANGED],
        "left": counts[RowState.LEFT],
        "out": counts[RowState.OUT],
    }


def _people(rows: Iterable[AttendanceRow]) -> list[Person]:
    """Return the person of each row: whom the programme knows, or somebody new."""
    rows = list(rows)
    known = Person.objects.in_bulk([row.person for row in rows if row.person], field_name="pk")
    people = []
    for row in rows:
        by = ContactBy.EMAIL if row.values["email"] else ContactBy.TELEPHONE
        reach = {name: row.values[name] for name in ("name", "email", "telephone")}
        people.append(known[row.person] if row.person else Person(**reach, contact_by=by))
    Person.objects.bulk_create([person for person in people if person.pk is None], batch_size=BATCH)
    return people


def _attendance(meeting: Meeting, row: AttendanceRow, person: Person) -> Attendance:
    attendance = Attendance(
        meeting=meeting,
        person=person,
        presence=row.presence,
        comes_from=row.values["comes_from"],
        access_needs=row.values["access_needs"],
        communication_needs=row.values["communication_needs"],
        informed_revision=meeting.revision,
    )
    if row.presence not in PRESENT:
        # For their own page, when we write to them.
        give_link(attendance)
    return attendance


def _move(meeting: Meeting, rows: Iterable[AttendanceRow], *, by: User, at: datetime) -> None:
    """Let those who are there already stand as the rows say; before the meeting, who cannot come gives a place up."""
    moved: dict[str, list[int]] = {}
    for row in rows:
        moved.setdefault(row.becomes, []).append(row.attendance or 0)
    if at < meeting.starts_at and not meeting.cancelled_at:
        for attendance in meeting.attendances.filter(pk__in=moved.pop(Presence.APOLOGIES, [])).select_related("person"):
            attendance.meeting = meeting
            let_place_go(attendance, by=by, at=at)
    for presence, keys in moved.items():
        for first in range(0, len(keys), BATCH):
            Attendance.objects.filter(pk__in=keys[first : first + BATCH]).update(presence=presence)
