"""Letters to an address that strangers type again and again: after the first few, one tells of all, hours apart."""

from __future__ import annotations

from datetime import datetime, timedelta

from kit.fingerprints import fingerprint_of
from outbox.models import About, Message
from outbox.services import Email, cancel_messages, queue_message

# A letter for many waits for more; between two of them there are hours. It tells of the newest only.
COLLECTED_FOR, APART, TOGETHER = timedelta(minutes=30), timedelta(hours=4), 50


def queue_collected(
    topic: str, email: Email, *, kind: str, occasion: str, at: datetime, expires_at: datetime | None = None
) -> Message:
    """Queue a letter that tells its address of all there is of a topic, once of each occasion.

    It takes the place of the one that waits; the next goes hours after the one that went.
    """
    address = fingerprint_of({"address": email.to_address.lower()})
    ours = Message.objects.about(topic, address)
    last = ours.order_by("-due_at").first()
    due_at = at + COLLECTED_FOR
    if last is not None:
        due_at = last.due_at if last.due_at > at else max(due_at, last.due_at + APART)
    cancel_messages(ours.filter(state=Message.State.DUE), reason="A newer letter tells of it too.", at=at)
    about = About(topic, address, occasion=occasion)
    return queue_message(about, email, kind=kind, at=at, due_at=due_at, expires_at=expires_at)
