"""What was heard, tied to what was said, and what was decided about it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import before, record
from accounts.models import User
from consultations.models import Conversation, Poster
from findings.excerpts import Source, stands_in
from findings.models import Coding, Decision, Finding, Theme
from findings.verbs import Verb
from kit.lifecycle import move, publish, withdraw
from kit.refusals import InvalidTransition, Refused
from programmes.models import Doing
from programmes.nouns import in_words_of
from programmes.quiet_periods.checks import refuse_if_quiet


def code_excerpt(theme: Theme, *, source: Source, excerpt: str, by: User | None, at: datetime) -> Coding:
    """Tie an excerpt of a poster, a conversation or an answer to a theme. The same tie twice is one.

    Refuses words that do not stand there, and with InvalidTransition a theme that was merged away or is of another
    programme.
    """
    place, programme_id = _place_of(source)
    if theme.merged_into_id or theme.programme_id != programme_id:
        raise InvalidTransition(
            in_words_of(theme.programme, "This theme was merged into another, or belongs to another {programme}.")
        )
    if not stands_in(excerpt, source):
        raise Refused("These words do not stand there.", field="excerpt")
    with transaction.atomic():
        coding, new = Coding.objects.get_or_create(theme=theme, excerpt=excerpt.strip(), **place)
        if new:
            record(Verb.CODED, coding, by=by, at=at, programme_id=programme_id, theme=theme.number)
    return coding


def decide_finding(finding: Finding, *, decision: str, reason: str, by: User, at: datetime) -> Finding:
    """Say what the lead body decided: accepted, accepted in part, or not taken forward.

    Refuses the last two without a reason, and with InvalidTransition a decision that stands already.
    """
    if decision in (Decision.PARTLY, Decision.NOT_TAKEN_FORWARD) and not reason.strip():
        raise Refused("Say why: people are told the reason.", field="reason")
    with transaction.atomic():
        if finding.published_at:
            refuse_if_quiet(finding.programme_id, Doing.PUBLISHING, at=at)
        was = before(finding, ["decision"])
        move(finding, to=decision, field="decision", reason=reason, decided_at=at, decided_by=by)
        record(Verb.DECIDED, finding, by=by, at=at, programme_id=finding.programme_id, decision=decision, was=was)
    return finding


def _place_of(source: Source) -> tuple[dict[str, Any], int]:
    """Return where a coding holds such a source, and its programme."""
    if isinstance(source, Poster):
        return {"poster": source}, source.programme_id
    if isinstance(source, Conversation):
        return {"conversation": source}, source.programme_id
    return {"answer": source}, source.feedback.programme_id


def publish_theme(theme: Theme, *, by: User, at: datetime) -> Theme:
    """Let the public read a theme.

    Refuses with InvalidTransition when they can already, or when it was merged into another.
    """
    if theme.merged_into_id:
        raise InvalidTransition("This theme was merged into another: publish that one.")
    with transaction.atomic():
        refuse_if_quiet(theme.programme_id, Doing.PUBLISHING, at=at)
        publish(theme, by=by, at=at)
        record(Verb.PUBLISHED, theme, by=by, at=at, programme_id=theme.programme_id)
    return theme


def withdraw_theme(theme: Theme, *, by: User, at: datetime) -> Theme:
    """Take a theme back from the public. Refuses with InvalidTransition when it is not public."""
    with transaction.atomic():
        withdraw(theme)
        record(Verb.WITHDRAWN, theme, by=by, at=at, programme_id=theme.programme_id)
    return theme


def publish_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Let the public read a priority or a gap. Refuses with InvalidTransition when they can already."""
    with transaction.atomic():
        refuse_if_quiet(finding.programme_id, Doing.PUBLISHING, at=at)
        publish(finding, by=by, at=at)
        record(Verb.PUBLISHED, finding, by=by, at=at, programme_id=finding.programme_id)
    return finding


def withdraw_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Take a priority or a gap back from the public. Refuses with InvalidTransition when it is not public."""
    with transaction.atomic():
        withdraw(finding)
        record(Verb.WITHDRAWN, finding, by=by, at=at, programme_id=finding.programme_id)
    return finding
