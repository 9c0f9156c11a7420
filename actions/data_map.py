"""What is held of those who took something on: what they said they would do, and what came of it."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from actions.models import (
    ActionArea,
    AnswerDraft,
    Commitment,
    CommitmentSheet,
    CommitmentSource,
    Correction,
    Factor,
    FollowUp,
    FollowUpRound,
    PersonalRecord,
    ProgressUpdate,
    Proposer,
    RecordSending,
    Step,
)
from kit.data_map import (
    ADDRESS,
    AGREED,
    FORM_KEY,
    LINK_HASH,
    LINK_NONCE,
    LOOSE,
    NAME,
    NO_NAME,
    PART,
    TELEPHONE,
    WORDS,
    Basis,
    Finds,
    Heading,
    Kept,
    Kind,
    OnErasure,
    Personal,
    Purpose,
    held,
    kept,
    letters,
    of,
    part,
)
from programmes.data_map import CODES, RECORD, still_on
from stakeholders.models import Person

OUR_OWN = "our own schedule"


def _closed_before(before: datetime) -> QuerySet[Any]:
    return FollowUp.objects.filter(round__closed_at__lt=before)


def _drafts_before(before: datetime) -> QuerySet[Any]:
    return AnswerDraft.objects.filter(follow_up__round__closed_at__lt=before)


def _asked_still(way: str, since: datetime) -> Q:
    """Return the condition that a programme is not over, and does not ask for the last time before a moment."""
    rounds = FollowUpRound.objects.filter(programme=OuterRef(way))
    latest = rounds.filter(Q(closed_at=None) | Q(closed_at__gte=since))
    return still_on(way, since) & (Exists(latest) | ~Exists(rounds))


def _proposing_since(since: datetime) -> QuerySet[Any]:
    on = localdate(since)
    lasts = Q(until_on=None) | Q(until_on__gte=on)
    return Proposer.objects.filter(lasts & _asked_still("area__programme", since) | Q(from_on__gte=on))


def _doing_since(since: datetime) -> QuerySet[Any]:
    open_still = Q(done_on=None) & _asked_still("area__programme", since)
    return Step.objects.filter(open_still | Q(done_on__gte=localdate(since)))


def _committed_since(since: datetime) -> QuerySet[Any]:
    open_still = Q(taken_back_at=None) & _asked_still("programme", since)
    return Commitment.objects.filter(open_still | Q(made_on__gte=localdate(since)) | Q(taken_back_at__gte=since))


def _righting_since(since: datetime) -> QuerySet[Any]:
    return Correction.objects.filter(given_at__gte=since)


part(Person, "person", _proposing_since)
part(Person, "owner", _doing_since)
part(Person, "person", _committed_since)
part(Person, "record__person", _righting_since)


def _sent_before(before: datetime) -> QuerySet[Any]:
    return RecordSending.objects.filter(sent_at__lt=before)


DOING = Purpose(
    "write down what is done, by whom, and give account of it in public",
    "those who took something on or joined in it",
    Basis.PUBLIC_TASK,
    RECORD,
)
ASKING = Purpose(
    "ask those who took something on what came of it", "those who took something on", Basis.PUBLIC_TASK, RECORD
)
DRAFTS = Purpose(
    "keep what somebody has begun to write",
    "those who took something on",
    Basis.PUBLIC_TASK,
    Kept("the round was closed", 28, OUR_OWN, _drafts_before, "answer-drafts"),
)
RECORDS = Purpose(
    "send people what they said they would do, and let them put it right",
    "those who took something on or joined in it",
    Basis.PUBLIC_TASK,
    Kept("it was sent", 730, CODES, _sent_before, "records-sent"),
)
RIGHTING = Purpose(
    "let people put right what we wrote down of them",
    "those who took something on or joined in it",
    Basis.PUBLIC_TASK,
    RECORD,
)
SUCCESSOR = Kept("the round was closed", 365, OUR_OWN, _closed_before, "successors")
CALLED = Personal(Kind.CONTACT, finds=Finds.NAME, blank=NO_NAME)
ACCOUNT = "it is the account of what was done, which the public reads; the name is gone"

held(
    Proposer,
    Heading.DOING,
    DOING,
    whose=["person"],
    programme="area__programme",
    nothing="id area from_on until_on named_by_mistake took_over_from",
    person=PART,
    public_name=CALLED,
)
held(
    Step,
    Heading.DOING,
    DOING,
    whose=["owner"],
    programme="area__programme",
    nothing="id area position by_text due_on done_on",
    what=kept(WORDS, ACCOUNT),
    who=CALLED,
    owner=PART,
)
held(
    Commitment,
    Heading.DOING,
    DOING,
    whose=["person"],
    nothing="id programme area made_on taken_back_at published_at",
    staff="published_by",
    person=PART,
    public_name=CALLED,
    what=kept(WORDS, ACCOUNT),
)
held(
    CommitmentSource,
    Heading.DOING,
    DOING,
    whose=["commitment__person"],
    programme="commitment__programme",
    nothing="id version commitment channel said_at",
    staff="entered_by",
    key=kept(FORM_KEY, "says which form was sent, and nothing of who sent it"),
    may_name=AGREED,
)
held(
    PersonalRecord,
    Heading.DOING,
    RIGHTING,
    whose=["person"],
    row=OnErasure.DELETE,
    nothing="id programme link_expires_at link_revoked_at",
    person=Personal(Kind.PART),
    link_nonce=LINK_NONCE,
    token_hash=LINK_HASH,
)
held(
    RecordSending,
    Heading.SENT,
    RECORDS,
    whose=["record__person"],
    programme="record__programme",
    row=OnErasure.DELETE,
    nothing="id record number channel sent_at",
    staff="sent_by",
    content=Personal(Kind.VOICE, finds=Finds.NAME),
)
held(
    Correction,
    Heading.DOING,
    RIGHTING,
    whose=["record__person"],
    programme="record__programme",
    row=OnErasure.DELETE,
    nothing="id record commitment step kind given_at outcome settled_at",
    staff="settled_by",
    before=WORDS,
    after=WORDS,
)
held(
    FollowUp,
    Heading.DOING,
    ASKING,
    whose=["proposer__person"],
    programme="round__programme",
    nothing="id round proposer asked_at link_expires_at link_revoked_at settled_at",
    status=PART,
    token_hash=LINK_HASH,
    link_nonce=LINK_NONCE,
    successor_name=of(NAME, LOOSE, until=SUCCESSOR),
    successor_email=of(ADDRESS, LOOSE, until=SUCCESSOR),
    successor_telephone=of(TELEPHONE, LOOSE, until=SUCCESSOR),
    successor_note=of(WORDS, LOOSE, until=SUCCESSOR),
)
held(
    AnswerDraft,
    Heading.DOING,
    DRAFTS,
    whose=["follow_up__proposer__person"],
    programme="follow_up__round__programme",
    row=OnErasure.DELETE,
    nothing="id follow_up standing saved_at",
    what_happened=WORDS,
    what_helped=WORDS,
    what_hindered=WORDS,
)
held(
    ProgressUpdate,
    Heading.DOING,
    DOING,
    whose=["follow_up__proposer__person"],
    programme="follow_up__round__programme",
    nothing="id follow_up area version status standing channel given_at factors reviewed_at",
    staff="entered_by reviewed_by",
    what_happened=kept(WORDS, ACCOUNT),
    what_helped=kept(WORDS, ACCOUNT),
    what_hindered=kept(WORDS, ACCOUNT),
    headline=kept(WORDS, ACCOUNT),
    published_happened=kept(WORDS, ACCOUNT),
    published_helped=kept(WORDS, ACCOUNT),
    published_hindered=kept(WORDS, ACCOUNT),
    redaction_reason=kept(WORDS, "says why some of it is not shown"),
)
held(
    ActionArea,
    Heading.WORK,
    DOING,
    nothing="id programme number title summary taken_on_at published_at posters conversations findings",
    staff="published_by",
)
held(
    FollowUpRound,
    Heading.WORK,
    ASKING,
    nothing="id programme number name name_key planned_on answer_by_on first_reminder_days second_reminder_days "
    "last_call_days status opened_at closed_at",
    staff="opened_by closed_by",
)
held(CommitmentSheet, Heading.WORK, DOING, nothing="id programme area code closed_at", staff="closed_by")
held(Factor, nothing="id programme kind name name_key merged_into")
letters(FollowUpRound, "follow-up")
letters(PersonalRecord, "record")
