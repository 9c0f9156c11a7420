"""What groups hand in: a poster with its photograph, a conversation; each once, however often the button is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.models import Channel, Conversation, HandIn, Poster, PosterAnswer, PosterCall, SentPicture
from consultations.models.handing_in import out_of_reach
from consultations.services.feedback import hold_appointment
from consultations.services.pictures import DOORBELL
from kit.refusals import Refused
from kit.windows import Clock
from programmes.models import Programme
from stakeholders.models import Partnership, StakeholderGroup


class CallClosed(Refused):
    """Nothing can be handed in at this moment."""


class HandedInAlready(Refused):
    """Something else was handed in with this form; `hand_in` is it."""

    def __init__(self, hand_in: HandIn) -> None:
        super().__init__("This form has been sent already, with other words.")
        self.hand_in = hand_in


@dataclass(frozen=True)
class PosterWords:
    """What a group writes of its poster; `answers` are by prompt, and `consent` is what its giver said."""

    title: str = ""
    group_name: str = ""
    speaking_for: StakeholderGroup | None = None
    answers: Mapping[int, str] = field(default_factory=dict)
    alt_text: str = ""
    artist_credit: str = ""
    consent: bool = False
    given_by: str = ""
    reached_by: str = ""


@dataclass(frozen=True)
class ConversationWords:
    """What is told of a conversation: who talked, when, how many they were, and what was said."""

    team: str
    held_on: date
    said: str
    people_count: int | None = None
    given_by: str = ""
    reached_by: str = ""


def keep_photograph(
    programme: Programme, *, key: UUID, file: UploadedFile, at: datetime, by: User | None = None
) -> SentPicture:
    """Keep a photograph under the key of its form, out of reach, until the form is sent; a new one takes its place.

    Once the form has been sent, its photograph stays as it is.
    """
    kept = SentPicture.objects.filter(key=key).first()
    if kept is not None and kept.poster_id is not None:
        return kept
    name = out_of_reach().save(uuid4().hex, file)
    changes = {"file": name, "size": file.size or 0, "sent_at": at}
    if kept is not None:
        swapped = SentPicture.objects.filter(pk=kept.pk, poster__isnull=True).update(**changes)
        out_of_reach().delete(str(kept.file.name) if swapped else name)
        return SentPicture.objects.get(pk=kept.pk)
    try:
        with transaction.atomic():
            return SentPicture.objects.create(programme=programme, key=key, **changes)
    except IntegrityError:
        # Pressed twice: the other press has kept it.
        out_of_reach().delete(name)
        return SentPicture.objects.get(key=key)


def hand_in_poster(
    programme: Programme,
    *,
    key: UUID,
    words: PosterWords,
    channel: Channel = Channel.LINK,
    by: User | None = None,
    at: datetime,
) -> Poster:
    """Take a poster in, with the photograph that was kept under `key`. It is seen by the team alone.

    The same form sent twice is one poster. Raises HandedInAlready when it says something else than before, and
    CallClosed when by the link nothing can be handed in at this moment.
    """
    if handed_in := _handed_in(key):
        return _same_poster(handed_in, words)
    try:
        with transaction.atomic():
            if channel == Channel.LINK:
                _see_that_it_is_open(programme, at)
            poster = Poster.objects.create(
                programme=programme,
                title=words.title,
                group_name=words.group_name,
                speaking_for=words.speaking_for,
                alt_text=words.alt_text,
                artist_credit=words.artist_credit,
                made_on=timezone.localdate(at),
                consent_to_publish=words.consent,
            )
            HandIn.objects.create(
                key=key,
                poster=poster,
                channel=channel,
                handed_in_at=at,
                entered_by=by,
                given_by=words.given_by,
                reached_by=words.reached_by,
                consented_at=at if words.consent else None,
            )
            PosterAnswer.objects.bulk_create(
                PosterAnswer(poster=poster, prompt_id=prompt, text=text)
                for prompt, text in words.answers.items()
                if text.strip()
            )
            pictures = SentPicture.objects.filter(key=key, programme=programme).update(poster=poster)
            record("handed_in", poster, by=by, at=at, programme_id=programme.pk, channel=channel, pictures=pictures)
            if pictures:
                transaction.on_commit(DOORBELL)
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if handed_in := _handed_in(key):
            return _same_poster(handed_in, words)
        raise
    return poster


def log_conversation(
    programme: Programme,
    *,
    key: UUID,
    words: ConversationWords,
    channel: Channel = Channel.LINK,
    partnership: Partnership | None = None,
    by: User | None = None,
    at: datetime,
) -> Conversation:
    """Take in what was said in a conversation. It is seen by the team alone until it has been reviewed.

    `partnership` is the one for which a representative held it. The same form sent twice is one conversation. Raises
    HandedInAlready when it says something else than before, CallClosed when by the link nothing can be handed in at
    this moment, and NotRepresentative when `by` does not speak for the partnership.
    """
    if handed_in := _handed_in(key):
        return _same_conversation(handed_in, words)
    try:
        with transaction.atomic():
            if channel == Channel.LINK:
                _see_that_it_is_open(programme, at)
            held = hold_appointment(partnership, by=by, at=at) if partnership and by else None
            conversation = Conversation.objects.create(
                programme=programme,
                team=words.team,
                held_on=words.held_on,
                people_count=words.people_count,
                said=words.said,
            )
            HandIn.objects.create(
                key=key,
                conversation=conversation,
                channel=channel,
                handed_in_at=at,
                entered_by=by,
                appointment=held,
                given_by=words.given_by,
                reached_by=words.reached_by,
                as_sent=words.said,
            )
            record("handed_in", conversation, by=by, at=at, programme_id=programme.pk, channel=channel)
    except IntegrityError:
        if handed_in := _handed_in(key):
            return _same_conversation(handed_in, words)
        raise
    return conversation


def _handed_in(key: UUID) -> HandIn | None:
    return HandIn.objects.select_related("poster", "conversation").filter(key=key).first()


def _see_that_it_is_open(programme: Programme, at: datetime) -> None:
    call = PosterCall.objects.filter(programme=programme).first()
    if call is None or call.clock(at) != Clock.OPEN:
        raise CallClosed("Nothing can be handed in at the moment.")


def _same_poster(handed_in: HandIn, words: PosterWords) -> Poster:
    poster = handed_in.poster
    answers = {prompt: text for prompt, text in words.answers.items() if text.strip()}
    said = (words.title, words.group_name, words.alt_text, words.artist_credit, words.given_by, words.reached_by)
    if (
        poster is None
        or said
        != (
            poster.title, poster.group_name, poster.alt_text, poster.artist_credit,
            handed_in.given_by, handed_in.reached_by,
        )
        or poster.speaking_for_id != (words.speaking_for.pk if words.speaking_for else None)
        or (handed_in.consented_at is not None) != words.consent
        or dict(poster.answers.values_list("prompt_id", "text")) != answers
    ):  # fmt: skip
        raise HandedInAlready(handed_in)
    return poster


def _same_conversation(handed_in: HandIn, words: ConversationWords) -> Conversation:
    told = handed_in.conversation
    if told is None or (handed_in.as_sent, told.team, told.held_on) != (words.said, words.team, words.held_on):
        raise HandedInAlready(handed_in)
    return told
