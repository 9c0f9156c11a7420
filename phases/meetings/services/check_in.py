"""On the day: who came, who walked in, and whether people had what they need."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from accounts.audit import before, record
from accounts.models import User
from kit.fingerprints import fingerprint_of
from kit.refusals import InvalidTransition, Refused
from phases.meetings.places import lock_attendance, lock_meeting
from phases.meetings.sent_before import sent_before
from phases.models import PRESENT, Attendance, Meeting, NeedsMet, Presence
from phases.verbs import Verb
from stakeholders.models import ContactBy, Person


def check_in(attendance: Attendance, *, by: User, at: datetime) -> Attendance:
    """Write down that somebody came: whoever registered, waited, or had sent apologies and is here after all.

    Refuses with InvalidTransition whoever was checked in already.
    """
    with transaction.atomic():
        attendance = lock_attendance(attendance)
        if attendance.presence in PRESENT:
            raise InvalidTransition(f"{attendance.person} was checked in already.")
        attendance.before_check_in, attendance.presence = attendance.presence, Presence.ATTENDED
        attendance.checked_in_at, attendance.checked_in_by = at, by
        attendance.save(update_fields=["before_check_in", "presence", "checked_in_at", "checked_in_by"])
        programme = attendance.meeting.programme_id
        record(Verb.CHECKED_IN, attendance, by=by, at=at, programme_id=programme, was=attendance.before_check_in)
    return attendance


def add_walk_in(meeting: Meeting, *, key: UUID, name: str, by: User, at: datetime) -> Attendance:
    """Write down somebody who came without having registered. The same form sent twice is one person.

    Refuses with SubmittedDifferently one that was sent before with another name.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if sent := sent_before(meeting, key, {"name": name}):
            return sent
        attendance = Attendance.objects.create(
            meeting=meeting,
            person=Person.objects.create(name=name, contact_by=ContactBy.TELEPHONE),
            presence=Presence.WALK_IN,
            key=key,
            fingerprint=fingerprint_of({"name": name}),
            checked_in_at=at,
            checked_in_by=by,
        )
        record(Verb.WALKED_IN, attendance, by=by, at=at, programme_id=meeting.programme_id)
    return attendance


def undo_check_in(attendance: Attendance, *, by: User, at: datetime) -> None:
    """Take back that somebody came: they stand as they did before. A walk-in is gone, as if never written.

    Refuses with InvalidTransition whoever was not checked in here.
    """
    with transaction.atomic():
        attendance = lock_attendance(attendance)
        if attendance.presence not in PRESENT or attendance.checked_in_at is None:
            raise InvalidTransition(f"{attendance.person} was not checked in.")
        record(Verb.CHECK_IN_UNDONE, attendance, by=by, at=at, programme_id=attendance.meeting.programme_id)
        if attendance.presence == Presence.WALK_IN:
            _forget(attendance)
            return
        Attendance.objects.filter(pk=attendance.pk).update(
            presence=attendance.before_check_in, before_check_in="", checked_in_at=None, checked_in_by=None
        )


def record_needs(attendance: Attendance, *, needs_met: str, needs_note: str, by: User, at: datetime) -> None:
    """Write down whether somebody has what they need, and how, or why not. Refuses for “not met” without why.

    They read it on their own page.
    """
    if needs_met == NeedsMet.NOT_MET and not needs_note:
        raise Refused("Say why it is not met.", field="needs_note")
    with transaction.atomic():
        was = before(Attendance.objects.get(pk=attendance.pk), ["needs_met"])
        Attendance.objects.filter(pk=attendance.pk).update(needs_met=needs_met, needs_note=needs_note)
        programme = attendance.meeting.programme_id
        record(
            Verb.NEEDS_RECORDED, attendance, by=by, at=at, programme_id=programme, needs=needs_met or "open", was=was
        )


def _forget(attendance: Attendance) -> None:
    """Delete a walk-in, and the person where nothing else is known of them."""
    Attendance.objects.filter(pk=attendance.pk).delete()
    try:
        with transaction.atomic():
            attendance.person.delete()
    except ProtectedError:
        # Somebody has tied the person to something else meanwhile.
        return
