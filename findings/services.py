"""What was heard, tied to what was said, and what was decided about it."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.models import Conversation, Poster
from findings.excerpts import Source, stands_in
from findings.models import Coding, Decision, Finding, Theme
from kit.lifecycle import move
from kit.refusals import InvalidTransition, Refused

Thing = TypeVar("Thing", Theme, Finding)


class ExcerptNotFound(Refused):
    """The excerpt does not stand in the words it is said to come from."""


class ReasonMissing(Refused):
    """What is not taken forward, or only in part, needs its reason."""


def code_excerpt(theme: Theme, *, source: Source, excerpt: str, by: User | None, at: datetime) -> Coding:
    """Tie an excerpt of a poster, a conversation or an answer to a theme. The same tie twice is one.

    Raises ExcerptNotFound when the words do not stand there, and InvalidTransition for a theme that was merged away or
    of another programme.
    """
    place, programme_id = _place_of(source)
    if theme.merged_into_id or theme.programme_id != programme_id:
        raise InvalidTransition("This theme was merged into another, or belongs to another programme.")
    if not stands_in(excerpt, source):
        raise ExcerptNotFound("These words do not stand there.")
    with transaction.atomic():
        coding, new = Coding.objects.get_or_create(theme=theme, excerpt=excerpt.strip(), **place)
        if new:
            record("coded", coding, by=by, at=at, programme_id=programme_id, theme=theme.number)
    return coding


def decide_finding(finding: Finding, *, decision: str, reason: str, by: User, at: datetime) -> Finding:
    """Say what the lead body decided: accepted, accepted in part, or not taken forward.

    The last two raise ReasonMissing without a reason; a decision that stands already raises InvalidTransition.
    """
    if decision in (Decision.PARTLY, Decision.NOT_TAKEN_FORWARD) and not reason.strip():
        raise ReasonMissing("Say why: people are told the reason.")
    with transaction.atomic():
        move(finding, to=decision, field="decision", reason=reason, decided_at=at, decided_by=by)
        record("decided", finding, by=by, at=at, programme_id=finding.programme_id, decision=decision)
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

    Raises InvalidTransition when they can already, or when it was merged into another.
    """
    if theme.merged_into_id:
        raise InvalidTransition("This theme was merged into another: publish that one.")
    return _publish(theme, by=by, at=at)


def withdraw_theme(theme: Theme, *, by: User, at: datetime) -> Theme:
    """Take a theme back from the public. Raises InvalidTransition when it is not public."""
    return _withdraw(theme, by=by, at=at)


def publish_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Let the public read a priority or a gap. Raises InvalidTransition when they can already."""
    return _publish(finding, by=by, at=at)


def withdraw_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Take a priority or a gap back from the public. Raises InvalidTransition when it is not public."""
    return _withdraw(finding, by=by, at=at)


def _publish(thing: Thing, *, by: User, at: datetime) -> Thing:
    return _set(thing, "published", was_public=False, by=by, at=at, published_at=at, published_by=by)


def _withdraw(thing: Thing, *, by: User, at: datetime) -> Thing:
    return _set(thing, "withdrawn", was_public=True, by=by, at=at, published_at=None, published_by=None)


def _set(
    thing: Thing,
    verb: str,
    *,
    was_public: bool,
    by: User,
    at: datetime,
    published_at: datetime | None,
    published_by: User | None,
) -> Thing:
    """Move the pair by compare-and-swap: of two people who press at once, one is told that it was done already."""
    rows = type(thing)._default_manager.filter(pk=thing.pk, published_at__isnull=not was_public)
    with transaction.atomic():
        if not rows.update(published_at=published_at, published_by=published_by):
            raise InvalidTransition("This is public already." if not was_public else "This is not public.")
        record(verb, thing, by=by, at=at, programme_id=thing.programme_id)
    thing.published_at, thing.published_by = published_at, published_by
    return thing
