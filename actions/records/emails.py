"""The e-mails with personal records and their links, each rendered and put into the outbox."""

from datetime import datetime
from typing import Any

from actions.models import PersonalRecord, RecordSending
from actions.records import links
from actions.rounds.emails import OWN_LINK
from kit.text import one_line, plain_text
from outbox.collected import TOGETHER, queue_collected
from outbox.models import About, Message, MessageQuerySet
from outbox.services import Email, queue_message
from programmes.models import Programme

RECORD_SUBJECT = "What you said you would do"


def record_messages(record: PersonalRecord) -> MessageQuerySet:
    """Return all messages with somebody's personal record."""
    return Message.objects.about("record", record.pk)


def send_record(sending: RecordSending, *, at: datetime) -> Message:
    """Send somebody what they said they would do, with the link by which they can put it right."""
    record = sending.record
    text = record_text(record.programme, sending.content, link=links.record_address_for(record))
    return _queue_for(record, str(sending.number), RECORD_SUBJECT, text, to_name=one_line(record.person.name), at=at)


def give_record_link(record: PersonalRecord, *, at: datetime) -> Message:
    """Send whoever said something by a sheet the link by which they can put it right, once.

    The address was typed by somebody we do not know: nothing else that they typed goes to it, not even a name.
    """
    context = {"programme": record.programme, "link": links.record_address_for(record), "at": at}
    text = plain_text("actions/email/give_record_link.txt", context)
    return _queue_for(record, "link", "What you said you will do: put it right whenever you like", text, at=at)


def give_links_together(record: PersonalRecord, *, at: datetime) -> Message | None:
    """Send an address that was written to often enough one letter with the links of all its records.

    None for a record whose link has gone already. As above, nothing that was typed goes with it.
    """
    if Message.objects.about("record", record.pk).filter(step="link").exists():
        return None
    address, programme = record.person.email, record.programme
    theirs = PersonalRecord.objects.open_by_link(at).filter(person__email=address)
    newest = [(each, links.record_address_for(each)) for each in theirs.order_by("-pk")[:TOGETHER]]
    email = Email(
        to_address=address,
        subject="What you said you will do: put it right whenever you like",
        text=plain_text("actions/email/give_links_together.txt", {"records": newest, "programme": programme}),
        reply_to=programme.contact_email,
        forgets_text=True,
    )
    occasion, expires_at = f"{record.pk}:{at.timestamp()}", record.link_expires_at
    return queue_collected("records", email, kind="records_together", occasion=occasion, at=at, expires_at=expires_at)


def record_text(programme: Programme, content: dict[str, Any], *, link: str = OWN_LINK) -> str:
    """Return the text of a record as somebody reads it by e-mail; without a link it is what the preview shows."""
    return plain_text("actions/email/send_record.txt", {"programme": programme, "content": content, "link": link})


def _queue_for(
    record: PersonalRecord, step: str, subject: str, text: str, *, to_name: str = "", at: datetime
) -> Message:
    email = Email(
        to_address=record.person.email,
        to_name=to_name,
        subject=subject,
        text=text,
        reply_to=record.programme.contact_email,
        # The link in it opens the record; only its hash stays with us.
        forgets_text=True,
    )
    about = About("record", record.pk, step=step)
    return queue_message(about, email, kind="record", at=at, expires_at=record.link_expires_at)
