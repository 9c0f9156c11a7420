"""What came of one asking: an answer, somebody who has moved on, somebody who was never meant, nobody to be reached."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from actions import emails
from actions.answer_state import Written, words_of
from actions.models import AnswerDraft, FollowUp, ProgressUpdate, Way
from actions.services.succession import end_proposal
from kit.lifecycle import move
from kit.refusals import InvalidTransition
from outbox.services import cancel_messages

# Written by the proposer's own hand: what they send is what they had begun.
BY_OWN_HAND = {Way.LINK, Way.SIGNED_IN}


class ChangedMeanwhile(InvalidTransition):
    """Another window, or somebody else, has written since this one was opened; `written` is how it stands now."""

    def __init__(self, written: Written) -> None:
        super().__init__("This was changed in another window, or by somebody else.")
        self.written = written


def save_draft(
    follow_up: FollowUp,
    *,
    standing: str,
    what_happened: str,
    what_helped: str,
    what_hindered: str,
    as_seen: str | None = None,
    by: User | None,
    at: datetime,
) -> AnswerDraft | None:
    """Keep what a proposer has written so far, and return it: it is theirs alone until they send it.

    Nothing is kept, and None returned, where it says no more than the answer they have sent. `as_seen` is the
    `Written.version` that the window showed. Refuses with InvalidTransition when nothing can be answered any more, and
    with ChangedMeanwhile when other words would be lost.
    """
    said = {
        "standing": standing,
        "what_happened": what_happened,
        "what_helped": what_helped,
        "what_hindered": what_hindered,
    }
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        if locked.status not in FollowUp.TRANSITIONS[FollowUp.Status.ANSWERED]:
            raise InvalidTransition(f"This is already “{locked.get_status_display()}”.")
        written = _written_as_seen(locked, said, as_seen)
        if words_of(written.last) == said or not any(said.values()):
            AnswerDraft.objects.filter(follow_up=locked).delete()
            return None
        draft, _ = AnswerDraft.objects.update_or_create(follow_up=locked, defaults={**said, "saved_at": at})
        record("draft_saved", locked, by=by, at=at, programme_id=locked.round.programme_id)
    return draft


def answer_follow_up(
    follow_up: FollowUp,
    *,
    standing: str,
    what_happened: str,
    what_helped: str,
    what_hindered: str,
    way: str,
    as_seen: str | None = None,
    by: User | None,
    at: datetime,
) -> ProgressUpdate:
    """Keep an answer as a new version that waits for review, and return it. `by` is who wrote it down for the proposer.

    The same words twice are one version. What was published stays public until a later version is reviewed. `as_seen`
    is the `Written.version` that the window showed. Refuses with InvalidTransition when the round is not open or the
    person has moved on, and with ChangedMeanwhile when other words have come since.
    """
    said = {
        "standing": standing,
        "what_happened": what_happened,
        "what_helped": what_helped,
        "what_hindered": what_hindered,
    }
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        # A draft is its writer's alone: whoever writes down what they said by telephone neither sees it nor ends it.
        written = _written_as_seen(locked, said, as_seen, with_draft=way in BY_OWN_HAND)
        last = written.last
        if written.draft:
            written.draft.delete()
        if last and words_of(last) == said:
            return last
        move(locked, to=FollowUp.Status.ANSWERED, settled_at=at)
        locked.updates.waiting().update(status=ProgressUpdate.Status.REPLACED)
        update = ProgressUpdate.objects.create(
            follow_up=locked,
            area=locked.proposer.area,
            version=last.version + 1 if last else 1,
            way=way,
            given_at=at,
            entered_by=by,
            **said,
        )
        cancel_messages(emails.messages_about(locked), reason="They have answered.", at=at)
        record("answered", locked, by=by, at=at, programme_id=locked.round.programme_id, way=way, to=update.version)
    follow_up.status, follow_up.settled_at = locked.status, at
    return update


def _written_as_seen(
    locked: FollowUp, said: dict[str, str], as_seen: str | None, *, with_draft: bool = True
) -> Written:
    """Return what stands there, if it is what the window showed or what it says itself. Else ChangedMeanwhile."""
    written = Written.of(locked) if with_draft else Written.of(locked).without_draft
    overtaken = as_seen is not None and as_seen != written.version
    if overtaken and written.newest is not None and not written.says(said):
        raise ChangedMeanwhile(written)
    return written


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
        move(locked, to=FollowUp.Status.MOVED_ON, settled_at=at, successor_suggested=suggestion, **named)
        end_proposal(locked.proposer, by=by, at=at)
        cancel_messages(emails.messages_about(locked), reason="They have moved on.", at=at)
        record("moved_on", locked, by=by, at=at, programme_id=locked.round.programme_id, named=int(bool(name)))
    return locked


def say_not_me(follow_up: FollowUp, *, suggestion: str = "", by: User | None, at: datetime) -> FollowUp:
    """Record that it was never this person's, with what they say about whose it may be. Nobody asks them again.

    Refuses with InvalidTransition when the round is not open, or they have answered already.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        move(locked, to=FollowUp.Status.NOT_ME, settled_at=at, successor_suggested=suggestion)
        locked.proposer.mistaken = True
        locked.proposer.save(update_fields=["mistaken"])
        end_proposal(locked.proposer, by=by, at=at)
        cancel_messages(emails.messages_about(locked), reason="It was never theirs.", at=at)
        record("not_theirs", locked, by=by, at=at, programme_id=locked.round.programme_id)
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
        record("not_reached", locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked
