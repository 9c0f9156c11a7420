"""Publishing a programme, and moving its target without hiding that it moved."""

from datetime import date, datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from programmes.lifecycle import WrongState
from programmes.models import Programme, TargetRevision


def publish_programme(programme: Programme, *, by: User, at: datetime) -> Programme:
    """Let the public read the programme. Raises WrongState when it is public already."""
    with transaction.atomic():
        published = Programme.objects.filter(pk=programme.pk, published_at__isnull=True).update(
            published_at=at, published_by=by
        )
        if not published:
            raise WrongState("This programme is public already.")
        record("published", programme, by=by, at=at, programme_id=programme.pk)
    programme.refresh_from_db(fields=["published_at", "published_by"])
    return programme


def revise_target(
    programme: Programme, *, new_target_on: date | None, reason: str, by: User, at: datetime
) -> TargetRevision:
    """Move the date by which the programme means to be complete; the old date and the reason are kept and shown.

    Raises ValueError without a reason or when the date stays the same, and WrongState when somebody moved it meanwhile.
    """
    old_target_on = programme.target_on
    if not reason.strip():
        raise ValueError("Say why the target changes.")
    if new_target_on == old_target_on:
        raise ValueError("That is the target already.")
    with transaction.atomic():
        moved = Programme.objects.filter(pk=programme.pk, target_on=old_target_on).update(target_on=new_target_on)
        if not moved:
            raise WrongState("Somebody else has changed the target meanwhile.")
        revision = TargetRevision.objects.create(
            programme=programme,
            old_target_on=old_target_on,
            new_target_on=new_target_on,
            reason=reason,
            revised_at=at,
            revised_by=by,
        )
        record("target_revised", revision, by=by, at=at, programme_id=programme.pk)
    programme.target_on = new_target_on
    return revision
