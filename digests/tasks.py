"""What the clock sees to: digests that have become untrue, and how many people wait for one."""

import logging

from celery import shared_task
from django.utils import timezone

from digests.services import cancel_outdated_digests, count_waiting_readers

logger = logging.getLogger(__name__)


@shared_task
def cancel_outdated() -> None:
    """Cancel what waits for the morning, and tells of something that has been taken down meanwhile."""
    if cancelled := cancel_outdated_digests(at=timezone.now()):
        logger.info("Digests: %s cancelled, since something in them is no longer public.", cancelled)


@shared_task
def count_waiting() -> None:
    """Count who waits to be told, where something has been done since it was counted."""
    count_waiting_readers(at=timezone.now())
