"""What the clock sees to every minute: digests that have become untrue."""

import logging

from celery import shared_task
from django.utils import timezone

from digests.services import cancel_outdated_digests

logger = logging.getLogger(__name__)


@shared_task
def cancel_outdated() -> None:
    """Cancel what waits for the morning, and tells of something that has been taken down meanwhile."""
    if cancelled := cancel_outdated_digests(at=timezone.now()):
        logger.info("Digests: %s cancelled, since something in them is no longer public.", cancelled)
