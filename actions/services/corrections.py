"""What somebody puts right in their record, by their own hand; and what the team makes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.audit import record as log
from accounts.models import User
from actions.models import Commitment, Correction, PersonalRecord, Proposer, Step
from actions.records import OneText
from actions.services.areas import WrittenMeanwhile
from kit.refusals import InvalidTransition
from stakeholders.models import Person

# Who does a step whose doer can no longer do it.
NOBODY_YET = "Nobody yet"
Kind, Outcome = Correction.Kind, Correction.Outcome


def correct_words(
    row: PersonalRecord, thing: Commitment | Step, *, words: OneText, version: str, by: User | None, at: datetime
) -> Correction | None:
    """Keep other words for a commitment or step of somebody's; the public reads them when the team has taken them in.

    The same words twice are one correction, and None is returned. `version` is that of the words which the window
    showed. Raises WrittenMeanwhile when other words have come since, and InvalidTransition when it was taken back.
    """
    with transaction.atomic():
        locked = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
        if isinstance(locked, Commitment) and locked.withdrawn_at:
            raise InvalidTransition("You have taken this back. Let it stand again first.")
        return _keep(row, Kind.WORDS, locked.what, words, version, by, at, **_of(locked))


def correct_name(
    row: PersonalRecord, *, words: OneText, version: str, by: User | None, at: datetime
) -> Correction | None:
    """Keep another name for somebody; it stands everywhere when the team has taken it in. Else as `correct_words`."""
    with transaction.atomic():
        row = PersonalRecord.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
        return _keep(row, Kind.NAME, row.person.name, words, version, by, at)


def _keep(
    row: PersonalRecord,
    kind: str,
    stands: str,
    words: OneText,
    version: str,
    by: User | None,
    at: datetime,
    **of: Any,
) -> Correction | None:
    asked = Correction.objects.waiting().filter(kind=kind, **(of or {"record": row})).first()
    now = OneText(asked.after if asked else stands)
    if words == now:
        return None
    if version != now.version():
        raise WrittenMeanwhile(now)
    if asked:
        _settle(asked, Outcome.REPLACED, by=by, at=at)
    kept = Correction.objects.create(record=row, kind=kind, before=now.text, after=words.text, given_at=at, **of)
    log("corrected", row, by=by, at=at, programme_id=row.programme_id, kind=str(kind))
    return kept


def take_back(row: PersonalRecord, thing: Commitment | Step, *, kind: str, by: User | None, at: datetime) -> None:
    """Take back what somebody said they would do: nobody but the team reads it from now on. Twice is once.

    A step stays in its plan, which others share, and names nobody. `kind` says whether they never said it, or can no
    longer do it.
    """
    with transaction.atomic():
        locked = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
        if isinstance(locked, Commitment):
            public = {"withdrawn_at": at, "published_at": None, "published_by": None}
            gone = Commitment.objects.standing().filter(pk=locked.pk).update(**public)
        else:
            gone = Step.objects.filter(pk=locked.pk).exclude(who=NOBODY_YET).update(who=NOBODY_YET)
        if not gone:
            return
        for asked in Correction.objects.waiting().filter(**_of(locked)):
            _settle(asked, Outcome.REPLACED, by=by, at=at)
        _done(row, locked, kind, by, at)


def put_back(row: PersonalRecord, commitment: Commitment, *, by: User | None, at: datetime) -> None:
    """Let a commitment stand again that was taken back. It is public when the team publishes it. Twice is once."""
    with transaction.atomic():
        if Commitment.objects.filter(pk=commitment.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
            _done(row, commitment, Kind.STANDS, by, at)


def _done(row: PersonalRecord, thing: Commitment | Step, kind: str, by: User | None, at: datetime) -> None:
    """Keep what took effect at once."""
    settled = {"outcome": Outcome.TAKEN_IN, "settled_at": at, "settled_by": by}
    Correction.objects.create(record=row, kind=kind, before=thing.what, given_at=at, **_of(thing), **settled)
    log("corrected", row, by=by, at=at, programme_id=row.programme_id, kind=str(kind))


def settle_correction(correction: Correction, *, take_in: bool, by: User, at: datetime) -> Correction:
    """Let somebody's new words stand, or leave it as it was. Refuses with InvalidTransition if they do not wait any
    more.

    A name is put right wherever the programme reads the old one: of the person, their commitments, areas and steps.
    """
    with transaction.atomic():
        _settle(correction, Outcome.TAKEN_IN if take_in else Outcome.LEFT, by=by, at=at)
        if take_in and correction.kind == Kind.NAME:
            _rename(correction)
        elif take_in:
            thing = correction.commitment or correction.step
            assert thing is not None
            type(thing)._default_manager.filter(pk=thing.pk).update(what=correction.after)
        log(
            "settled", correction, by=by, at=at, programme_id=correction.record.programme_id, outcome=correction.outcome
        )
    return correction


def _rename(correction: Correction) -> None:
    row, old, new = correction.record, correction.record.person.name, correction.after
    mine = {"person": row.person_id, "public_name": old}
    theirs = Q(area__proposers__person=row.person_id) | Q(area__commitments__person=row.person_id)
    steps = Step.objects.filter(theirs, area__programme=row.programme_id, who__iexact=old)
    Step.objects.filter(pk__in=list(steps.values_list("pk", flat=True))).update(who=new)
    Commitment.objects.filter(programme=row.programme_id, **mine).update(public_name=new)
    Proposer.objects.filter(area__programme=row.programme_id, **mine).update(public_name=new)
    Person.objects.filter(pk=row.person_id).update(name=new)


def _settle(correction: Correction, outcome: str, *, by: User | None, at: datetime) -> None:
    settled = {"outcome": outcome, "settled_at": at, "settled_by": by}
    if not Correction.objects.waiting().filter(pk=correction.pk).update(**settled):
        raise InvalidTransition("This does not wait any more: they have written again, or somebody was faster.")
    correction.outcome, correction.settled_at, correction.settled_by = outcome, at, by


def _of(thing: Commitment | Step) -> dict[str, Commitment | Step]:
    return {"commitment" if isinstance(thing, Commitment) else "step": thing}
