"""A message's row as an e-mail. The same row always makes the same bytes, so that a second copy is the same copy."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings

from outbox.models import Message

# Long addresses in List-Unsubscribe would be encoded, and lost, at the usual 78 characters; a line may have 998.
POLICY = SMTP.clone(cte_type="7bit", max_line_length=900)


def letter_for(message: Message) -> EmailMessage:
    """Return the e-mail of `message`: text complete on its own, HTML beside it if there is any."""
    letter = EmailMessage(policy=POLICY)
    letter["From"] = address(settings.DEFAULT_FROM_EMAIL)
    letter["To"] = Address(message.to_name, addr_spec=relay_address(message.to_address))
    if message.reply_to:
        letter["Reply-To"] = address(message.reply_to)
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(message.created_at)
    letter["Message-ID"] = message.message_id
    # No holiday answers, and none to us.
    letter["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_url:
        letter["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(message.text)
    if message.html:
        letter.add_alternative(message.html, subtype="html")
        letter.set_boundary(f"part-{message.message_id.strip('<>').partition('@')[0]}")
    return letter


def sender() -> str:
    """The bare address that bounces go to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def address(written: str) -> Address:
    """`Name <name@example.org>`, or the bare address, as a header's value."""
    name, bare = parseaddr(written)
    return Address(name, addr_spec=relay_address(bare))


def relay_address(written: str) -> str:
    """The address as every relay understands it: a domain in another script becomes its ASCII form."""
    local, _, domain = written.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"
