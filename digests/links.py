"""The personal link by which somebody stops their digests, and may undo it. It shows nothing about them.

It has no end, unless the address is no longer theirs: a message read years later can still be stopped. The same link
stands in all messages to one reader.
"""

from digests.models import Reader
from digests.readers import readers_at
from kit.personal_links import PersonalLink
from programmes.models import Programme

LINK = PersonalLink(
    "digests.links",
    cookie="digest",
    opens="digests:digest-open",
    leads_to="digests:digest-stop",
    rows=lambda at: Reader.objects.select_related("programme"),
    gone_template="digests/digest_gone.html",
    subject=lambda reader: f"{reader.programme_id}:{reader.address_hash}",
    held_by=readers_at,
    programme=lambda reader: reader.programme,
)


def new_reader(programme: Programme, address_hash: str) -> Reader:
    """Return a reader, not saved, with a link of their own."""
    reader = Reader(programme=programme, address_hash=address_hash)
    LINK.give(reader)
    return reader


def token_for(reader: Reader) -> str:
    """Return the token of a reader's link."""
    return LINK.token_of(reader)


def address_for(reader: Reader) -> str:
    """Return the whole address of the link, for a message and for its List-Unsubscribe."""
    return LINK.address_of(reader)
