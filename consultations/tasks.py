"""The posters' own doorbell, rung on commit and by the beat of every minute; and the forgetting of each hour."""

import logging

from celery import shared_task
from django.utils import timezone

from consultations.hand_ins.services import forget_contacts
from consultations.posters.models import SentPicture
from consultations.posters.services import pictures

logger = logging.getLogger(__name__)


@shared_task
def draw_pictures() -> None:
    """Draw the photographs that wait, and forget those that nobody handed in."""
    drawn = 0
    # Whoever sends one while others are drawn need not wait for the next ring.
    while (sent := SentPicture.objects.due(timezone.now()).first()) is not None:
        drawn += pictures.draw_sent_picture(sent, at=timezone.now())
    forgotten = pictures.forget_photographs(at=timezone.now())
    if drawn or forgotten:
        logger.info("Photographs of posters: %s drawn or refused, %s forgotten.", drawn, forgotten)


@shared_task
def sweep_files() -> None:
    """Delete files that a process left behind which was killed before it wrote down what they are."""
    if swept := pictures.sweep_files(at=timezone.now()):
        logger.info("Photographs of posters: %s files that no row names are deleted.", swept)


@shared_task
def forget_old_contacts() -> None:
    """Forget who handed in what, when it has been kept for as long as the privacy page says."""
    if forgotten := forget_contacts(at=timezone.now()):
        logger.info("Posters and conversations: who handed in %s of them is forgotten.", forgotten)
