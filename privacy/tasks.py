"""What the clock brings about in this room: what has come to its time goes."""

import logging

from celery import shared_task
from django.utils import timezone

from privacy.retention import services

logger = logging.getLogger(__name__)


@shared_task
def keep_no_longer() -> None:
    """Delete and empty what has come to its time, unless that was done today."""
    if gone := services.keep_no_longer(at=timezone.now()):
        logger.info("Kept no longer: %s rows are deleted or emptied.", gone)
