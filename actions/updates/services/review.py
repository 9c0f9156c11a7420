"""Review: what the public reads of an answer, if anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from actions.models import Factor, FactorKind, ProgressUpdate
from actions.updates.services.factors import find_or_add_factor
from actions.verbs import Verb
from kit.lifecycle import move
from kit.refusals import InvalidTransition, Refused
from programmes.models import Doing
from programmes.quiet_periods.checks import refuse_if_quiet


@dataclass(frozen=True)
class Review:
    """The words of an answer for the public, the reason where they were changed, and the factors it is coded to.

    `new_helped` and `new_hindered` name factors that nobody has used yet.
    """

    headline: str = ""
    happened: str = ""
    helped: str = ""
    hindered: str = ""
    redaction_reason: str = ""
    factors: Sequence[Factor] = ()
    new_helped: str = ""
    new_hindered: str = ""


def review_update(
    update: ProgressUpdate, *, publish: bool, review: Review, version: str | None = None, by: User, at: datetime
) -> ProgressUpdate:
    """Publish an answer in the words given, or keep it unpublished. An earlier published version gives way to it.

    `version` is the `review_version` that the reviewer looked at. Refuses with InvalidTransition when a later answer
    has replaced this one, or somebody else has reviewed it meanwhile, and what would be published without a word.
    """
    to = ProgressUpdate.Status.PUBLISHED if publish else ProgressUpdate.Status.KEPT
    with transaction.atomic():
        if publish:
            refuse_if_quiet(update.area.programme_id, Doing.PUBLISHING, at=at)
        locked = ProgressUpdate.objects.select_for_update().get(pk=update.pk)
        if version is not None and version != locked.review_version:
            raise InvalidTransition("Somebody else has reviewed this, or a later answer has come, since you opened it.")
        if publish and not (review.headline and review.happened):
            raise Refused("To publish, give the line for the public and what has happened.")
        if publish:
            earlier = ProgressUpdate.objects.filter(follow_up=update.follow_up_id, version__lt=update.version)
            earlier.update(status=ProgressUpdate.Status.REPLACED)
        # A review may be put right: from published to published as well.
        if locked.status == to:
            ProgressUpdate.objects.filter(pk=update.pk).update(status=ProgressUpdate.Status.KEPT)
        move(
            update,
            to=to,
            reviewed_at=at,
            reviewed_by=by,
            headline=review.headline,
            published_happened=review.happened,
            published_helped=review.helped,
            published_hindered=review.hindered,
            redaction_reason=review.redaction_reason,
        )
        chosen = {*review.factors}
        for kind, name in ((FactorKind.HELPED, review.new_helped), (FactorKind.HINDERED, review.new_hindered)):
            if name:
                chosen.add(find_or_add_factor(name, kind=kind, programme=update.area.programme, by=by, at=at))
        update.factors.set(chosen)
        verb, programme_id = Verb.PUBLISHED if publish else Verb.KEPT_UNPUBLISHED, update.area.programme_id
        record(verb, update, by=by, at=at, programme_id=programme_id, factors=len(chosen))
    return update
