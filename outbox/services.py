"""What other rooms may ask of the outbox: queue a message, stop it, send it to another address."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from kit.refusals import Refused
from outbox.daytime import next_daytime
from outbox.html_alternative import html_from_text
from outbox.models import OPEN, UNSENT, About, Attempt, Message, MessageQuerySet, State

logger = logging.getLogger(__name__)


class MessageRefused(Refused):
    """The message cannot be written as a safe e-mail: a header of two lines, or an address that is none."""


@dataclass(frozen=True)
class Email:
    """One e-mail to one person: what stands in it, and how it is to be treated.

    The HTML beside the text is drawn from it, unless `html` is given ("" for none). `unsubscribe_url` makes it a
    mailing that can be left with one click; `calendar` is a file for calendars that goes with it. `fast_lane` lets it
    pass what waits, `daytime_only` keeps it to 08:00–18:00 in London, and a text that holds a secret is blanked, if
    it `forgets_text`, once the relay has taken it or it is cancelled.
    """

    to_address: str
    subject: str
    text: str
    to_name: str = ""
    html: str | None = None
    reply_to: str = ""
    unsubscribe_url: str = ""
    calendar: str = ""
    fast_lane: bool = False
    daytime_only: bool = False
    forgets_text: bool = False


def queue_message(
    about: About,
    email: Email,
    *,
    kind: str,
    at: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Message:
    """Queue one e-mail and return its row. A second call `about` the same returns the first row, unchanged.

    It joins the caller's transaction: a message exists if, and only if, the caller's facts do. Past `expires_at` it is
    cancelled instead of sent. Refuses, with MessageRefused, headers of two lines and bad addresses.
    """
    check_headers(
        to_address=email.to_address,
        to_name=email.to_name,
        subject=email.subject,
        reply_to=email.reply_to,
        url=email.unsubscribe_url,
    )
    due_at = due_at or at
    due_at = next_daytime(due_at) if email.daytime_only else due_at
    html = html_from_text(email.subject, email.text) if email.html is None else email.html
    message = Message(
        **about.columns(),
        message_id=message_id_for(about),
        kind=kind,
        **(asdict(email) | {"html": html}),
        created_at=at,
        due_at=due_at,
        first_due_at=due_at,
        expires_at=expires_at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.due_at <= at:
        ring_on_commit()
    return Message.objects.get(message_id=message.message_id)


def cancel_messages(messages: MessageQuerySet, *, reason: str, at: datetime) -> int:
    """Stop these messages and return how many were stopped. After the commit none of them passes.

    One that is being handed over this very moment cannot be called back and is not counted; should the relay not
    take it, it is not tried again. A reason must be given: operators read it.
    """
    if not reason:
        raise ValueError("Say why the messages are cancelled.")
    with transaction.atomic():
        standing = _lock(messages, OPEN)
        for source in UNSENT:
            moving = [pk for pk, state in standing.items() if state == source]
            Message.objects.filter(pk__in=moving).move(source, State.CANCELLED, stop_reason=reason)
        stopped = [pk for pk, state in standing.items() if state != State.DATA]
        Attempt.objects.bulk_create(
            Attempt(message_id=pk, at=at, outcome=State.CANCELLED, words=reason) for pk in stopped
        )
        Message.objects.filter(pk__in=standing, state=State.DATA).update(stop_reason=reason)
    return len(stopped)


def readdress_messages(
    messages: MessageQuerySet,
    *,
    new_address: str,
    new_name: str | None = None,
    links: Mapping[str, str] = MappingProxyType({}),
    at: datetime,
) -> int:
    """Send what is unsent of these to `new_address` instead, and return how many messages that changed.

    Of `links` the new ones take the place of the old in their words, which open nothing any more.

    A worker that has already named the old address to the relay meets the fence, and starts again with the new one.
    """
    check_headers(to_address=new_address, to_name=new_name or "")
    changes = {"to_address": new_address} | ({"to_name": new_name} if new_name is not None else {})
    with transaction.atomic():
        # Failed and doubtful ones too: should a person try them again, they go to the right place.
        standing = _lock(messages, (*OPEN, State.FAILED))
        rows = Message.objects.filter(pk__in=standing)
        rows.move(State.CLAIMED, State.DUE, due_at=at)
        for message in rows if links else ():
            for name in ("text", "html", "unsubscribe_url", "calendar"):
                for old, new in links.items():
                    setattr(message, name, getattr(message, name).replace(old, new))
            message.save(update_fields=["text", "html", "unsubscribe_url", "calendar"])
        return rows.update(**changes)


def ring_on_commit() -> None:
    """Ask for a worker once the transaction is committed: once per transaction, however many messages it queues."""
    savepoints = set(connection.savepoint_ids)
    if not any(func is ring and known <= savepoints for known, func, _ in connection.run_on_commit):  # type: ignore[misc]
        transaction.on_commit(ring)


def ring(task: str = "outbox.tasks.send_due") -> None:
    """Ring the doorbell of a task. If nobody hears, the beat of the next minute finds the row."""
    try:
        current_app.send_task(task, ignore_result=True, retry=False)
    except Exception as error:  # Whatever the broker's library raises: the row is safe, and the request goes on.
        logger.warning(
            "The doorbell did not ring (%s, %s); the rows wait for the next beat.", task, type(error).__name__
        )


def message_id_for(about: About) -> str:
    """Return the one Message-ID that a message about this has on this site: the same after a restored backup."""
    told = json.dumps([settings.SITE_URL, *about.columns().values()])
    digest = hashlib.sha256(told.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def check_headers(*, to_address: str, **lines: str) -> None:
    """Refuse what would break out of its header line, and an address that no relay could take."""
    for name, value in lines.items():
        if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in value):
            raise MessageRefused(f"The {name.replace('_', ' ')} holds a line break or a control character.")
    try:
        validate_email(to_address)
    except ValidationError as error:
        raise MessageRefused("The address is not an e-mail address.") from error


def _lock(chosen: MessageQuerySet, states: Iterable[State]) -> dict[int, str]:
    """Hold these rows until the transaction ends, in one order for everybody; return where each of them stands."""
    rows = chosen.filter(state__in=states).order_by("pk").select_for_update()
    return dict(rows.values_list("pk", "state"))
