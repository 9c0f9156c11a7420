"""Representatives say whether they come to a meeting: places go to them by the same rules as to anybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.refusals import InvalidTransition, Refused
from kit.windows import Clock
from phases.meetings.emails import place_given_or_waiting
from phases.meetings.places import attendance_of, lock_meeting
from phases.meetings.services.registration import RegistrationDetails, give_up_place, say_otherwise, take_place
from phases.models import Attendance, Meeting, Presence
from phases.verbs import Verb
from stakeholders.models import Appointment


def answer_meeting(
    meeting: Meeting,
    *,
    appointment: Appointment,
    comes: bool,
    access_needs: str,
    communication_needs: str,
    by: User,
    at: datetime,
) -> Attendance:
    """Write down whether a representative comes to a meeting, and what they need there if they do.

    Who says yes has a place, or one on the waiting list, and is told by e-mail which; said again, what they need is
    written anew. Who says no gives up what they had. Refuses once the meeting has begun or was cancelled, and a yes
    while registration is not open. Raises InvalidTransition for somebody who was there already.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.cancelled_at or at >= meeting.starts_at:
            raise Refused("This meeting was cancelled, or has begun: nobody can say any more whether they come.")
        attendance = attendance_of(meeting, appointment.person)
        if attendance is not None and attendance.checked_in_at:
            raise InvalidTransition("You are at this meeting already.")
        if not comes:
            return _say_no(attendance or _new(meeting, appointment), by=by, at=at)
        needs = {"access_needs": access_needs, "communication_needs": communication_needs}
        if attendance is not None and attendance.can_be_given_up:
            if any(getattr(attendance, name) != words for name, words in needs.items()):
                say_otherwise(attendance, needs, by=by, at=at)
            return attendance
        if meeting.answering(at) != Clock.OPEN:
            raise Refused("Nobody can register at the moment. Write to us if you would like to come.", field="comes")
        attendance = attendance or _new(meeting, appointment)
        person = attendance.person
        details = RegistrationDetails(person.name, person.email, comes_from=attendance.comes_from, **needs)
        attendance.partnership = attendance.partnership or appointment.partnership
        entry = take_place(attendance, details, by=by, at=at)
        place_given_or_waiting(attendance, occasion=f"answered:{entry.pk}", at=at)
    return attendance


def _new(meeting: Meeting, appointment: Appointment) -> Attendance:
    """Return the attendance of somebody who has said nothing so far; it is not saved."""
    return Attendance(meeting=meeting, person=appointment.person, partnership=appointment.partnership)


def _say_no(attendance: Attendance, *, by: User, at: datetime) -> Attendance:
    """Write down that somebody does not come; a place that they had goes to whoever waits."""
    if attendance.pk and attendance.can_be_given_up:
        return give_up_place(attendance, by=by, at=at)
    if attendance.pk is None:
        attendance.presence = Presence.APOLOGIES
        attendance.save()
        record(Verb.NOT_COMING, attendance, by=by, at=at, programme_id=attendance.meeting.programme_id)
    return attendance
