"""The e-mails of this room, each rendered and put into the outbox."""

from datetime import datetime

from django.template.loader import render_to_string

from actions import links
from actions.models import FollowUp
from outbox.models import Message
from outbox.services import queue_message


def key_prefix(follow_up: FollowUp) -> str:
    """How the keys of all messages about one asking begin."""
    return f"follow-up:{follow_up.round_id}:{follow_up.proposer_id}:"


def ask_proposer(follow_up: FollowUp, *, step: str = "first", at: datetime) -> Message:
    """Ask a proposer, by personal link, what has happened, what helped and what hindered."""
    proposer = follow_up.proposer
    area, programme = proposer.area, follow_up.round.programme
    context = {
        "follow_up": follow_up,
        "proposer": proposer,
        "area": area,
        "round": follow_up.round,
        "programme": programme,
        "link": links.address_for(follow_up),
    }
    return queue_message(
        key=key_prefix(follow_up) + step,
        kind="follow-up",
        to_address=proposer.person.email,
        to_name=one_line(proposer.person.name),
        subject=f"“{one_line(area.title)}”: how is it going?",
        text=render_to_string("actions/email/ask_proposer.txt", context),
        html=render_to_string("actions/email/ask_proposer.html", context),
        reply_to=programme.contact_email,
        at=at,
        expires_at=follow_up.link_expires_at,
        # The link in it opens the asking; only its hash stays with us.
        forgets_text=True,
    )


def one_line(text: str) -> str:
    """Return `text` as a header can hold it: printable, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
