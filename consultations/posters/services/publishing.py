"""Which posters the public may see: made public by somebody, at a moment, with the group’s consent, and taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import get_text_list

from accounts.audit import record
from accounts.models import User
from consultations.hand_ins.models import Channel, HandIn
from consultations.posters.models import Poster, SentPicture
from consultations.posters.publication_checks import missing_before_publication
from consultations.verbs import Verb
from kit.lifecycle import publish, swap, withdraw
from kit.refusals import InvalidTransition, Refused
from programmes.models import Doing
from programmes.nouns import in_words_of
from programmes.quiet_periods.checks import refuse_if_quiet


def publish_poster(poster: Poster, *, by: User, at: datetime) -> Poster:
    """Show a poster to the public, once it has a number, a title and words for what its picture shows.

    Refuses without the group's consent, when something is missing, and with InvalidTransition when it is public already
    or its photograph is still to be drawn. Whether the group has withdrawn it meanwhile is decided by the statement
    that publishes it.
    """
    with transaction.atomic():
        refuse_if_quiet(poster.programme_id, Doing.PUBLISHING, at=at)
        stored = Poster.objects.select_for_update().get(pk=poster.pk)
        if missing := missing_before_publication(stored):
            before = in_words_of(poster.programme, "Before this {poster} is public it needs")
            raise Refused(f"{before} {get_text_list(missing, 'and')}.")
        if stored.sent_pictures.filter(state=SentPicture.State.RECEIVED).exists():
            raise InvalidTransition("Its photograph is still being made ready. Try again in a minute.")
        if not stored.consent_to_publish:
            agreed = in_words_of(poster.programme, "has not agreed that this {poster} is shown.")
            raise Refused(f"{stored.group_name or 'The group'} {agreed}")
        publish(poster, by=by, at=at, among=Poster.objects.filter(consent_to_publish=True))
        record(Verb.PUBLISHED, poster, by=by, at=at, programme_id=poster.programme_id)
    return poster


def withdraw_poster(poster: Poster, *, reason: str, by: User, at: datetime) -> Poster:
    """Take a poster back from everywhere at once, at its group's word; public or not, nobody publishes it again.

    Only the group can undo that: `record_consent` when they agree again. Refuses without a reason, and
    with InvalidTransition when it is withdrawn already.
    """
    if not reason.strip():
        raise Refused("Say why, or at whose word.")
    withdrawn: dict[str, Any] = {"withdrawn_at": at, "withdrawn_by": by, "withdrawal_reason": reason.strip()}
    withdrawn |= {"consent_to_publish": False, "published_at": None, "published_by": None}
    already = in_words_of(poster.programme, "This {poster} is withdrawn already.")
    with transaction.atomic():
        swap(poster, Poster.objects.filter(withdrawn_at=None), already, **withdrawn)
        record(Verb.WITHDRAWN, poster, by=by, at=at, programme_id=poster.programme_id)
    return poster


def record_consent(poster: Poster, *, contact_name: str, contact_details: str, by: User, at: datetime) -> Poster:
    """Write down that somebody of the group agrees that their poster is shown, after a withdrawal too.

    Refuses without a name: consent is somebody's.
    """
    if not contact_name.strip():
        raise Refused("Write down who agrees.")
    consent: dict[str, Any] = {"withdrawn_at": None, "withdrawn_by": None, "withdrawal_reason": ""}
    consent |= {"consent_to_publish": True}
    with transaction.atomic():
        Poster.objects.filter(pk=poster.pk).update(**consent)
        HandIn.objects.update_or_create(
            poster=poster,
            defaults={"contact_name": contact_name, "contact_details": contact_details, "consented_at": at},
            create_defaults={
                "channel": Channel.STAFF, "handed_in_at": at, "entered_by": by,
                "contact_name": contact_name, "contact_details": contact_details, "consented_at": at,
            },
        )  # fmt: skip
        record(Verb.CONSENT_RECORDED, poster, by=by, at=at, programme_id=poster.programme_id)
    for name, value in consent.items():
        setattr(poster, name, value)
    return poster


def take_down_poster(poster: Poster, *, by: User, at: datetime) -> Poster:
    """Take a poster off the public pages to put something right; the group's consent stands.

    Refuses with InvalidTransition when it is not public.
    """
    with transaction.atomic():
        withdraw(poster)
        record(Verb.TAKEN_DOWN, poster, by=by, at=at, programme_id=poster.programme_id)
    return poster
