"""A message's row as an e-mail. The same row always makes the same bytes, so that a second copy is the same copy."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings

from kit.cleaning import relay_address
from outbox.models import Message

# Headers that need no parsing where they are a line of plain words; `Content-…` is looked up by the library itself.
PLAIN = re.compile(r"(?!.*=\?)[!-~]+( [!-~]+)*")
CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)", re.MULTILINE)
OURS = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe-Post"}


class PlainHeaderPolicy(EmailPolicy):
    """The library's policy, but plain words stand as they are written: parsing them is half of an e-mail's cost."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if name in OURS and len(value) < 70 and PLAIN.fullmatch(value):
            return name, value
        return super().header_store_parse(name, value)

    def header_max_count(self, name: str) -> int:
        """Every header once. The library would build a class for each header to ask it."""
        return 1


# Long addresses in List-Unsubscribe would be encoded, and lost, at the usual 78 characters; a line may have 998.
POLICY = PlainHeaderPolicy(linesep="\r\n", cte_type="7bit", max_line_length=900)
# A line of quoted-printable has at most 76 characters (RFC 2045).
CONTENT_POLICY = POLICY.clone(max_line_length=76)


def email_of(message: Message) -> EmailMessage:
    """Return the e-mail of `message`: text complete on its own, HTML beside it if there is any."""
    email = EmailMessage(policy=CONTENT_POLICY)
    email["From"] = address_header(settings.DEFAULT_FROM_EMAIL)
    email["To"] = str(Address(message.to_name, addr_spec=relay_address(message.to_address)))
    if message.reply_to:
        email["Reply-To"] = address_header(message.reply_to)
    email["Subject"] = message.subject
    email["Date"] = format_datetime(message.created_at)
    email["Message-ID"] = message.message_id
    # No holiday answers, and none to us.
    email["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_url:
        email["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(message.text)
    if message.html:
        email.add_alternative(message.html, subtype="html")
        email.set_boundary(f"part-{_mark(message)}")
    if message.calendar:
        # The method of the part is that of the file (RFC 6047).
        method = CALENDAR_METHOD.search(message.calendar)
        email.add_attachment(
            message.calendar,
            subtype="calendar",
            filename="meeting.ics",
            params={"method": method[1]} if method else None,
        )
        email.set_boundary(f"whole-{_mark(message)}")
    email.policy = POLICY
    return email


def _mark(message: Message) -> str:
    return message.message_id.strip("<>").partition("@")[0]


def bounce_address() -> str:
    """The bare address that bounces go to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@lru_cache
def address_header(written: str) -> str:
    """`Name <name@example.org>`, or the bare address, as a header's value."""
    name, bare = parseaddr(written)
    return str(Address(name, addr_spec=relay_address(bare)))
