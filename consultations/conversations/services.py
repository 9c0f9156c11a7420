"""Conversations: taken in once, put right, made public by somebody, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit import changes, record
from accounts.models import User
from consultations.asking.services import hold_appointment
from consultations.conversations.models import Conversation
from consultations.conversations.snapshot import ConversationSnapshot
from consultations.hand_ins.intake import refuse_when_closed, sent_before
from consultations.hand_ins.models import Channel, HandIn
from consultations.verbs import Verb
from kit.fingerprints import fingerprint_of
from kit.lifecycle import publish, withdraw
from kit.numbering import next_number
from kit.refusals import StaleEdit
from kit.stale_edits import CHANGED_SINCE
from programmes.models import Doing, Programme
from programmes.quiet_periods.checks import refuse_if_quiet
from stakeholders.models import Partnership


@dataclass(frozen=True)
class ConversationWords:
    """What is told of a conversation: who talked, when, how many they were, and what was said."""

    team: str
    held_on: date
    said: str
    people_count: int | None = None
    contact_name: str = ""
    contact_details: str = ""

    def fingerprint(self) -> str:
        """Return what tells whether a form that comes again says the same."""
        return fingerprint_of(vars(self))


def log_conversation(
    programme: Programme,
    *,
    key: UUID,
    words: ConversationWords,
    channel: Channel = Channel.LINK,
    partnership: Partnership | None = None,
    by: User | None = None,
    at: datetime,
) -> Conversation:
    """Take in what was said in a conversation. It is seen by the team alone until it has been reviewed.

    `partnership` is the one for which a representative held it. The same form sent twice is one conversation. Refuses
    with SubmittedDifferently when it says something else than before, when by the link nothing can be handed in at this
    moment, and when `by` does not speak for the partnership.
    """
    if (earlier := sent_before(key, words.fingerprint())) and earlier.conversation:
        return earlier.conversation
    try:
        with transaction.atomic():
            if channel == Channel.LINK:
                refuse_when_closed(programme, at)
            held = hold_appointment(partnership, by=by, at=at) if partnership and by else None
            conversation = Conversation.objects.create(
                programme=programme,
                team=words.team,
                held_on=words.held_on,
                people_count=words.people_count,
                said=words.said,
            )
            HandIn.objects.create(
                key=key,
                fingerprint=words.fingerprint(),
                conversation=conversation,
                channel=channel,
                handed_in_at=at,
                entered_by=by,
                appointment=held,
                contact_name=words.contact_name,
                contact_details=words.contact_details,
                as_sent=words.said,
            )
            record(Verb.HANDED_IN, conversation, by=by, at=at, programme_id=programme.pk, channel=channel)
    except IntegrityError:
        if (earlier := sent_before(key, words.fingerprint())) and earlier.conversation:
            return earlier.conversation
        raise
    return conversation


def edit_conversation(
    conversation: Conversation, *, details: ConversationSnapshot, version: str, by: User, at: datetime
) -> Conversation:
    """Put right what is told of a conversation, or take a name out of it; what was sent is kept beside it.

    `version` is that which the window showed. Refuses with StaleEdit when that would undo what somebody else has
    written; the same words twice are one change.
    """
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
        now = ConversationSnapshot.of(locked)
        changed = details.changed_from(now)
        if not changed:
            return locked
        if now.version() != version:
            raise StaleEdit(CHANGED_SINCE, now)
        was = changes(locked, changed, now.by_box())
        Conversation.objects.filter(pk=conversation.pk).update(**vars(details))
        record(Verb.CHANGED, conversation, by=by, at=at, programme_id=conversation.programme_id, **was)
    conversation.refresh_from_db()
    return conversation


def publish_conversation(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """Let the public read of a conversation, under the next free number.

    Refuses with InvalidTransition when they can already.
    """
    with transaction.atomic():
        refuse_if_quiet(conversation.programme_id, Doing.PUBLISHING, at=at)
        # One at a time: each gets a number of its own.
        Programme.objects.select_for_update().get(pk=conversation.programme_id)
        others = Conversation.objects.filter(programme=conversation.programme_id)
        number = next_number(others)
        if others.filter(pk=conversation.pk, number__isnull=True).update(number=number):
            conversation.number = number
        publish(conversation, by=by, at=at)
        record(Verb.PUBLISHED, conversation, by=by, at=at, programme_id=conversation.programme_id)
    return conversation


def withdraw_conversation(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """Take a conversation back from the public. Refuses with InvalidTransition when it is not public."""
    with transaction.atomic():
        withdraw(conversation)
        record(Verb.WITHDRAWN, conversation, by=by, at=at, programme_id=conversation.programme_id)
    return conversation
