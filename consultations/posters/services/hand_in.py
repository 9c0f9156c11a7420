"""What groups hand in: a poster with its photograph, once, however often the button is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.hand_ins.intake import refuse_when_closed, sent_before
from consultations.hand_ins.models import Channel, HandIn
from consultations.posters.models import Poster, PosterAnswer, SentPicture, out_of_reach
from consultations.posters.sent_files import refuse_beyond_a_day, stored
from consultations.posters.services.pictures import DOORBELL
from consultations.verbs import Verb
from kit.fingerprints import fingerprint_of
from kit.uploads import digest_of
from programmes.models import Programme
from stakeholders.models import StakeholderGroup


@dataclass(frozen=True)
class PosterWords:
    """What a group writes of its poster; `answers` are by prompt, and `consent` is what its contact said.

    `photograph` tells that which came with the same press from any other; one that came before is kept under the key.
    """

    title: str = ""
    group_name: str = ""
    speaking_for: StakeholderGroup | None = None
    answers: Mapping[int, str] = field(default_factory=dict)
    alt_text: str = ""
    artist_credit: str = ""
    consent: bool = False
    contact_name: str = ""
    contact_details: str = ""
    photograph: str = ""

    def fingerprint(self) -> str:
        """Return what tells whether a form that comes again says the same."""
        group = self.speaking_for.pk if self.speaking_for else None
        answers = sorted((prompt, text) for prompt, text in self.answers.items() if text.strip())
        said = vars(self) | {"speaking_for": group, "answers": answers}
        return fingerprint_of({name: each for name, each in said.items() if name != "photograph" or each})


def keep_photograph(
    programme: Programme, *, key: UUID, file: UploadedFile[Any], at: datetime, by: User | None = None
) -> SentPicture:
    """Keep a photograph under the key of its form, out of reach, until the form is sent; a new one takes its place.

    Once the form has been sent, its photograph stays as it is. Refuses one for which there is no room, and what
    strangers (`by` is None) send beyond a day's measure.
    """
    kept = SentPicture.objects.filter(key=key).first()
    if kept is not None and kept.poster_id is not None:
        return kept
    if by is None:
        refuse_beyond_a_day(programme, key=key, size=file.size or 0, at=at)
    try:
        with stored(file) as name:
            changes = {"file": name, "size": file.size or 0, "sent_at": at}
            with transaction.atomic():
                if by is None:
                    # Counted once more, one after the other: others may have been stored meanwhile.
                    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
                    refuse_beyond_a_day(programme, key=key, size=file.size or 0, at=at)
                if kept is None:
                    return SentPicture.objects.create(programme=programme, key=key, **changes)
                swapped = SentPicture.objects.filter(pk=kept.pk, poster=None, file=kept.file.name).update(**changes)
    except IntegrityError:
        # Pressed twice: the other press has kept it.
        return SentPicture.objects.get(key=key)
    out_of_reach().delete(str(kept.file.name) if swapped else name)
    return SentPicture.objects.get(pk=kept.pk)


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
    if (earlier := sent_before(key, words.fingerprint())) and earlier.poster:
        return earlier.poster
    try:
        with transaction.atomic():
            if channel == Channel.LINK:
                refuse_when_closed(programme, at)
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
        if (earlier := sent_before(key, words.fingerprint())) and earlier.poster:
            return earlier.poster
        raise
    return poster


def add_photograph(
    programme: Programme, *, key: UUID, file: UploadedFile[Any], title: str, by: User, at: datetime
) -> Poster:
    """Take in a photograph of a paper poster, to be transcribed later. The same form sent twice is one poster.

    Refuses with SubmittedDifferently when it has another photograph or title than before.
    """
    words = PosterWords(title=title, photograph=digest_of(file))
    keep_photograph(programme, key=key, file=file, by=by, at=at)
    return hand_in_poster(programme, key=key, words=words, channel=Channel.PAPER, by=by, at=at)
