"""Sending each person what they said they would do, once as it stands; and the links by which they put it right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record as log
from accounts.models import User
from actions.models import PersonalRecord, RecordChannel, RecordSending
from actions.records import emails, links
from actions.records.contents import RecordContent, record_content, record_recipients
from actions.records.letters_pdf import letters_pdf
from actions.verbs import Verb
from kit.lifecycle import swap
from kit.refusals import InvalidTransition
from kit.text import one_line
from kit.typefaces import LettersMissing, require_letters
from outbox.services import cancel_messages
from programmes.models import Doing, Programme
from programmes.quiet_periods.checks import refuse_if_quiet
from programmes.verbs import Verb as ProgrammeVerb
from stakeholders.models import Person


def send_records(programme: Programme, *, as_seen: str, by: User, at: datetime) -> list[RecordSending]:
    """Send their record to all who have none as it stands now: queue the e-mails, note the letters to be printed.

    `as_seen` is the fingerprint of the recipients that somebody looked at. Refuses with InvalidTransition when it is
    another list now, as it is for whoever presses twice, or when there is nobody to send to; with LettersMissing when a
    word of a letter could not be set on paper.
    """
    with transaction.atomic():
        refuse_if_quiet(programme.pk, Doing.TELLING, at=at)
        # Two who send at the same moment come one after the other, and the second finds another list.
        Programme.objects.select_for_update().get(pk=programme.pk)
        recipients = record_recipients(programme)
        if not recipients.due or recipients.fingerprint != as_seen:
            raise InvalidTransition("What would go is not what you saw any more. Look through it again.")
        for each in recipients.by_letter:
            _require_letters_of(each, programme)
        sendings = [_send(each, programme, by=by, at=at) for each in recipients.due]
        counts = {"emails": len(recipients.by_email), "letters": len(recipients.by_letter)}
        log(Verb.RECORDS_SENT, programme, by=by, at=at, programme_id=programme.pk, **counts)
    return sendings


def _require_letters_of(each: RecordContent, programme: Programme) -> None:
    """Refuse a letter that this machine could not set on paper, by whose it is."""
    written = [line for heading, lines in each.content["parts"] for line in (heading, *lines)]
    written += [each.name, each.person.postal_address, programme.title, programme.lead_body]
    try:
        require_letters("\n".join([*written, programme.contact_name, programme.contact_address]))
    except LettersMissing as refusal:
        raise LettersMissing(f"The letter to {one_line(each.name)}: {refusal}") from refusal


def _send(each: RecordContent, programme: Programme, *, by: User, at: datetime) -> RecordSending:
    assert each.channel is not None
    personal_record = give_record(programme, each.person, by=by, at=at)
    number = each.last_sending.number + 1 if each.last_sending else 1
    sending = RecordSending.objects.create(
        record=personal_record, number=number, channel=each.channel, content=each.content, sent_at=at, sent_by=by
    )
    if each.channel == RecordChannel.EMAIL:
        # What is still unsent says what does not stand any more.
        cancel_messages(emails.record_messages(personal_record), reason="A newer record goes instead.", at=at)
        emails.send_record(sending, at=at)
    return sending


def print_letters(programme: Programme, *, sent_at: datetime, by: User, at: datetime) -> bytes:
    """Return the letters that were made at a moment as one PDF, and log that somebody took them.

    Raises PdfNotPossible where this machine cannot draw any.
    """
    made = RecordSending.objects.filter(record__programme=programme, channel=RecordChannel.LETTER, sent_at=sent_at)
    letters = list(made.select_related("record__person").order_by("record__person__name", "pk"))
    pdf = letters_pdf(programme, letters, at=at)
    log(ProgrammeVerb.CONTACTS_EXPORTED, programme, by=by, at=at, programme_id=programme.pk, letters=len(letters))
    return pdf


def give_record(programme: Programme, person: Person, *, by: User | None, at: datetime) -> PersonalRecord:
    """Return the person's record with a link that opens it from now on, in the caller's transaction.

    The link they have goes on working; only one that was revoked or has run out is replaced.
    """
    new = PersonalRecord(programme=programme, person=person)
    links.give_record_link(new, at)
    given = {name: getattr(new, name) for name in ("link_nonce", "token_hash", "link_expires_at")}
    personal_record, is_new = PersonalRecord.objects.get_or_create(programme=programme, person=person, defaults=given)
    if not is_new:
        if personal_record.link_revoked_at is None and personal_record.link_expires_at > at:
            personal_record.link_expires_at = at + links.RECORD_VALID_FOR
        else:
            links.give_record_link(personal_record, at)
        personal_record.save(update_fields=[*given, "link_revoked_at"])
    log(Verb.LINK_GIVEN, personal_record, by=by, at=at, programme_id=programme.pk)
    return personal_record


def renew_record_link(personal_record: PersonalRecord, *, as_seen: str, by: User, at: datetime) -> PersonalRecord:
    """Give somebody a new link and send their record once more by e-mail; the old link opens nothing more.

    `as_seen` tells the sending that was looked at: pressed twice, it goes once. Refuses with InvalidTransition where
    there is no e-mail address, or nothing to send.
    """
    with transaction.atomic():
        personal_record = (
            PersonalRecord.objects.select_for_update(of=("self",))
            .select_related("programme", "person")
            .get(pk=personal_record.pk)
        )
        mine = record_content(personal_record)
        if as_seen != str(mine.last_sending.number if mine.last_sending else 0):
            return personal_record
        if mine.channel != RecordChannel.EMAIL or not mine.content["parts"]:
            raise InvalidTransition("There is no e-mail address to send it to, or nothing to send.")
        links.give_record_link(personal_record, at)
        personal_record.save(update_fields=["link_nonce", "token_hash", "link_expires_at", "link_revoked_at"])
        _send(mine, personal_record.programme, by=by, at=at)
        log(Verb.LINK_SENT, personal_record, by=by, at=at, programme_id=personal_record.programme_id)
    return personal_record


def revoke_record_link(personal_record: PersonalRecord, *, by: User, at: datetime) -> PersonalRecord:
    """Let a record's link open nothing more, and stop messages that hold it.

    Refuses with InvalidTransition if it opens nothing already.
    """
    with transaction.atomic():
        live = PersonalRecord.objects.filter(link_revoked_at=None)
        swap(personal_record, live, "The link opens nothing any more.", link_revoked_at=at)
        cancel_messages(emails.record_messages(personal_record), reason="The personal link was revoked.", at=at)
        log(Verb.LINK_REVOKED, personal_record, by=by, at=at, programme_id=personal_record.programme_id)
    return personal_record
