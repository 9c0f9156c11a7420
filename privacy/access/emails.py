"""The letter with the link to what is held of somebody. The code never stands in it."""

from __future__ import annotations

from datetime import datetime

from kit.text import one_line, plain_text
from outbox.models import About
from outbox.services import Email, queue_message
from privacy.access.links import link_for
from privacy.access.models import Bundle


def send_link(bundle: Bundle, *, at: datetime) -> None:
    """Write to whoever asked where they can read what is held of them. The caller holds the transaction."""
    request = bundle.request
    programme = request.programme
    context = {"asked": request, "programme": programme, "bundle": bundle, "link": link_for(bundle)}
    email = Email(
        to_address=request.email,
        to_name=one_line(request.writes_to)[:200],
        subject=f"What we hold of you ({request.number})",
        text=plain_text("privacy/email/bundle_link.txt", context).strip() + "\n",
        reply_to=programme.contact_email,
        # It holds a link that opens all that is held of somebody.
        forgets_text=True,
    )
    queue_message(About("bundle", bundle.pk, occasion=bundle.token_hash), email, kind="request", at=at)
