"""The personal link by which a proposer answers a follow-up."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.links import Links, hash_of, new_nonce
from actions.models import FollowUp, FollowUpRound

# People come back to see what they wrote, and to what became of it.
VALID_AFTER_ANSWER_BY = timedelta(days=60)
LINKS = Links("actions.links", "follow-up", "actions:follow-up-open", "actions:follow-up-answer")


def token_for(follow_up: FollowUp) -> str:
    """Return the token of an asking's link."""
    return LINKS.token_for(f"{follow_up.round_id}:{follow_up.proposer_id}", follow_up.link_nonce)


def give_link(follow_up: FollowUp) -> None:
    """Give the asking (saved or not, of a round and a proposer) a new link; any link it had opens nothing more."""
    follow_up.link_nonce = new_nonce()
    follow_up.token_hash = hash_of(token_for(follow_up))
    follow_up.link_expires_at = expires_at(follow_up.round)
    follow_up.link_revoked_at = None


def expires_at(round: FollowUpRound) -> datetime:
    """Return the moment after which the links of a round open nothing."""
    return timezone.make_aware(datetime.combine(round.answer_by_on + VALID_AFTER_ANSWER_BY, time.max))


def address_for(follow_up: FollowUp) -> str:
    """Return the whole address of the link, for a message."""
    return LINKS.address_for(token_for(follow_up))
