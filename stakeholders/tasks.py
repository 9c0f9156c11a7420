"""What the clock brings about: invitations remind and run out, spreadsheets are forgotten."""

import logging

from celery import shared_task
from django.utils import timezone

from kit.sheet_import.services import forget_imports
from stakeholders.models import Invitation, OrganisationImport
from stakeholders.models.invitation import REMIND_AFTER
from stakeholders.services import remind_invited, tell_of_expiry

logger = logging.getLogger(__name__)


@shared_task
def forget_old_imports() -> None:
    """Forget spreadsheets that nobody imported: they hold contact details."""
    forgotten = forget_imports(OrganisationImport, at=timezone.now())
    if forgotten:
        logger.info("Spreadsheets of organisations: %s forgotten.", forgotten)


@shared_task
def remind_and_tell() -> None:
    """Remind those who have not answered an invitation, and tell whoever asked of those that ran out."""
    at = timezone.now()
    unanswered = Invitation.objects.open(at).sent_by(at - REMIND_AFTER[0])
    reminded = [remind_invited(invitation, at=at) for invitation in unanswered]
    told = [tell_of_expiry(invitation, at=at) for invitation in Invitation.objects.expired(at)]
    if any(reminded) or any(told):
        counts = [sum(each is not None for each in messages) for messages in (reminded, told)]
        logger.info("Invitations: %s reminders queued, %s said to have run out.", *counts)
