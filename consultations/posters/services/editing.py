"""What the team makes of a poster: its words, its number on the wall, another photograph."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.audit import changes, record
from accounts.models import User
from consultations.posters.models import Poster, PosterAnswer, SentPicture
from consultations.posters.sent_files import stored
from consultations.posters.services.pictures import DOORBELL
from consultations.posters.snapshot import PosterSnapshot
from consultations.verbs import Verb
from kit.refusals import InvalidTransition, Refused, StaleEdit
from kit.stale_edits import CHANGED_SINCE
from programmes.nouns import in_words_of, word_for


def edit_poster(poster: Poster, *, details: PosterSnapshot, version: str, by: User, at: datetime) -> Poster:
    """Write down what a poster says, who made it, and where it hangs. `version` is that which the window showed.

    Refuses with StaleEdit when that would undo what somebody else has written (the same words twice are one change),
    when another hangs there, and with InvalidTransition when it is public and would lack what the public needs.
    """
    others = Poster.objects.filter(programme=poster.programme_id, number=details.number).exclude(pk=poster.pk)
    taken = Refused(
        f"Another {word_for(poster.programme, 'poster')} hangs under number {details.number}.", field="number"
    )
    try:
        with transaction.atomic():
            locked = Poster.objects.select_for_update(of=("self",)).select_related("programme").get(pk=poster.pk)
            now = PosterSnapshot.of(locked)
            changed = details.changed_from(now)
            if not changed:
                return locked
            if now.version() != version:
                raise StaleEdit(CHANGED_SINCE, now)
            if details.number is not None and others.exists():
                raise taken
            Poster.objects.filter(pk=poster.pk).update(**details.columns())
            for prompt, text in details.answers:
                if text.strip():
                    PosterAnswer.objects.update_or_create(poster=poster, prompt_id=prompt, defaults={"text": text})
                else:
                    poster.answers.filter(prompt_id=prompt).delete()
            was = changes(locked, changed, now.by_box())
            record(Verb.CHANGED, poster, by=by, at=at, programme_id=poster.programme_id, **was)
    except IntegrityError as error:
        # Two posters put under one number at the same moment: whoever was second finds the first there.
        if details.number is not None and others.exists():
            raise taken from error
        raise InvalidTransition(
            in_words_of(
                poster.programme, "This {poster} is public: it needs its title, its number and words for its picture."
            )
        ) from error
    poster.refresh_from_db()
    return poster


def exchange_photograph(poster: Poster, *, file: UploadedFile[Any], by: User, at: datetime) -> SentPicture:
    """Give a poster another photograph, drawn anew before anybody sees it.

    Refuses with InvalidTransition when it is public, and a photograph for which there is no room.
    """
    with stored(file) as name, transaction.atomic():
        hung = Poster.objects.select_for_update().get(pk=poster.pk)
        if hung.published_at is not None:
            raise InvalidTransition(
                in_words_of(poster.programme, "This {poster} is public. Take it down before its picture is exchanged.")
            )
        sent = SentPicture.objects.create(
            programme_id=poster.programme_id, key=uuid4(), poster=poster, file=name, size=file.size or 0, sent_at=at
        )
        record(Verb.PICTURE_SENT, poster, by=by, at=at, programme_id=poster.programme_id)
        transaction.on_commit(DOORBELL)
    return sent
