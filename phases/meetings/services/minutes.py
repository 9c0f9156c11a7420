"""What was decided at a meeting, and what the team would do otherwise next time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import publish, withdraw
from kit.refusals import Refused, StaleEdit
from kit.stale_edits import CHANGED_SINCE, Snapshot
from kit.windows import Clock
from phases.meetings.places import lock_meeting
from phases.models import Meeting, Minutes
from phases.verbs import Verb
from programmes.models import Doing
from programmes.quiet_periods.checks import refuse_if_quiet


@dataclass(frozen=True)
class WhatCameOfIt(Snapshot):
    """What was decided, and what to do otherwise next time."""

    decided: str = ""
    lessons: str = ""

    @classmethod
    def of(cls, meeting: Meeting) -> WhatCameOfIt:
        """Return what is written down of a meeting. One query."""
        minutes = Minutes.objects.filter(meeting=meeting).first()
        return cls(minutes.decided if minutes else "", meeting.lessons)


def write_minutes(meeting: Meeting, *, details: WhatCameOfIt, version: str, by: User, at: datetime) -> Meeting:
    """Let what came of a meeting stand as `details` say. `version` is that of what the window showed.

    Refuses with StaleEdit when somebody else has written meanwhile; the same words twice are one change.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        now = WhatCameOfIt.of(meeting)
        changed = details.changed_from(now)
        if not changed:
            return meeting
        if now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        Minutes.objects.update_or_create(meeting=meeting, defaults={"decided": details.decided})
        meeting.lessons = details.lessons
        meeting.save(update_fields=["lessons"])
        record(Verb.MINUTES_WRITTEN, meeting, by=by, at=at, programme_id=meeting.programme_id, fields=changed)
    return meeting


def publish_minutes(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """Let the public read what was decided at a meeting.

    Refuses before the meeting has begun, where it was cancelled, and where nothing is written down; and with
    InvalidTransition if it is public already.
    """
    with transaction.atomic():
        refuse_if_quiet(meeting.programme_id, Doing.PUBLISHING, at=at)
        meeting = lock_meeting(meeting)
        minutes = Minutes.objects.filter(meeting=meeting).first()
        if meeting.cancelled_at or meeting.clock(at) == Clock.UPCOMING:
            raise Refused("Minutes are published of a meeting that has begun, and takes place.")
        if minutes is None or not minutes.decided:
            raise Refused("Write down first what was decided.")
        publish(minutes, by=by, at=at)
        record(Verb.MINUTES_PUBLISHED, meeting, by=by, at=at, programme_id=meeting.programme_id)
    return minutes


def withdraw_minutes(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Take the minutes of a meeting back from the public. Refuses if they are not public."""
    with transaction.atomic():
        minutes = Minutes.objects.filter(meeting=meeting).first()
        if minutes is None:
            raise Refused("This is not public.")
        withdraw(minutes)
        record(Verb.MINUTES_WITHDRAWN, meeting, by=by, at=at, programme_id=meeting.programme_id)
