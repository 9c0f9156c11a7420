"""What the beat of every minute sees to: messages that have become untrue."""

import logging

from celery import shared_task
from django.utils import timezone

from digests.services import stop_outdated

logger = logging.getLogger(__name__)


@shared_task
def stop_outdated_messages() -> None:
    """Stop what waits for the morning, and tells of something that has been taken down meanwhile."""
    if stopped := stop_outdated(at=timezone.now()):
        logger.info("Telling people: %s messages stopped, since something in them is no longer public.", stopped)
