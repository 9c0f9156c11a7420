"""Making action areas and commitments public, and taking them back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import record
from accounts.models import User
from actions.models import ActionArea, Commitment
from actions.verbs import Verb
from kit.refusals import InvalidTransition


def publish_area(area: ActionArea, *, by: User, at: datetime) -> ActionArea:
    """Let the public read an action area. Refuses with InvalidTransition if it is public already."""
    if not _publish(area, ActionArea.objects.all(), by=by, at=at):
        raise InvalidTransition("This is published already.")
    return area


def withdraw_area(area: ActionArea, *, by: User, at: datetime) -> ActionArea:
    """Take an action area back from the public. Refuses with InvalidTransition if it is not public."""
    _withdraw(area, by=by, at=at)
    return area


def publish_commitment(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Let the public read a commitment. Refuses with InvalidTransition if it is public already, or was taken back."""
    if not _publish(commitment, Commitment.objects.current(), by=by, at=at):
        raise InvalidTransition("This is published already, or whoever said it has taken it back.")
    return commitment


def withdraw_commitment(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Take a commitment back from the public. Refuses with InvalidTransition if it is not public."""
    _withdraw(commitment, by=by, at=at)
    return commitment


def _publish(obj: ActionArea | Commitment, among: QuerySet[Any], *, by: User, at: datetime) -> bool:
    with transaction.atomic():
        if not among.filter(pk=obj.pk, published_at=None).update(published_at=at, published_by=by):
            return False
        record(Verb.PUBLISHED, obj, by=by, at=at, programme_id=obj.programme_id)
    obj.published_at, obj.published_by = at, by
    return True


def _withdraw(obj: ActionArea | Commitment, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        public = type(obj).objects.filter(pk=obj.pk, published_at__isnull=False)
        if not public.update(published_at=None, published_by=None):
            raise InvalidTransition("This is not published.")
        record(Verb.WITHDRAWN, obj, by=by, at=at, programme_id=obj.programme_id)
    obj.published_at, obj.published_by = None, None
