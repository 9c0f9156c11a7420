"""What groups hand in: a poster with its photograph, a conversation; each once, however often the button is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
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
from consultations.verbs import Verb
from kit.fingerprints import fingerprint_of
from kit.refusals import Refused, SubmittedDifferently
from kit.windows import Clock
from programmes.models import Programme
from stakeholders.models import Partnership, StakeholderGroup


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
    contact_name: str = ""
    contact_details: str = ""

    def fingerprint(self) -> str:
        """Return what tells whether a form that comes again says the same."""
        group = self.speaking_for.pk if self.speaking_for else None
        answers = sorted((prompt, text) for prompt, text in self.answers.items() if text.strip())
        return fingerprint_of(vars(self) | {"speaking_for": group, "answers": answers})


@dataclass(frozen=True)
class ConversationWords:
    """What is told of a conversation: who talked, when, how many they were, and what was said."""

    team: str
    held_on: date
    said: str
    people_count: int | None = None
    contact_name: str = ""
    contact_details: str = ""

    def fingerprint(self) -> str:
        """Return what tells whether a form that comes again says the same."""
        return fingerprint_of(vars(self))


def keep_photograph(
    programme: Programme, *, key: UUID, file: UploadedFile[Any], at: datetime, by: User | None = None
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

    The same form sent twice is one poster. Refuses with SubmittedDifferently when it says something else than before,
    and when by the link nothing can be handed in at this moment.
    """
    if (earlier := _sent_before(key, words)) and earlier.poster:
        return earlier.poster
    try:
        with transaction.atomic():
            if channel == Channel.LINK:
                _refuse_when_closed(programme, at)
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
                fingerprint=words.fingerprint(),
                poster=poster,
                channel=channel,
                handed_in_at=at,
                entered_by=by,
                contact_name=words.contact_name,
                contact_details=words.contact_details,
                consented_at=at if words.consent else None,
            )
            PosterAnswer.objects.bulk_create(
                PosterAnswer(poster=poster, prompt_id=prompt, text=text)
                for prompt, text in words.answers.items()
                if text.strip()
            )
            pictures = SentPicture.objects.filter(key=key, programme=programme).update(poster=poster)
            record(Verb.HANDED_IN, poster, by=by, at=at, programme_id=programme.pk, channel=channel, pictures=pictures)
            if pictures:
                transaction.on_commit(DOORBELL)
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if (earlier := _sent_before(key, words)) and earlier.poster:
            return earlier.poster
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

    `partnership` is the one for which a representative held it. The same form sent twice is one conversation. Refuses
    with SubmittedDifferently when it says something else than before, when by the link nothing can be handed in at this
    moment, and when `by` does not speak for the partnership.
    """
    if (earlier := _sent_before(key, words)) and earlier.conversation:
        return earlier.conversation
    try:
        with transaction.atomic():
            if channel == Channel.LINK:
                _refuse_when_closed(programme, at)
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
                fingerprint=words.fingerprint(),
                conversation=conversation,
                channel=channel,
                handed_in_at=at,
                entered_by=by,
                appointment=held,
                contact_name=words.contact_name,
                contact_details=words.contact_details,
                as_sent=words.said,
            )
            record(Verb.HANDED_IN, conversation, by=by, at=at, programme_id=programme.pk, channel=channel)
    except IntegrityError:
        if (earlier := _sent_before(key, words)) and earlier.conversation:
            return earlier.conversation
        raise
    return conversation


def _sent_before(key: UUID, words: PosterWords | ConversationWords) -> HandIn | None:
    """Return what was handed in with this form before; refuses with SubmittedDifferently when it said something else.

    The words are compared with those that were sent, whatever the team has made of them since.
    """
    hand_in = HandIn.objects.select_related("poster", "conversation").filter(key=key).first()
    if hand_in is not None and hand_in.fingerprint != words.fingerprint():
        raise SubmittedDifferently("This form has been sent already, with other words.", hand_in)
    return hand_in


def _refuse_when_closed(programme: Programme, at: datetime) -> None:
    call = PosterCall.objects.filter(programme=programme).first()
    if call is None or call.clock(at) != Clock.OPEN:
        write_to = programme.contact_email
        raise Refused(f"Handing in has closed meanwhile. Copy what you wrote and send it to {write_to}.")
