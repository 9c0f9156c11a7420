"""The posters' own doorbell, rung on commit and by the beat of every minute; what the clock tells; sweeping."""

import logging

from celery import shared_task
from django.db.models import F
from django.utils import timezone

from consultations.asking.models import Consultation
from consultations.posters.models import SentPicture
from consultations.posters.services import pictures
from consultations.telling.models import TellingPlan
from consultations.telling.reminders import due_reminders
from consultations.telling.services import TOLD_WITHIN, remind, tell_newcomers, tell_of_end
from outbox.daytime import is_daytime

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


@shared_task
def tell_and_remind() -> None:
    """Tell by day whom an open consultation asks, remind those who have not answered, and say what comes at its end."""
    at = timezone.now()
    if not is_daytime(at):
        return
    asked = [tell_newcomers(each, at=at) for each in Consultation.objects.open(at).order_by("pk")]
    reminded = [remind(each, step, at=at) for each, step in due_reminders(at)]
    ended = Consultation.objects.past(at).filter(ends_at__gt=at - TOLD_WITHIN)
    plans = TellingPlan.objects.filter(consultation__in=ended).exclude(told_of_end=F("consultation__ends_at"))
    closed = [tell_of_end(each, at=at) for each in plans.order_by("pk")]
    counts = sum(map(len, asked)), sum(reminded), sum(closed)
    if any(counts):
        logger.info("Consultations: %s told that they are asked, %s reminded, %s said to have closed.", *counts)
