"""What is done about messages whose worker was lost: found by their leases, and settled without guessing."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from outbox import journal
from outbox.delivery.record import add_attempt
from outbox.models import Message, MessageQuerySet, State
from outbox.transports import Answer, Transport, Verdict

LOST_BEFORE = Answer(Verdict.NOT_NOW, None, "The worker was lost before it began to hand the message over.")
LOST_WITHIN = Answer(Verdict.UNKNOWN, None, "The worker was lost while it handed the message over.")
IN_JOURNAL = Answer(Verdict.TAKEN, None, "The sent journal says that the relay took it.")
SENT_AGAIN = Answer(Verdict.NOT_NOW, None, "In doubt: to be sent once more, with the same Message-ID.")
TOO_LATE = "Too late to be of use."


def recover_messages(*, at: datetime, transport: Transport) -> None:
    """Free what lost workers held, look into what is in doubt, and drop what is too late to be of use."""
    for message in Message.objects.lapsed():
        _free(message)
    for message in Message.objects.filter(state=State.UNCERTAIN):
        _resolve(message, at, transport)
    for message in Message.objects.filter(state=State.DUE, expires_at__lte=at):
        with transaction.atomic():
            if _row(message).move(State.DUE, State.CANCELLED, stop_reason=TOO_LATE):
                add_attempt(message, State.CANCELLED, Answer(Verdict.NOT_NOW, None, TOO_LATE))


def recover_codes(*, at: datetime, transport: Transport) -> None:
    """Free the sign-in codes that lost workers held: a worker in the middle of a mailing asks, every second."""
    lost = list(Message.objects.lapsed().filter(fast_lane=True))
    for message in lost:
        _free(message)
    for message in Message.objects.filter(pk__in=[each.pk for each in lost], state=State.UNCERTAIN):
        _resolve(message, at, transport)


def _free(message: Message) -> None:
    row = Message.objects.lapsed().filter(pk=message.pk, claim=message.claim)
    with transaction.atomic():
        if row.move(State.CLAIMED, State.DUE):
            add_attempt(message, State.DUE, LOST_BEFORE)
        elif row.move(State.DATA, State.UNCERTAIN, doubts=F("doubts") + 1, last_words=LOST_WITHIN.words):
            add_attempt(message, State.UNCERTAIN, LOST_WITHIN)


def _resolve(message: Message, at: datetime, transport: Transport) -> None:
    """Settle one message in doubt: by the journal, by asking the relay, or by the rule of OUTBOX_UNCERTAIN."""
    found = IN_JOURNAL if journal.holds(message.message_id) else transport.find(message)
    with transaction.atomic():
        if found and found.verdict is Verdict.TAKEN:
            if _row(message).move(State.UNCERTAIN, State.ACCEPTED, accepted_at=Now(), last_words=found.words):
                add_attempt(message, State.ACCEPTED, found)
        elif message.stop_reason:
            if _row(message).move(State.UNCERTAIN, State.CANCELLED):
                add_attempt(message, State.CANCELLED, LOST_WITHIN)
        elif (found or may_resend(message)) and _row(message).move(State.UNCERTAIN, State.DUE, due_at=at):
            add_attempt(message, State.DUE, found or SENT_AGAIN)


def may_resend(message: Message) -> bool:
    """Whether a second copy may go by itself: once, where OUTBOX_UNCERTAIN is `resend`."""
    return settings.OUTBOX_UNCERTAIN == "resend" and message.doubts == 1


def _row(message: Message) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk)
