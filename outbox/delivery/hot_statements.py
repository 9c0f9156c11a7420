"""The two statements that every message costs, written out: the fence, and the record of the relay's 250.

Everything else goes through `MessageQuerySet.move`. Here the ORM's way to the same words takes as long as the
database's answer; `make bench-outbox` shows what these two cost.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from outbox.models import Message
from outbox.transports import Answer

# The database's own clock, the only one that all workers share, and how it is moved on.
CLOCKS = {
    "postgresql": ("STATEMENT_TIMESTAMP()", "STATEMENT_TIMESTAMP() + %s"),
    "sqlite": ("STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW')", "django_format_dtdelta('+', {now}, %s)"),
}
FENCE = """
    UPDATE outbox_message SET state = 'data', lease_until = {later}
    WHERE id = %s AND claim = %s AND state = 'claimed' AND lease_until > {now}
"""
ACCEPT = """
    UPDATE outbox_message SET state = 'accepted', accepted_at = {now}, claim = '', lease_until = NULL,
        to_address = %s, last_words = %s,
        text = CASE WHEN forgets_text AND %s THEN '' ELSE text END,
        html = CASE WHEN forgets_text AND %s THEN '' ELSE html END
    WHERE id = %s AND claim = %s AND state = 'data'
"""
NOTE = """
    INSERT INTO outbox_attempt (message_id, at, outcome, code, words, by)
    SELECT id, {now}, state, CAST(%s AS smallint), %s, '' FROM {moved}
"""


def mark_handing_over(message: Message) -> bool:
    """Take the message from claimed to data under a new lease. False if it is no longer ours to send."""
    later = message.lease if connection.vendor == "postgresql" else message.lease // timedelta(microseconds=1)
    return _changes(FENCE, [later, message.pk, message.claim]) == 1


def mark_accepted(message: Message, answer: Answer, *, left_site: bool) -> bool:
    """Take the message from data to accepted and add its attempt: both or neither. False if it is no longer ours.

    PostgreSQL does both in one statement, so that one round trip records what the relay said.
    """
    accepting = [message.to_address, answer.words, left_site, left_site, message.pk, message.claim]
    noting = [answer.code, answer.words]
    if connection.vendor == "postgresql":
        both = f"WITH moved AS ({ACCEPT} RETURNING id, state) {NOTE.replace('{moved}', 'moved')}"
        return _changes(both, [*accepting, *noting]) == 1
    with transaction.atomic():
        return bool(
            _changes(ACCEPT, accepting)
            and _changes(NOTE.replace("{moved}", "outbox_message WHERE id = %s"), [*noting, message.pk])
        )


def _changes(statement: str, parameters: list[Any]) -> int:
    """Execute `statement` by the database's clock, and return how many rows it changed."""
    now, later = CLOCKS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(now=now, later=later.format(now=now)), parameters)
        return int(cursor.rowcount)
