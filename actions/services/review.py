"""Review: what the public reads of an answer, if anything."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from actions.models import Factor, FactorKind, ProgressUpdate
from actions.services.factors import factor_called
from kit.lifecycle import move
from kit.refusals import InvalidTransition


def review_update(
    update: ProgressUpdate,
    *,
    publish: bool,
    headline: str,
    happened: str,
    helped: str,
    hindered: str,
    factors: Iterable[Factor],
    redaction_reason: str,
    new_helped: str = "",
    new_hindered: str = "",
    as_seen: str | None = None,
    by: User,
    at: datetime,
) -> ProgressUpdate:
    """Publish an answer in the words given, or keep it unpublished. An earlier published version gives way to it.

    `new_helped` and `new_hindered` name factors that nobody has used yet. `as_seen` is the `review_state` that the
    reviewer looked at. Refuses with InvalidTransition when a later answer has replaced this one, somebody else has
    reviewed it meanwhile, or it would be published without a word.
    """
    programme_id = update.area.programme_id
    to = ProgressUpdate.Status.PUBLISHED if publish else ProgressUpdate.Status.KEPT
    with transaction.atomic():
        locked = ProgressUpdate.objects.select_for_update().get(pk=update.pk)
        if as_seen is not None and as_seen != locked.review_state:
            raise InvalidTransition("Somebody else has reviewed this, or a later answer has come, since you opened it.")
        if publish and not (headline and happened):
            raise InvalidTransition("To publish, give the line for the public and what has happened.")
        if publish:
            earlier = ProgressUpdate.objects.filter(follow_up=update.follow_up_id, version__lt=update.version)
            earlier.update(status=ProgressUpdate.Status.REPLACED)
        # A review may be put right: from published to published as well.
        if locked.status == to:
            ProgressUpdate.objects.filter(pk=update.pk).update(status=ProgressUpdate.Status.KEPT)
        words = {
            "headline": headline,
            "published_happened": happened,
            "published_helped": helped,
            "published_hindered": hindered,
            "redaction_reason": redaction_reason,
        }
        move(update, to=to, reviewed_at=at, reviewed_by=by, **words)
        chosen = {*factors}
        for kind, name in ((FactorKind.HELPED, new_helped), (FactorKind.HINDERED, new_hindered)):
            if name:
                chosen.add(factor_called(name, kind=kind, programme=update.area.programme, by=by, at=at))
        update.factors.set(chosen)
        record(
            "published" if publish else "kept",
            update,
            by=by,
            at=at,
            programme_id=programme_id,
            factors=len(chosen),
        )
    return update
