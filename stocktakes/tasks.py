"""What the clock sees to every minute: editions that wait for their files."""

import logging

from celery import shared_task
from django.utils import timezone

from stocktakes.models import Stocktake
from stocktakes.services import add_pdf, render_stocktake

logger = logging.getLogger(__name__)


@shared_task
def render_due() -> None:
    """Make the editions that wait for their files, and the PDFs that could not be drawn before."""
    at = timezone.now()
    made = [render_stocktake(stocktake, at=at).status for stocktake in Stocktake.objects.due(at)]
    added = [add_pdf(stocktake, at=at) for stocktake in Stocktake.objects.lacking_pdf()]
    if made or any(added):
        logger.info("Stocktakes: %s made or tried, %s PDFs added.", len(made), sum(added))
