"""The posters' own doorbell, rung on commit and by the beat of every minute; and the sweeping of each hour."""

import logging

from celery import shared_task
from django.utils import timezone

from consultations.posters.models import SentPicture
from consultations.posters.services import pictures

logger = logging.getLogger(__name__)


@shared_task
def draw_pictures() -> None:
    """Draw the photographs that wait."""
    drawn = 0
    # Whoever sends one while others are drawn need not wait for the next ring.
    while (sent := SentPicture.objects.due(timezone.now()).first()) is not None:
        drawn += pictures.draw_sent_picture(sent, at=timezone.now())
    if drawn:
        logger.info("Photographs of posters: %s drawn or refused.", drawn)


@shared_task
def sweep_files() -> None:
    """Delete files that a process left behind which was killed before it wrote down what they are."""
    if swept := pictures.sweep_files(at=timezone.now()):
        logger.info("Photographs of posters: %s files that no row names are deleted.", swept)
