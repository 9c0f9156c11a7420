"""The wall, as the team keeps it: when posters may come, what each says, and where it hangs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from consultations.models import Channel, Conversation, Poster, PosterAnswer, PosterCall, SentPicture
from consultations.models.handing_in import out_of_reach
from consultations.printed_poster import ConversationDetails, PosterDetails
from consultations.services.handing_in import PosterWords, hand_in_poster, keep_photograph
from consultations.services.pictures import DOORBELL
from kit.refusals import InvalidTransition, Refused, StaleEdit
from kit.stale_edits import CHANGED_SINCE
from programmes.models import Programme


class NumberTaken(Refused):
    """Another poster hangs under this number."""


def set_poster_call(
    programme: Programme,
    *,
    introduction: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    by: User,
    at: datetime,
) -> PosterCall:
    """Say from when until when anybody may hand in a poster or tell of a conversation.

    No beginning means not yet, and no end until further notice. Refuses when it would end before it begins.
    """
    if ends_at is not None and (starts_at is None or ends_at <= starts_at):
        raise Refused("It must end after it begins.")
    with transaction.atomic():
        window = {"starts_at": starts_at, "ends_at": ends_at}
        call, _ = PosterCall.objects.update_or_create(
            programme=programme, defaults={"introduction": introduction} | window
        )
        moments = {name: moment.isoformat() for name, moment in window.items() if moment}
        record("window_set", call, by=by, at=at, programme_id=programme.pk, **moments)
    return call


def edit_poster(poster: Poster, *, details: PosterDetails, version: str, by: User, at: datetime) -> Poster:
    """Write down what a poster says, who made it, and where it hangs. `version` is that which the window showed.

    Raises StaleEdit when that would undo what somebody else has written (the same words twice are one change),
    NumberTaken when another hangs there, and InvalidTransition when it is public and would lack what the public needs.
    """
    number = details.number
    try:
        with transaction.atomic():
            locked = Poster.objects.select_for_update(of=("self",)).select_related("programme").get(pk=poster.pk)
            now = PosterDetails.of(locked)
            changed = details.changed_from(now)
            if not changed:
                return locked
            if now.version() != version:
                raise StaleEdit(CHANGED_SINCE, now)
            same = Poster.objects.filter(programme=poster.programme_id, number=number).exclude(pk=poster.pk)
            if number is not None and same.exists():
                raise NumberTaken(f"Another poster hangs under number {number}.")
            Poster.objects.filter(pk=poster.pk).update(**details.columns())
            for prompt, text in details.answers:
                if text.strip():
                    PosterAnswer.objects.update_or_create(poster=poster, prompt_id=prompt, defaults={"text": text})
                else:
                    poster.answers.filter(prompt_id=prompt).delete()
            record("changed", poster, by=by, at=at, programme_id=poster.programme_id, fields=changed)
    except IntegrityError as error:
        if "number_once" in str(error) or (number is not None and "UNIQUE" in str(error)):
            raise NumberTaken(f"Another poster hangs under number {number}.") from error
        raise InvalidTransition(
            "This poster is public: it needs its title, its number and words for its picture."
        ) from error
    poster.refresh_from_db()
    return poster


def add_photograph(
    programme: Programme, *, key: UUID, file: UploadedFile, title: str, by: User, at: datetime
) -> Poster:
    """Take in a photograph of a paper poster, to be transcribed later. The same form sent twice is one poster."""
    keep_photograph(programme, key=key, file=file, by=by, at=at)
    words = PosterWords(title=title)
    return hand_in_poster(programme, key=key, words=words, channel=Channel.PAPER, by=by, at=at)


def exchange_photograph(poster: Poster, *, file: UploadedFile, by: User, at: datetime) -> SentPicture:
    """Give a poster another photograph, drawn anew before anybody sees it.

    Raises InvalidTransition when it is public.
    """
    name = out_of_reach().save(uuid4().hex, file)
    try:
        with transaction.atomic():
            stored = Poster.objects.select_for_update().get(pk=poster.pk)
            if stored.published_at is not None:
                raise InvalidTransition("This poster is public. Take it down before its picture is exchanged.")
            sent = SentPicture.objects.create(
                programme_id=poster.programme_id, key=uuid4(), poster=poster, file=name, size=file.size or 0, sent_at=at
            )
            record("picture_sent", poster, by=by, at=at, programme_id=poster.programme_id)
            transaction.on_commit(DOORBELL)
    except BaseException:
        out_of_reach().delete(name)
        raise
    return sent


def edit_conversation(
    conversation: Conversation, *, details: ConversationDetails, version: str, by: User, at: datetime
) -> Conversation:
    """Put right what is told of a conversation, or take a name out of it; what was sent is kept beside it.

    `version` is that which the window showed. Raises StaleEdit when that would undo what somebody else has
    written; the same words twice are one change.
    """
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
        now = ConversationDetails.of(locked)
        changed = details.changed_from(now)
        if not changed:
            return locked
        if now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        Conversation.objects.filter(pk=conversation.pk).update(**vars(details))
        record("changed", conversation, by=by, at=at, programme_id=conversation.programme_id, fields=changed)
    conversation.refresh_from_db()
    return conversation
