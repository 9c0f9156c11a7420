"""The personal link by which somebody answers whether they will speak for an organisation."""

from datetime import datetime, timedelta

from kit.personal_links import Links, hash_of, new_nonce
from stakeholders.models import Invitation

VALID_FOR = timedelta(days=28)
LINKS = Links("stakeholders.links", "invitation", "stakeholders:invitation-open", "stakeholders:invitation-read")


def token_for(invitation: Invitation) -> str:
    """Return the token of an invitation's link."""
    return LINKS.token_for(str(invitation.partnership_id), invitation.link_nonce)


def give_link(invitation: Invitation, at: datetime) -> None:
    """Give the invitation (saved or not) a new link from now on; any link it had opens nothing more."""
    invitation.link_nonce = new_nonce()
    invitation.token_hash = hash_of(token_for(invitation))
    invitation.last_sent_at = at
    invitation.expires_at = at + VALID_FOR


def address_for(invitation: Invitation) -> str:
    """Return the whole address of the link, for a message."""
    return LINKS.address_for(token_for(invitation))
