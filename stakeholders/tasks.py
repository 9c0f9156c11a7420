"""What the clock brings about: invitations remind and run out."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from stakeholders.models import Invitation
from stakeholders.models.invitation import REMIND_AFTER
from stakeholders.services import remind_invited, tell_of_expiry

logger = logging.getLogger(__name__)
TOLD_WITHIN = timedelta(days=90)


@shared_task
def remind_and_tell() -> None:
    """Remind those who have not answered an invitation, and tell whoever asked of those that ran out."""
    at = timezone.now()
    unanswered = Invitation.objects.open(at).sent_by(at - REMIND_AFTER[0])
    reminded = [remind_invited(invitation, at=at) for invitation in unanswered]
    # Of those that ran out long ago it was told: the letter itself is not kept for ever.
    expired = Invitation.objects.expired(at).filter(expires_at__gt=at - TOLD_WITHIN)
    told = [tell_of_expiry(invitation, at=at) for invitation in expired]
    if any(reminded) or any(told):
        counts = [sum(each is not None for each in messages) for messages in (reminded, told)]
        logger.info("Invitations: %s reminders queued, %s said to have run out.", *counts)
