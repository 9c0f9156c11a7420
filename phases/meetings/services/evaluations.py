"""How a meeting was, as those say who were there: asked until a day, taken in once, read by the team alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit import before, record
from accounts.models import User
from kit.days import end_of
from kit.refusals import InvalidTransition, Refused, SubmittedDifferently
from kit.windows import Clock
from phases.meetings.places import lock_meeting
from phases.models import Evaluation, Meeting
from phases.verbs import Verb
from programmes.quiet_periods.checks import refuse_opening_if_quiet


@dataclass(frozen=True)
class EvaluationAnswers:
    """What somebody says of a meeting: codes of `Overall` and `TookPart`, and words. All of it may be empty."""

    overall: str = ""
    took_part: str = ""
    in_the_way: str = ""
    worked: str = ""
    change: str = ""
    other: str = ""


def open_evaluation(meeting: Meeting, *, last_on: date, by: User, at: datetime) -> Meeting:
    """Ask until the end of a day how a meeting was.

    Refuses where that is before the meeting begins or it begins in a quiet period, and with InvalidTransition a
    cancelled meeting.
    """
    closes_at = end_of(last_on)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.cancelled_at:
            raise InvalidTransition("This meeting was cancelled, so nobody is asked how it was.")
        if closes_at is None or closes_at <= meeting.starts_at:
            raise Refused("People can say how it was only after it has begun.", field="last_on")
        was, stood = before(meeting, ["evaluation_closes_at"]), meeting.evaluation(at)
        meeting.evaluation_closes_at = closes_at
        now = meeting.evaluation(at)
        refuse_opening_if_quiet(meeting.programme_id, meeting.starts_at, was=stood, now=now, at=at)
        meeting.save(update_fields=["evaluation_closes_at"])
        record(Verb.EVALUATION_OPENED, meeting, by=by, at=at, programme_id=meeting.programme_id, was=was)
    return meeting


def evaluate(meeting: Meeting, *, key: UUID, answers: EvaluationAnswers, by: User | None, at: datetime) -> Evaluation:
    """Take in what somebody says of a meeting; `by` is whoever keys it from paper, at any time after the beginning.

    The same form sent twice is one. Refuses with SubmittedDifferently when it says something else than before: a row is
    what was sent, for nobody edits it. Refuses too before the meeting has begun, and by the link once it has closed.
    """
    if found := Evaluation.objects.filter(key=key).first():
        return _unless_different(found, meeting, answers)
    if by and at < meeting.starts_at:
        raise Refused("The meeting has not begun, so nobody can say how it was.")
    if by is None and meeting.evaluation(at) != Clock.OPEN:
        write_to = meeting.programme.contact_email
        raise Refused(f"This has closed. Copy what you wrote, and send it to {write_to}.")
    try:
        with transaction.atomic():
            given = asdict(answers)
            evaluation = Evaluation.objects.create(meeting=meeting, key=key, said_at=at, entered_by=by, **given)
            record(Verb.EVALUATED, meeting, by=by, at=at, programme_id=meeting.programme_id)
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if found := Evaluation.objects.filter(key=key).first():
            return _unless_different(found, meeting, answers)
        raise
    return evaluation


def export_evaluations(meeting: Meeting, *, by: User, at: datetime) -> list[Evaluation]:
    """Return what was said of a meeting, the first first, for somebody who takes it away; the log keeps who did."""
    with transaction.atomic():
        evaluations = list(meeting.evaluations.order_by("pk"))
        count = len(evaluations)
        record(Verb.EVALUATIONS_EXPORTED, meeting, by=by, at=at, programme_id=meeting.programme_id, count=count)
    return evaluations


def _unless_different(found: Evaluation, meeting: Meeting, answers: EvaluationAnswers) -> Evaluation:
    if found.meeting_id != meeting.pk or any(getattr(found, name) != words for name, words in asdict(answers).items()):
        raise SubmittedDifferently
    return found
