"""A meeting that moves or is cancelled, and those told who expect to come: each once of each change."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit import before, changes, record
from accounts.models import User
from kit.refusals import InvalidTransition, Refused
from kit.windows import QUARTER, refuse_off
from phases.meetings.emails import meeting_cancelled, meeting_changed
from phases.meetings.moves import WINDOWS
from phases.meetings.places import lock_meeting
from phases.models import Attendance, Meeting
from phases.verbs import Verb
from programmes.quiet_periods.checks import opening_waits
from programmes.verbs import Verb as ProgrammeVerb


def change_meeting(
    meeting: Meeting, *, starts_at: datetime, ends_at: datetime | None, venue: str, by: User, at: datetime
) -> Meeting:
    """Move a meeting to another time or place; nobody is told yet, see `inform_of_changes`.

    What would open with it on a quiet day waits, see `hold_what_opens`. Refuses with InvalidTransition a cancelled
    meeting, and a time at which another of its title begins; also an end before the beginning.
    """
    if ends_at and ends_at <= starts_at:
        raise Refused("A meeting ends after it begins.")
    refuse_off(QUARTER, starts_at, ends_at)
    new = {"starts_at": starts_at, "ends_at": ends_at, "venue": venue}
    try:
        with transaction.atomic():
            meeting = lock_meeting(meeting)
            if meeting.cancelled_at:
                raise InvalidTransition("This meeting was cancelled.")
            changed = [name for name, value in new.items() if getattr(meeting, name) != value]
            if changed:
                was, stood = changes(meeting, changed), copy(meeting)
                for name in changed:
                    setattr(meeting, name, new[name])
                meeting.revision += 1
                meeting.save(update_fields=[*changed, "revision"])
                record(Verb.CHANGED, meeting, by=by, at=at, programme_id=meeting.programme_id, **was)
                if "starts_at" in changed:
                    hold_what_opens(meeting, stood=stood, by=by, at=at)
    except IntegrityError as error:
        raise InvalidTransition("Another meeting of this title begins at that time.") from error
    return meeting


def hold_what_opens(meeting: Meeting, *, stood: Meeting, by: User, at: datetime) -> None:
    """Have what opens by a move from where the meeting `stood` wait in a quiet period, as where one is set.

    That is asking how it was, which opens with the meeting, and registration that had ended with it. Each waits until
    somebody gives it new days, which needs a lead's reason while it is quiet. The meeting itself takes place.
    """
    opens = {"evaluation": meeting.starts_at, "registration": meeting.registration_opens_at}
    for window, opens_at in opens.items():
        was, now = getattr(stood, window)(at), getattr(meeting, window)(at)
        if opening_waits(meeting.programme_id, opens_at, was=was, now=now, at=at):
            fields = WINDOWS[window]
            kept = before(meeting, fields)
            for name in fields:
                setattr(meeting, name, None)
            meeting.save(update_fields=fields)
            record(ProgrammeVerb.OPENING_HELD, meeting, by=by, at=at, programme_id=meeting.programme_id, was=kept)


def cancel_meeting(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Say that a meeting does not take place; nobody is told yet, see `inform_of_changes`.

    Refuses with InvalidTransition one that was cancelled already, or has begun.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.cancelled_at or at >= meeting.starts_at:
            raise InvalidTransition("This meeting was cancelled already, or has begun.")
        meeting.cancelled_at, meeting.cancelled_by = at, by
        meeting.revision += 1
        meeting.save(update_fields=["cancelled_at", "cancelled_by", "revision"])
        record(Verb.CANCELLED, meeting, by=by, at=at, programme_id=meeting.programme_id)
    return meeting


def inform_of_changes(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Write to everybody who expects to come and does not know yet how the meeting is now. Return how many letters go.

    One goes to each address, with all who are reached by it; who has a place and who waits are told apart. Who has no
    e-mail address stays to be rung. Pressed again, nobody is told again.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        uninformed = meeting.attendances.uninformed(meeting).select_related("person")
        informed = [each for each in uninformed if each.gets_email]
        for each in informed:
            each.meeting = meeting
        tell = meeting_cancelled if meeting.cancelled_at else meeting_changed
        letters = tell(informed, occasion=f"revision-{meeting.revision}", at=at)
        know = Attendance.objects.filter(pk__in=[each.pk for each in informed])
        know.update(informed_revision=meeting.revision)
        if informed:
            record(Verb.INFORMED, meeting, by=by, at=at, programme_id=meeting.programme_id, people=len(informed))
    return letters


def record_informed(attendance: Attendance, *, by: User, at: datetime) -> None:
    """Write down that somebody was rung, and knows how the meeting is now."""
    with transaction.atomic():
        meeting = lock_meeting(attendance.meeting)
        Attendance.objects.filter(pk=attendance.pk).update(informed_revision=meeting.revision)
        record(Verb.INFORMED_BY_TELEPHONE, attendance, by=by, at=at, programme_id=meeting.programme_id)
