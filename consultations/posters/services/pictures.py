"""Drawing photographs anew, outside of any request: the rows that wait are the queue."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from accounts.audit import record
from accounts.models import User
from consultations.posters.models import Poster, SentPicture, out_of_reach
from consultations.posters.pictures import NotAPicture, keep_picture, large_path
from consultations.posters.sent_files import written_before
from consultations.verbs import Verb
from kit.lifecycle import move
from kit.standstill import nothing_can_be_stored
from outbox.services import ring
from programmes.nouns import in_words_of

logger = logging.getLogger(__name__)
# Far longer than one picture takes; a worker that was lost holds it up for no longer than this.
LEASE = timedelta(minutes=5)
MAX_TRIES = 3
KEPT_FOR = timedelta(days=1)
GAVE_UP = "It could not be drawn here. Take the photograph again at an ordinary size, and add it once more."
DOORBELL = partial(ring, "consultations.tasks.draw_pictures")


def draw_sent_picture(sent: SentPicture, *, at: datetime, by: User | None = None) -> bool:
    """Draw one photograph anew for its poster, or refuse it with the reason; return whether this worker had it in hand.

    Either way the file that was sent is deleted. The poster keeps the picture it had when the new one is refused.
    """
    due = SentPicture.objects.due(at).filter(pk=sent.pk)
    if not due.update(claimed_until=at + LEASE, tries=F("tries") + 1):
        return False
    sent = SentPicture.objects.select_related("poster").get(pk=sent.pk)
    poster = sent.poster
    assert poster is not None
    problem = ""
    try:
        if sent.tries > MAX_TRIES:
            raise NotAPicture(GAVE_UP)
        with sent.file.open() as file:
            keep_picture(poster, file)
    except NotAPicture as refusal:
        problem = str(refusal)
    except FileNotFoundError:
        problem = "Its file is gone. Add it once more."
    except Exception as error:  # One bad picture does not stop the rest; it is tried again when its lease has run out.
        logger.exception("The picture of poster %s could not be drawn.", poster.pk)
        if nothing_can_be_stored(error):
            # No fault of the picture's: it waits until there is room, and is not given up.
            SentPicture.objects.filter(pk=sent.pk).update(tries=F("tries") - 1)
        return True
    _settle(sent, poster, problem=problem, by=by, at=at)
    return True


def forget_photograph(sent: SentPicture, *, by: None = None, at: datetime) -> None:
    """Delete a photograph that was kept for a form which was never sent, and its file."""
    with transaction.atomic():
        if SentPicture.objects.filter(pk=sent.pk, poster__isnull=True).delete()[0]:
            transaction.on_commit(lambda: out_of_reach().delete(str(sent.file.name)))


def sweep_files(*, at: datetime, by: User | None = None) -> int:
    """Delete files that no row names, a day after they were written: a process was killed in between.

    Returns how many there were. What is being written now has no row yet, and is younger.
    """
    swept = 0
    for storage, folder, naming in (
        (out_of_reach(), "", lambda name: SentPicture.objects.filter(file=name)),
        (default_storage, "posters/", lambda name: Poster.objects.filter(picture__in=[name, large_path(name)])),
    ):
        for name in written_before(at - KEPT_FOR, storage, folder):
            if not naming(name).exists():
                storage.delete(name)
                swept += 1
    return swept


def _settle(sent: SentPicture, poster: Poster, *, problem: str, by: User | None, at: datetime) -> None:
    name = str(sent.file.name)
    with transaction.atomic():
        # What the public sees is exchanged by nobody but who publishes it.
        drawn = Poster.objects.filter(pk=poster.pk, published_at__isnull=True)
        if not problem and not drawn.update(picture=poster.picture.name, width=poster.width, height=poster.height):
            problem = in_words_of(
                poster.programme, "The {poster} is public already. Take it down before its picture is exchanged."
            )
        state = SentPicture.State.REFUSED if problem else SentPicture.State.DRAWN
        move(sent, to=state, field="state", problem=problem, claimed_until=None, file="")
        record(
            Verb.PICTURE_REFUSED if problem else Verb.PICTURE_DRAWN,
            poster,
            by=by,
            at=at,
            programme_id=poster.programme_id,
        )
        transaction.on_commit(lambda: out_of_reach().delete(name))
