"""The personal links by which a proposer answers a follow-up, and anybody puts their record right."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from actions.models import FollowUp, FollowUpRound, PersonalRecord
from kit.personal_links import PersonalLink, hash_of, new_nonce

# People come back to see what they wrote, and to what became of it.
VALID_AFTER_ANSWER_BY = timedelta(days=60)
LINK = PersonalLink(
    "actions.links",
    cookie="follow-up",
    opens="actions:follow-up-open",
    leads_to="actions:follow-up-answer",
    rows=lambda at: FollowUp.objects.with_names().open_by_link(at),
    gone_template="actions/follow_up_gone.html",
    # Whoever is signed in needs no link for what they are asked.
    own=lambda user: FollowUp.objects.with_names().of_person(user),
)


def token_for(follow_up: FollowUp) -> str:
    """Return the token of a follow-up's link."""
    return LINK.token_for(f"{follow_up.round_id}:{follow_up.proposer_id}", follow_up.link_nonce)


def give_link(follow_up: FollowUp) -> None:
    """Give the follow-up (saved or not, of a round and a proposer) a new link; any link it had opens nothing more."""
    follow_up.link_nonce = new_nonce()
    follow_up.token_hash = hash_of(token_for(follow_up))
    follow_up.link_expires_at = expires_at(follow_up.round)
    follow_up.link_revoked_at = None


def expires_at(round: FollowUpRound) -> datetime:
    """Return the moment after which the links of a round open nothing."""
    return timezone.make_aware(datetime.combine(round.answer_by_on + VALID_AFTER_ANSWER_BY, time.max))


def address_for(follow_up: FollowUp) -> str:
    """Return the whole address of the link, for a message."""
    return LINK.address_for(token_for(follow_up))


# Who said something in summer may wish to put it right at the end of the next.
RECORD_VALID_FOR = timedelta(days=365)
RECORD_LINK = PersonalLink(
    "actions.records",
    cookie="record",
    opens="actions:record-open",
    leads_to="actions:record-detail",
    rows=lambda at: PersonalRecord.objects.open_by_link(at),
    gone_template="actions/follow_up_gone.html",
)


def record_token_for(record: PersonalRecord) -> str:
    """Return the token of a personal record's link."""
    return RECORD_LINK.token_for(f"{record.programme_id}:{record.person_id}", record.link_nonce)


def give_record_link(record: PersonalRecord, at: datetime) -> None:
    """Give the record (saved or not, of a programme and a person) a new link; any it had opens nothing more."""
    record.link_nonce = new_nonce()
    record.token_hash = hash_of(record_token_for(record))
    record.link_expires_at = at + RECORD_VALID_FOR
    record.link_revoked_at = None


def record_address_for(record: PersonalRecord) -> str:
    """Return the whole address of the link, for a message or a letter."""
    return RECORD_LINK.address_for(record_token_for(record))
