"""The doorbell's other end."""

from celery import shared_task


@shared_task
def send_due() -> None:
    """Send whatever is due, over one connection."""
