"""The doorbell's other end: rung on commit and by the beat of every minute. The rows are the queue."""

from celery import shared_task

from outbox.delivery.send import send_due_messages


@shared_task
def send_due() -> None:
    """Send whatever is due, over one connection."""
    send_due_messages()
