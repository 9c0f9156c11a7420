"""Reminders of follow-up rounds: found by the clock, put into the outbox. The rows are the queue."""

import logging

from celery import shared_task
from django.utils import timezone

from actions.rounds.reminders import due_reminders
from actions.rounds.services.rounds import remind
from outbox.daytime import is_daytime

logger = logging.getLogger(__name__)


@shared_task
def send_reminders() -> None:
    """Queue what is due of every open round, by day: whoever answers before eight is not written to."""
    at = timezone.now()
    if not is_daytime(at):
        return
    queued = sum(remind(follow_up, step, by=None, at=at) for follow_up, step in due_reminders(at))
    if queued:
        logger.info("Follow-up: %s reminders queued.", queued)
