"""What was decided at a meeting, with its papers, and what the team would do otherwise next time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import changes, record
from accounts.models import User
from kit.lifecycle import publish, withdraw
from kit.papers import SentPaper
from kit.refusals import Refused, StaleEdit
from kit.stale_edits import CHANGED_SINCE, Snapshot
from kit.windows import Clock
from phases.meetings.places import lock_meeting
from phases.models import Meeting, MeetingPaper, Minutes
from phases.verbs import Verb
from programmes.models import Doing
from programmes.quiet_periods.checks import refuse_if_quiet

# All of them are listed on one page.
MAX_PAPERS = 20


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
        was = changes(meeting, changed, vars(now))
        record(Verb.MINUTES_WRITTEN, meeting, by=by, at=at, programme_id=meeting.programme_id, **was)
    return meeting


def publish_minutes(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """Let the public read what was decided at a meeting, and its papers.

    Refuses before the meeting has begun, where it was cancelled, and where no decision is written down; and with
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


def add_paper(meeting: Meeting, *, title: str, file: SentPaper, by: User, at: datetime) -> MeetingPaper:
    """Put a paper with the minutes of a meeting; where they are public, it is so at once, and waits if it is quiet.

    Refuses one that is there already, and more than MAX_PAPERS.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        minutes, _ = Minutes.objects.get_or_create(meeting=meeting)
        if minutes.published_at:
            refuse_if_quiet(meeting.programme_id, Doing.PUBLISHING, at=at)
        papers = MeetingPaper.objects.filter(minutes=minutes)
        if papers.filter(sha256=file.sha256).exists():
            raise Refused("This file is there already.", field="file")
        if papers.count() >= MAX_PAPERS:
            raise Refused(f"A meeting has {MAX_PAPERS} papers at most. Put several into one file.", field="file")
        paper = MeetingPaper(minutes=minutes, title=title, added_at=at, added_by=by)
        paper.hold(file)
        paper.save()
        record(Verb.PAPER_ADDED, paper, by=by, at=at, programme_id=meeting.programme_id, kind=paper.kind)
    return paper


def remove_paper(paper: MeetingPaper, *, by: User, at: datetime) -> None:
    """Take a paper away from the minutes for good. Gone already, it is left so."""
    with transaction.atomic():
        meeting = lock_meeting(paper.minutes.meeting)
        if MeetingPaper.objects.filter(pk=paper.pk).delete()[0]:
            record(Verb.PAPER_REMOVED, meeting, by=by, at=at, programme_id=meeting.programme_id, kind=paper.kind)
