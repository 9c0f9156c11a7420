"""What came of one follow-up: an answer, somebody who has moved on, was never meant, or could not be reached."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from actions.models import AnswerChannel, AnswerDraft, FollowUp, ProgressUpdate
from actions.rounds import emails
from actions.rounds.answer_state import AnswerSnapshot, AnswerState
from actions.rounds.services.succession import end_proposal
from actions.verbs import Verb
from kit.lifecycle import move
from kit.refusals import InvalidTransition, StaleEdit
from kit.stale_edits import CHANGED_SINCE
from outbox.services import cancel_messages


def save_draft(
    follow_up: FollowUp, *, answer: AnswerSnapshot, version: str | None = None, by: User | None, at: datetime
) -> AnswerDraft | None:
    """Keep what a proposer has written so far, and return it: it is theirs alone until they send it.

    Nothing is kept, and None returned, where it says no more than the answer they have sent. `version` is that of the
    AnswerState which the window showed. Refuses with InvalidTransition when nothing can be answered any more, and with
    StaleEdit when other words would be lost.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        if locked.status not in FollowUp.TRANSITIONS[FollowUp.Status.ANSWERED]:
            raise InvalidTransition(f"This is already “{locked.get_status_display()}”.")
        state = AnswerState.of(locked)
        _refuse_stale(state, answer, version)
        if answer in (AnswerSnapshot.of(state.last), AnswerSnapshot()):
            AnswerDraft.objects.filter(follow_up=locked).delete()
            return None
        kept = {**answer.by_box(), "saved_at": at}
        draft, _ = AnswerDraft.objects.update_or_create(follow_up=locked, defaults=kept)
        record(Verb.DRAFT_SAVED, locked, by=by, at=at, programme_id=locked.round.programme_id)
    return draft


def answer_follow_up(
    follow_up: FollowUp,
    *,
    answer: AnswerSnapshot,
    channel: str,
    version: str | None = None,
    by: User | None,
    at: datetime,
) -> ProgressUpdate:
    """Keep an answer as a new version that waits for review, and return it. `by` is who wrote it down for the proposer.

    The same words twice are one version. What was published stays public until a later version is reviewed. `version`
    is that of the AnswerState which the window showed. Refuses with InvalidTransition when the round is not open or the
    person has moved on, and with StaleEdit when other words have come since.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        # A draft is its writer's alone: whoever writes down what they said by telephone neither sees it nor ends it.
        state = AnswerState.of(locked, with_draft=AnswerChannel(channel).is_by_own_hand)
        _refuse_stale(state, answer, version)
        last = state.last
        if state.draft:
            state.draft.delete()
        if last and AnswerSnapshot.of(last) == answer:
            return last
        move(locked, to=FollowUp.Status.ANSWERED, settled_at=at)
        locked.updates.awaiting_review().update(status=ProgressUpdate.Status.REPLACED)
        update = ProgressUpdate.objects.create(
            follow_up=locked,
            area=locked.proposer.area,
            version=last.version + 1 if last else 1,
            channel=channel,
            given_at=at,
            entered_by=by,
            **answer.by_box(),
        )
        cancel_messages(emails.messages_about(locked), reason="They have answered.", at=at)
        record(
            Verb.ANSWERED,
            locked,
            by=by,
            at=at,
            programme_id=locked.round.programme_id,
            channel=channel,
            to=update.version,
        )
    follow_up.status, follow_up.settled_at = locked.status, at
    return update


def _refuse_stale(state: AnswerState, answer: AnswerSnapshot, version: str | None) -> None:
    """Refuse with StaleEdit where other words have come since the window showed `version`, unless it says the same."""
    overtaken = version is not None and version != state.version()
    if overtaken and state.newest is not None and AnswerSnapshot.of(state.newest) != answer:
        raise StaleEdit(CHANGED_SINCE, state)


def move_on(
    follow_up: FollowUp,
    *,
    suggestion: str = "",
    name: str = "",
    email: str = "",
    telephone: str = "",
    by: User | None,
    at: datetime,
) -> FollowUp:
    """Record that the proposer has moved on, and whom they name to carry it on. Nobody asks them again.

    Whoever is named is asked when the team has confirmed it: see `hand_on`. Refuses with InvalidTransition when the
    round is not open, or they have answered already.
    """
    named = {"successor_name": name, "successor_email": email, "successor_telephone": telephone}
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        move(locked, to=FollowUp.Status.MOVED_ON, settled_at=at, successor_note=suggestion, **named)
        end_proposal(locked.proposer, by=by, at=at)
        cancel_messages(emails.messages_about(locked), reason="They have moved on.", at=at)
        record(Verb.MOVED_ON, locked, by=by, at=at, programme_id=locked.round.programme_id, named=int(bool(name)))
    return locked


def say_not_me(follow_up: FollowUp, *, suggestion: str = "", by: User | None, at: datetime) -> FollowUp:
    """Record that it was never this person's, with what they say about whose it may be. Nobody asks them again.

    Refuses with InvalidTransition when the round is not open, or they have answered already.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        move(locked, to=FollowUp.Status.NOT_ME, settled_at=at, successor_note=suggestion)
        locked.proposer.named_by_mistake = True
        locked.proposer.save(update_fields=["named_by_mistake"])
        end_proposal(locked.proposer, by=by, at=at)
        cancel_messages(emails.messages_about(locked), reason="It was never theirs.", at=at)
        record(Verb.NOT_THEIRS, locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked


def mark_unreachable(follow_up: FollowUp, *, by: User, at: datetime) -> FollowUp:
    """Record that we tried and could not reach the proposer; should they answer after all, that counts.

    Refuses with InvalidTransition unless they are still waited for in an open round.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        if locked.status != FollowUp.Status.ASKED:
            raise InvalidTransition(f"This is already “{locked.get_status_display()}”.")
        move(locked, to=FollowUp.Status.UNREACHABLE, settled_at=at)
        cancel_messages(emails.messages_about(locked), reason="They could not be reached.", at=at)
        record(Verb.NOT_REACHED, locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked
