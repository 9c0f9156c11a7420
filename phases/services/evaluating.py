"""How a meeting was, as those say who were there: asked until a day, taken in once, read by the team alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from kit.days import end_of
from kit.refusals import Refused
from kit.windows import Clock
from phases.models import Evaluation, Meeting


class EvaluationClosed(Refused):
    """Nobody can say how this meeting was at this moment."""


class SaidAlready(Refused):
    """Something else was said with this form."""


@dataclass(frozen=True)
class Said:
    """What somebody says of a meeting: codes of `Overall` and `TookPart`, and words. All of it may be empty."""

    overall: str = ""
    took_part: str = ""
    in_the_way: str = ""
    worked: str = ""
    change: str = ""
    other: str = ""


def ask_for_evaluation(meeting: Meeting, *, last_on: date, by: User, at: datetime) -> Meeting:
    """Ask until the end of a day how a meeting was. Refuses where that is before the meeting begins."""
    closes_at = end_of(last_on)
    if closes_at is None or closes_at <= meeting.starts_at:
        raise Refused("People can say how it was only after it has begun.")
    with transaction.atomic():
        meeting.evaluation_closes_at = closes_at
        meeting.save(update_fields=["evaluation_closes_at"])
        record("asked_how_it_was", meeting, by=by, at=at, programme_id=meeting.programme_id)
    return meeting


def evaluate(meeting: Meeting, *, key: UUID, said: Said, by: User | None = None, at: datetime) -> Evaluation:
    """Take in what somebody says of a meeting; `by` is whoever keys it from paper, at any time after the beginning.

    The same form sent twice is one. Raises SaidAlready when it says something else than before, and EvaluationClosed
    when by the link nothing can be said at this moment.
    """
    if found := Evaluation.objects.filter(key=key).first():
        return _same(found, meeting, said)
    if meeting.evaluation(at) != Clock.OPEN and not (by and at >= meeting.starts_at):
        raise EvaluationClosed("Nothing can be said of this meeting at this moment.")
    try:
        with transaction.atomic():
            evaluation = Evaluation.objects.create(meeting=meeting, key=key, said_at=at, entered_by=by, **asdict(said))
            record("evaluated", meeting, by=by, at=at, programme_id=meeting.programme_id)
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if found := Evaluation.objects.filter(key=key).first():
            return _same(found, meeting, said)
        raise
    return evaluation


def take_evaluations(meeting: Meeting, *, by: User, at: datetime) -> list[Evaluation]:
    """Return what was said of a meeting, the first first, for somebody who takes it away; the log keeps who did."""
    with transaction.atomic():
        said = list(meeting.evaluations.order_by("pk"))
        record("took_evaluations_away", meeting, by=by, at=at, programme_id=meeting.programme_id, count=len(said))
    return said


def _same(found: Evaluation, meeting: Meeting, said: Said) -> Evaluation:
    if found.meeting_id != meeting.pk or any(getattr(found, name) != words for name, words in asdict(said).items()):
        raise SaidAlready("This form has been sent already, with other words.")
    return found
