"""What the public may read: made public by somebody, at a moment, and taken back the same way."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.text import get_text_list

from accounts.audit import record
from accounts.models import User
from consultations.models import Channel, Conversation, HandIn, Poster, SentPicture
from consultations.publication_checks import what_is_lacking
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme


class ConsentMissing(Refused):
    """The group has not agreed that its poster is shown."""


class StillLacking(Refused):
    """What a poster still needs before it is public."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__(f"Before this poster is public it needs {get_text_list(lacking, 'and')}.")


Thing = TypeVar("Thing", Poster, Conversation)


def publish_poster(poster: Poster, *, by: User, at: datetime) -> Poster:
    """Show a poster to the public, once it has a number, a title and words for what its picture shows.

    Raises ConsentMissing without the group's consent, StillLacking, and InvalidTransition when it is public already or
    its photograph is still to be drawn. Whether the group has withdrawn it meanwhile is decided by the statement that
    publishes it.
    """
    with transaction.atomic():
        stored = Poster.objects.select_for_update().get(pk=poster.pk)
        if lacking := what_is_lacking(stored):
            raise StillLacking(lacking)
        if stored.sent_pictures.filter(state=SentPicture.State.RECEIVED).exists():
            raise InvalidTransition("Its photograph is still being made ready. Try again in a minute.")
        shown = Poster.objects.filter(pk=poster.pk, published_at__isnull=True, consent_to_publish=True)
        if not shown.update(published_at=at, published_by=by):
            if not stored.consent_to_publish:
                raise ConsentMissing(f"{stored.group_name or 'The group'} has not agreed that this poster is shown.")
            raise InvalidTransition("This is public already.")
        record("published", poster, by=by, at=at, programme_id=poster.programme_id)
    poster.published_at, poster.published_by = at, by
    return poster


def withdraw_poster(poster: Poster, *, reason: str, by: User, at: datetime) -> Poster:
    """Take a poster back from everywhere at once, at its group's word; public or not, nobody publishes it again.

    Only the group can undo that: `record_consent` when they agree again. Refuses without a reason, and
    InvalidTransition when it is withdrawn already.
    """
    if not reason.strip():
        raise Refused("Say why, or at whose word.")
    withdrawn: dict[str, Any] = {"withdrawn_at": at, "withdrawn_by": by, "withdrawal_reason": reason.strip()}
    withdrawn |= {"consent_to_publish": False, "published_at": None, "published_by": None}
    with transaction.atomic():
        if not Poster.objects.filter(pk=poster.pk, withdrawn_at__isnull=True).update(**withdrawn):
            raise InvalidTransition("This poster is withdrawn already.")
        record("withdrawn", poster, by=by, at=at, programme_id=poster.programme_id)
    for name, value in withdrawn.items():
        setattr(poster, name, value)
    return poster


def record_consent(poster: Poster, *, given_by: str, reached_by: str, by: User, at: datetime) -> Poster:
    """Write down that somebody of the group agrees that their poster is shown, after a withdrawal too.

    Refuses without a name: consent is somebody's.
    """
    if not given_by.strip():
        raise Refused("Write down who agrees.")
    consent: dict[str, Any] = {"withdrawn_at": None, "withdrawn_by": None, "withdrawal_reason": ""}
    consent |= {"consent_to_publish": True}
    with transaction.atomic():
        Poster.objects.filter(pk=poster.pk).update(**consent)
        HandIn.objects.update_or_create(
            poster=poster,
            defaults={"given_by": given_by, "reached_by": reached_by, "consented_at": at},
            create_defaults={
                "channel": Channel.STAFF, "handed_in_at": at, "entered_by": by,
                "given_by": given_by, "reached_by": reached_by, "consented_at": at,
            },
        )  # fmt: skip
        record("consent_recorded", poster, by=by, at=at, programme_id=poster.programme_id)
    for name, value in consent.items():
        setattr(poster, name, value)
    return poster


def take_down_poster(poster: Poster, *, by: User, at: datetime) -> Poster:
    """Take a poster off the public pages to put something right; the group's consent stands.

    Raises InvalidTransition when it is not public.
    """
    return _set(poster, "taken_down", was_public=True, by=by, at=at, published_at=None, published_by=None)


def publish_conversation(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """Let the public read of a conversation, under the next free number.

    Raises InvalidTransition when they can already.
    """
    with transaction.atomic():
        # One at a time: each gets a number of its own.
        Programme.objects.select_for_update().get(pk=conversation.programme_id)
        others = Conversation.objects.filter(programme=conversation.programme_id)
        highest = others.aggregate(highest=Max("number"))["highest"] or 0
        if others.filter(pk=conversation.pk, number__isnull=True).update(number=highest + 1):
            conversation.number = highest + 1
        return _publish(conversation, by=by, at=at)


def withdraw_conversation(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """Take a conversation back from the public. Raises InvalidTransition when it is not public."""
    return _withdraw(conversation, by=by, at=at)


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
