"""The personal links by which anybody puts right what they said they would do."""

from datetime import datetime, timedelta

from actions.models import PersonalRecord
from kit.personal_links import PersonalLink

# Who said something in summer may wish to put it right at the end of the next.
RECORD_VALID_FOR = timedelta(days=365)
RECORD_LINK = PersonalLink(
    "actions.records.links",
    cookie="record",
    opens="actions:record-open",
    leads_to="actions:record-detail",
    rows=lambda at: PersonalRecord.objects.open_by_link(at),
    gone_template="actions/follow_up_gone.html",
    subject=lambda record: f"{record.programme_id}:{record.person_id}",
    held_by=lambda person, address: PersonalRecord.objects.filter(person=person),
    programme=lambda record: record.programme,
    called=lambda record: "What you said you will do",
)


def record_token_for(record: PersonalRecord) -> str:
    """Return the token of a personal record's link."""
    return RECORD_LINK.token_of(record)


def give_record_link(record: PersonalRecord, at: datetime) -> None:
    """Give the record (saved or not, of a programme and a person) a new link; any it had opens nothing more."""
    RECORD_LINK.give(record)
    record.link_expires_at = at + RECORD_VALID_FOR
    record.link_revoked_at = None


def record_address_for(record: PersonalRecord) -> str:
    """Return the whole address of the link, for a message or a letter."""
    return RECORD_LINK.address_of(record)
