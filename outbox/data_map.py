"""What the outbox holds of people."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kit.data_map import (
    ADDRESS,
    LINK_HASH,
    LOOSE,
    NAME,
    Basis,
    Finds,
    Heading,
    Kept,
    Kind,
    OnAccess,
    OnErasure,
    Personal,
    Purpose,
    Store,
    held,
    kept,
    store,
)
from outbox.models import OPEN, Attempt, ConnectionSlot, Instance, Message, Release


def _settled_before(before: datetime) -> QuerySet[Any]:
    return Message.objects.filter(created_at__lt=before).exclude(state__in=OPEN)


AUTHORITY = "our own schedule; the Records Management Codes have no entry for copies of letters"
BODY = Kept("a letter was written, once it was sent or given up", 90, AUTHORITY, _settled_before, "letters")
ENVELOPE = Kept("a letter was written, once it was sent or given up", 730, AUTHORITY, _settled_before, "envelopes")
SENDING = Purpose(
    "send people letters by e-mail, once, and be able to say what became of each",
    "those to whom letters go",
    Basis.PUBLIC_TASK,
    ENVELOPE,
)
RUNNING = Purpose(
    "look after the mail, and be able to say who decided what about it",
    "staff who look after the mail",
    Basis.PUBLIC_TASK,
    Kept("the site is in use", None, AUTHORITY),
)

BODY_WORDS = Personal(Kind.VOICE, until=BODY, finds=Finds.ANY)
RELAYS_WORDS = Personal(Kind.TECHNICAL, finds=Finds.ADDRESS)

held(
    Message,
    Heading.SENT,
    SENDING,
    programme=None,
    row=OnErasure.DELETE,
    nothing="id topic topic_id recipient step occasion message_id kind fast_lane daytime_only forgets_text created_at "
    "due_at first_due_at expires_at state claim lease_until tries first_tried_at doubts accepted_at stop_reason "
    "reply_to",
    to_address=ADDRESS,
    to_name=NAME,
    subject=BODY_WORDS,
    text=BODY_WORDS,
    html=BODY_WORDS,
    unsubscribe_url=LINK_HASH,
    calendar=BODY_WORDS,
    last_words=RELAYS_WORDS,
)
held(
    Attempt,
    Heading.SENT,
    SENDING,
    programme=None,
    row=OnErasure.DELETE,
    nothing="id message at outcome code",
    words=RELAYS_WORDS,
    by=kept(
        Personal(Kind.STAFF, finds=Finds.NAME, whose=LOOSE),
        "says who decided about a letter in the body’s work",
        on_access=OnAccess.LEAVE_OUT,
    ),
)
held(
    Release,
    Heading.WORK,
    RUNNING,
    frozen="what was noted about mail is never changed",
    programme=None,
    nothing="id instance at because gone",
    by=kept(Personal(Kind.STAFF, finds=Finds.NAME), "says who let held mail go, in the body’s work"),
)
held(Instance, programme=None, nothing="id identity site_url seen_at mark released_at held_because")
held(ConnectionSlot, programme=None, nothing="number holder lease_until")

store(
    Store(
        "sent journal",
        "the number of each message that a relay has taken, with a keyed mark of its address, so that a restored "
        "backup does not send it again",
        RUNNING,
        OnErasure.KEEP,
        "of the address only a mark stands there, which nobody can read back",
        ("outbox/*",),
    )
)
