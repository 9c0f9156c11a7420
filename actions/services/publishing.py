"""Making action areas and commitments public, and taking them back."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from actions.models import ActionArea, Commitment
from actions.verbs import Verb
from kit.lifecycle import publish, withdraw


def publish_area(area: ActionArea, *, by: User, at: datetime) -> ActionArea:
    """Let the public read an action area. Refuses with InvalidTransition if it is public already."""
    with transaction.atomic():
        publish(area, by=by, at=at)
        record(Verb.PUBLISHED, area, by=by, at=at, programme_id=area.programme_id)
    return area


def withdraw_area(area: ActionArea, *, by: User, at: datetime) -> ActionArea:
    """Take an action area back from the public. Refuses with InvalidTransition if it is not public."""
    with transaction.atomic():
        withdraw(area)
        record(Verb.WITHDRAWN, area, by=by, at=at, programme_id=area.programme_id)
    return area


def publish_commitment(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Let the public read a commitment. Refuses with InvalidTransition if it is public already, or was taken back."""
    refusal = "This is public already, or whoever said it has taken it back."
    with transaction.atomic():
        publish(commitment, among=Commitment.objects.current(), refusal=refusal, by=by, at=at)
        record(Verb.PUBLISHED, commitment, by=by, at=at, programme_id=commitment.programme_id)
    return commitment


def withdraw_commitment(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Take a commitment back from the public. Refuses with InvalidTransition if it is not public."""
    with transaction.atomic():
        withdraw(commitment)
        record(Verb.WITHDRAWN, commitment, by=by, at=at, programme_id=commitment.programme_id)
    return commitment
