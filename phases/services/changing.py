"""A meeting that moves or is cancelled, and those told who expect to come: each once of each change."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from kit.refusals import InvalidTransition, Refused
from kit.windows import QUARTER, refuse_off
from phases.emails import tell_of_cancellation, tell_of_new_time
from phases.models import Attendance, Meeting
from phases.places import held_meeting


def change_meeting(
    meeting: Meeting, *, starts_at: datetime, ends_at: datetime | None, venue: str, by: User, at: datetime
) -> Meeting:
    """Move a meeting to another time or place; nobody is told yet, see `tell_of_changes`.

    Refuses with InvalidTransition a cancelled meeting, and a time at which another of its title begins; also
    an end before the beginning.
    """
    if ends_at and ends_at <= starts_at:
        raise Refused("A meeting ends after it begins.")
    refuse_off(QUARTER, starts_at, ends_at)
    new = {"starts_at": starts_at, "ends_at": ends_at, "venue": venue}
    try:
        with transaction.atomic():
            meeting = held_meeting(meeting)
            if meeting.cancelled_at:
                raise InvalidTransition("This meeting was cancelled.")
            changed = [name for name, value in new.items() if getattr(meeting, name) != value]
            if changed:
                for name in changed:
                    setattr(meeting, name, new[name])
                meeting.revision += 1
                meeting.save(update_fields=[*changed, "revision"])
                record("changed", meeting, by=by, at=at, programme_id=meeting.programme_id, fields=changed)
    except IntegrityError as error:
        raise InvalidTransition("Another meeting of this title begins at that time.") from error
    return meeting


def cancel_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Say that a meeting does not take place; nobody is told yet, see `tell_of_changes`.

    Refuses with InvalidTransition one that was cancelled already, or has begun.
    """
    with transaction.atomic():
        meeting = held_meeting(meeting)
        if meeting.cancelled_at or at >= meeting.starts_at:
            raise InvalidTransition("This meeting was cancelled already, or has begun.")
        meeting.cancelled_at, meeting.cancelled_by = at, by
        meeting.revision += 1
        meeting.save(update_fields=["cancelled_at", "cancelled_by", "revision"])
        record("cancelled", meeting, by=by, at=at, programme_id=meeting.programme_id)
    return meeting


def tell_of_changes(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Write to everybody who expects to come and does not know yet how the meeting is now. Return how many.

    Who has no e-mail address stays to be rung. Pressed again, nobody is told again.
    """
    with transaction.atomic():
        meeting = held_meeting(meeting)
        unknowing = meeting.attendances.to_be_told(meeting).select_related("person")
        told = [each for each in unknowing if each.is_written_to]
        for each in told:
            each.meeting = meeting
            (tell_of_cancellation if meeting.cancelled_at else tell_of_new_time)(each, at=at)
        know = Attendance.objects.filter(pk__in=[each.pk for each in told])
        know.update(told_revision=meeting.revision)
        if told:
            record("told", meeting, by=by, at=at, programme_id=meeting.programme_id, people=len(told))
    return len(told)


def note_told(attendance: Attendance, *, by: User, at: datetime) -> None:
    """Write down that somebody was rung, and knows how the meeting is now."""
    with transaction.atomic():
        meeting = held_meeting(attendance.meeting)
        Attendance.objects.filter(pk=attendance.pk).update(told_revision=meeting.revision)
        record("told_by_telephone", attendance, by=by, at=at, programme_id=meeting.programme_id)
