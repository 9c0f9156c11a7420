"""What the public may read: made public by somebody, at a moment, and taken back the same way."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.models import Conversation, Finding, Poster, Theme
from programmes.lifecycle import WrongState


class ConsentMissing(Exception):
    """The group has not agreed that its poster is shown."""


Thing = TypeVar("Thing", Poster, Conversation, Theme, Finding)


def publish_poster(poster: Poster, *, by: User, at: datetime) -> Poster:
    """Show a poster to the public. Raises ConsentMissing without the group's consent, WrongState when it is public."""
    if not poster.consent_to_publish:
        raise ConsentMissing(f"{poster.group_name} has not agreed that this poster is shown.")
    return _publish(poster, by=by, at=at)


def withdraw_poster(poster: Poster, *, by: User, at: datetime) -> Poster:
    """Take a poster back from the public. Raises WrongState when it is not public."""
    return _withdraw(poster, by=by, at=at)


def publish_conversation(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """Let the public read of a conversation. Raises WrongState when they can already."""
    return _publish(conversation, by=by, at=at)


def withdraw_conversation(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """Take a conversation back from the public. Raises WrongState when it is not public."""
    return _withdraw(conversation, by=by, at=at)


def publish_theme(theme: Theme, *, by: User, at: datetime) -> Theme:
    """Let the public read a theme. Raises WrongState when they can already, or when it was merged into another."""
    if theme.merged_into_id:
        raise WrongState("This theme was merged into another: publish that one.")
    return _publish(theme, by=by, at=at)


def withdraw_theme(theme: Theme, *, by: User, at: datetime) -> Theme:
    """Take a theme back from the public. Raises WrongState when it is not public."""
    return _withdraw(theme, by=by, at=at)


def publish_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Let the public read a priority or a gap. Raises WrongState when they can already."""
    return _publish(finding, by=by, at=at)


def withdraw_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Take a priority or a gap back from the public. Raises WrongState when it is not public."""
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
            raise WrongState("This is public already." if not was_public else "This is not public.")
        record(verb, thing, by=by, at=at, programme_id=thing.programme_id)
    thing.published_at, thing.published_by = published_at, published_by
    return thing
