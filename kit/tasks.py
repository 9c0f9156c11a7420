"""What a worker forgets each hour, whatever the site is about."""

import logging

from celery import shared_task
from django.utils import timezone

from kit.sent_once import forget_sent_forms

logger = logging.getLogger(__name__)


@shared_task
def forget_old_forms() -> None:
    """Forget which forms were sent long ago."""
    if forgotten := forget_sent_forms(at=timezone.now()):
        logger.info("Forms: that %s of them were sent is forgotten.", forgotten)
