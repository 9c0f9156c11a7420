"""Photographs on the disk, as they were sent: within a day's measure, never without a row, and said when none fits."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q, Sum

from consultations.hand_ins.models import Channel
from consultations.posters.models import Poster, SentPicture, out_of_reach
from consultations.posters.pictures import keep_picture
from kit.refusals import Refused
from kit.uploads import NO_ROOM
from programmes.models import Programme

logger = logging.getLogger(__name__)
DAY = timedelta(days=1)
MILLION = 1_000_000
ENOUGH_TODAY = (
    "So many photographs have come in a day that no more can be kept just now. What you typed is still here: send it "
    "without the photograph, or try again tomorrow."
)


def refuse_beyond_a_day(programme: Programme, *, key: UUID, size: int, at: datetime) -> None:
    """Refuse a photograph that a stranger sends when those of one day have filled what a programme may take.

    Each counts a million bytes more than it has, so that many small ones end too. What `key` has kept is replaced, and
    not counted.
    """
    strangers = Q(poster=None) | Q(poster__hand_in__channel=Channel.LINK)
    today = SentPicture.objects.filter(strangers, programme=programme, sent_at__gt=at - DAY).exclude(key=key)
    so_far = today.aggregate(size=Sum("size", default=0), count=Count("pk"))
    if so_far["size"] + size + (so_far["count"] + 1) * MILLION > settings.HAND_IN_MB_A_DAY * MILLION:
        raise Refused(ENOUGH_TODAY, field="photograph")


def keep_sent_picture(poster: Poster, file: IO[bytes]) -> None:
    """Set the picture of a poster, whose row is the caller's to save, from a file that somebody of the team chose.

    Refuses with NotAPicture as `drawn_anew` does, and when it cannot be stored.
    """
    try:
        keep_picture(poster, file)
    except OSError as error:
        logger.exception("A picture that was sent cannot be kept.")
        raise Refused(NO_ROOM) from error


@contextmanager
def stored(file: UploadedFile[Any]) -> Iterator[str]:
    """Store a photograph out of reach under a new name, and take it away again if what follows fails.

    Refuses, and leaves nothing, when the disk has no room for it.
    """
    name = uuid4().hex
    try:
        try:
            out_of_reach().save(name, file)
        except OSError as error:
            logger.exception("A photograph that was sent cannot be kept.")
            raise Refused(NO_ROOM, field="photograph") from error
        yield name
    except BaseException:
        with suppress(OSError):
            out_of_reach().delete(name)
        raise


def written_before(before: datetime, storage: Storage, folder: str) -> Iterator[str]:
    """Yield the names of files in a folder that were written before a moment."""
    with suppress(FileNotFoundError):
        for file in storage.listdir(folder)[1]:
            with suppress(FileNotFoundError):
                if storage.get_modified_time(f"{folder}{file}") < before:
                    yield f"{folder}{file}"
