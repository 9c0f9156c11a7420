"""What came of one asking: an answer, somebody who has moved on, or nobody to be reached."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from actions import emails
from actions.models import FollowUp, ProgressUpdate
from actions.services.succession import end_proposal
from outbox.services import cancel_messages
from programmes.lifecycle import WrongState, move


def answer_follow_up(
    follow_up: FollowUp,
    *,
    standing: str,
    what_happened: str,
    what_helped: str,
    what_hindered: str,
    way: str,
    by: User | None,
    at: datetime,
) -> ProgressUpdate:
    """Keep an answer as a new version that waits for review, and return it. `by` is who wrote it down for the proposer.

    The same words twice are one version. What was published stays public until a later version is reviewed. Refuses
    with WrongState when the round is not open or the person has moved on.
    """
    said = {
        "standing": standing,
        "what_happened": what_happened,
        "what_helped": what_helped,
        "what_hindered": what_hindered,
    }
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        last = locked.updates.order_by("-version").first()
        if last and all(getattr(last, name) == value for name, value in said.items()):
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
        cancel_messages(key_prefix=emails.key_prefix(locked), reason="They have answered.", at=at)
        record("answered", locked, by=by, at=at, programme_id=locked.round.programme_id, way=way, to=update.version)
    follow_up.status, follow_up.settled_at = locked.status, at
    return update


def move_on(follow_up: FollowUp, *, suggestion: str, by: User | None, at: datetime) -> FollowUp:
    """Record that the proposer has moved on, with whom they suggest for the team to read. Nobody asks them again.

    Refuses with WrongState when the round is not open, or they have answered already.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        move(locked, to=FollowUp.Status.MOVED_ON, settled_at=at, successor_suggested=suggestion)
        end_proposal(locked.proposer, by=by, at=at)
        cancel_messages(key_prefix=emails.key_prefix(locked), reason="They have moved on.", at=at)
        record("moved_on", locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked


def mark_unreachable(follow_up: FollowUp, *, by: User, at: datetime) -> FollowUp:
    """Record that we tried and could not reach the proposer; should they answer after all, that counts.

    Refuses with WrongState unless they are still waited for in an open round.
    """
    with transaction.atomic():
        locked = FollowUp.objects.lock_in_open_round(follow_up.pk)
        if locked.status != FollowUp.Status.ASKED:
            raise WrongState(f"This is already “{locked.get_status_display()}”.")
        move(locked, to=FollowUp.Status.UNREACHABLE, settled_at=at)
        record("not_reached", locked, by=by, at=at, programme_id=locked.round.programme_id)
    return locked
