"""What the clock brings about: spreadsheets of people are forgotten."""

import logging

from celery import shared_task
from django.utils import timezone

from kit.sheet_import.services import forget_imports
from phases.models import AttendanceImport

logger = logging.getLogger(__name__)


@shared_task
def forget_old_imports() -> None:
    """Forget spreadsheets that nobody imported: they hold contact details, and what people need."""
    forgotten = forget_imports(AttendanceImport, at=timezone.now())
    if forgotten:
        logger.info("Spreadsheets of people at meetings: %s forgotten.", forgotten)
