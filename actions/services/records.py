"""Sending each person what they said they would do, once as it stands; and the links by which they put it right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record as log
from accounts.models import User
from actions import emails, links
from actions.letters import letters_pdf
from actions.models import PersonalRecord, RecordSending, RecordWay
from actions.records import Record, recipients_of, record_of
from kit.refusals import InvalidTransition
from outbox.services import cancel_messages
from programmes.models import Programme
from stakeholders.models import Person


def send_records(programme: Programme, *, as_seen: str, by: User, at: datetime) -> list[RecordSending]:
    """Send their record to all who have none as it stands now: queue the e-mails, note the letters to be printed.

    `as_seen` is the fingerprint of the recipients that somebody looked at. Refuses with InvalidTransition when it is
    another list now, as it is for whoever presses twice, or when there is nobody to send to.
    """
    with transaction.atomic():
        # Two who send at the same moment come one after the other, and the second finds another list.
        Programme.objects.select_for_update().get(pk=programme.pk)
        recipients = recipients_of(programme)
        if not recipients.due or recipients.fingerprint != as_seen:
            raise InvalidTransition("What would go is not what you saw any more. Look through it again.")
        sendings = [_send(each, programme, by=by, at=at) for each in recipients.due]
        counts = {"emails": len(recipients.by_email), "letters": len(recipients.by_letter)}
        log("sent_records", programme, by=by, at=at, programme_id=programme.pk, **counts)
    return sendings


def _send(each: Record, programme: Programme, *, by: User, at: datetime) -> RecordSending:
    assert each.way is not None
    row = give_record(programme, each.person, by=by, at=at)
    number = each.last.number + 1 if each.last else 1
    sending = RecordSending.objects.create(
        record=row, number=number, way=each.way, said=each.said, sent_at=at, sent_by=by
    )
    if each.way == RecordWay.EMAIL:
        # What is still unsent says what does not stand any more.
        cancel_messages(emails.record_messages(row), reason="A newer record goes instead.", at=at)
        emails.send_record(sending, at=at)
    return sending


def print_letters(programme: Programme, *, sent_at: datetime, by: User, at: datetime) -> bytes:
    """Return the letters that were made at a moment as one PDF, and log that somebody took them.

    Raises PdfNotPossible where this machine cannot draw any.
    """
    made = RecordSending.objects.filter(record__programme=programme, way=RecordWay.LETTER, sent_at=sent_at)
    letters = list(made.select_related("record__person").order_by("record__person__name", "pk"))
    pdf = letters_pdf(programme, letters, at=at)
    log("printed_letters", programme, by=by, at=at, programme_id=programme.pk, letters=len(letters))
    return pdf


def give_record(programme: Programme, person: Person, *, by: User | None, at: datetime) -> PersonalRecord:
    """Return the person's record with a link that opens it from now on, in the caller's transaction.

    The link they have goes on working; only one that was revoked or has run out is replaced.
    """
    new = PersonalRecord(programme=programme, person=person)
    links.give_record_link(new, at)
    given = {name: getattr(new, name) for name in ("link_nonce", "token_hash", "link_expires_at")}
    row, is_new = PersonalRecord.objects.get_or_create(programme=programme, person=person, defaults=given)
    if not is_new:
        if row.link_revoked_at is None and row.link_expires_at > at:
            row.link_expires_at = at + links.RECORD_VALID_FOR
        else:
            links.give_record_link(row, at)
        row.save(update_fields=[*given, "link_revoked_at"])
    log("gave_link", row, by=by, at=at, programme_id=programme.pk)
    return row


def renew_record_link(row: PersonalRecord, *, as_seen: str, by: User, at: datetime) -> PersonalRecord:
    """Give somebody a new link and send their record once more by e-mail; the old link opens nothing more.

    `as_seen` tells the sending that was looked at: pressed twice, it goes once. Refuses with InvalidTransition where
    there is no e-mail address, or nothing to send.
    """
    with transaction.atomic():
        row = (
            PersonalRecord.objects.select_for_update(of=("self",)).select_related("programme", "person").get(pk=row.pk)
        )
        mine = record_of(row)
        if as_seen != str(mine.last.number if mine.last else 0):
            return row
        if mine.way != RecordWay.EMAIL or not mine.said["parts"]:
            raise InvalidTransition("There is no e-mail address to send it to, or nothing to send.")
        links.give_record_link(row, at)
        row.save(update_fields=["link_nonce", "token_hash", "link_expires_at", "link_revoked_at"])
        _send(mine, row.programme, by=by, at=at)
        log("sent_new_link", row, by=by, at=at, programme_id=row.programme_id)
    return row


def revoke_record_link(row: PersonalRecord, *, by: User, at: datetime) -> PersonalRecord:
    """Let a record's link open nothing more, and stop messages that hold it.

    Refuses with InvalidTransition if it is so.
    """
    with transaction.atomic():
        if not PersonalRecord.objects.filter(pk=row.pk, link_revoked_at=None).update(link_revoked_at=at):
            raise InvalidTransition("The link opens nothing any more.")
        cancel_messages(emails.record_messages(row), reason="The personal link was revoked.", at=at)
        log("revoked_link", row, by=by, at=at, programme_id=row.programme_id)
    return row
