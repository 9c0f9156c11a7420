"""The personal links by which a proposer answers a follow-up."""

from datetime import datetime, timedelta

from actions.models import FollowUp, FollowUpRound
from kit.days import end_of
from kit.personal_links import PersonalLink

# People come back to see what they wrote, and to what became of it.
VALID_AFTER_ANSWER_BY = timedelta(days=60)
LINK = PersonalLink(
    "actions.rounds.links",
    cookie="follow-up",
    opens="actions:follow-up-open",
    leads_to="actions:follow-up-answer",
    rows=lambda at: FollowUp.objects.with_names().open_by_link(at),
    gone_template="actions/follow_up_gone.html",
    subject=lambda follow_up: f"{follow_up.round_id}:{follow_up.proposer_id}",
    held_by=lambda person, address: FollowUp.objects.filter(proposer__person=person, token_hash__isnull=False),
    programme=lambda follow_up: follow_up.round.programme,
    called=lambda follow_up: f"What we asked you ({follow_up.round})",
    # Whoever is signed in needs no link for what they are asked.
    own=lambda user: FollowUp.objects.with_names().of_person(user),
)


def token_for(follow_up: FollowUp) -> str:
    """Return the token of a follow-up's link."""
    return LINK.token_of(follow_up)


def give_link(follow_up: FollowUp) -> None:
    """Give the follow-up (saved or not, of a round and a proposer) a new link; any link it had opens nothing more."""
    LINK.give(follow_up)
    follow_up.link_expires_at = expires_at(follow_up.round)
    follow_up.link_revoked_at = None


def expires_at(round: FollowUpRound) -> datetime:
    """Return the moment from which on the links of a round open nothing."""
    return end_of(round.answer_by_on + VALID_AFTER_ANSWER_BY)


def address_for(follow_up: FollowUp) -> str:
    """Return the whole address of the link, for a message."""
    return LINK.address_of(follow_up)
