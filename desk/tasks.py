"""What the clock sees to each working morning: the daily list by e-mail."""

import logging

from celery import shared_task
from django.utils import timezone

from desk.services import send_daily_lists

logger = logging.getLogger(__name__)


@shared_task
def send_lists() -> None:
    """Send what waits to everybody who wants it, once a day."""
    if sent := send_daily_lists(at=timezone.now()):
        logger.info("Daily lists: %s on their way.", sent)
