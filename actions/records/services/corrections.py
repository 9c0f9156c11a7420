"""What somebody puts right in their record, by their own hand; and what the team makes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.audit import before
from accounts.audit import record as log
from accounts.models import User
from actions.models import Commitment, Correction, PersonalRecord, Proposer, Step
from actions.records.contents import TextSnapshot
from actions.verbs import Verb
from kit.folds import same_person
from kit.lifecycle import swap
from kit.refusals import InvalidTransition, StaleEdit
from kit.stale_edits import CHANGED_SINCE
from stakeholders.models import Person

# Who does a step whose doer can no longer do it.
NOBODY_YET = "Nobody yet"
Kind, Outcome = Correction.Kind, Correction.Outcome


def correct_words(
    personal_record: PersonalRecord,
    subject: Commitment | Step,
    *,
    words: TextSnapshot,
    version: str,
    by: User | None,
    at: datetime,
) -> Correction | None:
    """Keep other words for a commitment or step of somebody's; the public reads them when the team has taken them in.

    The same words twice are one correction, and None is returned. `version` is that of the words which the window
    showed. Refuses with StaleEdit when other words have come since, and with InvalidTransition when it was taken back.
    """
    with transaction.atomic():
        locked = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
        if isinstance(locked, Commitment) and locked.taken_back_at:
            raise InvalidTransition("You have taken this back. Let it stand again first.")
        return _keep(personal_record, Kind.WORDS, locked.what, words, version, by, at, **_of(locked))


def correct_name(
    personal_record: PersonalRecord, *, words: TextSnapshot, version: str, by: User | None, at: datetime
) -> Correction | None:
    """Keep another name for somebody; it stands everywhere when the team has taken it in. Else as `correct_words`."""
    with transaction.atomic():
        personal_record = (
            PersonalRecord.objects.select_for_update(of=("self",)).select_related("person").get(pk=personal_record.pk)
        )
        return _keep(personal_record, Kind.NAME, personal_record.person.name, words, version, by, at)


def _keep(
    personal_record: PersonalRecord,
    kind: str,
    stands: str,
    words: TextSnapshot,
    version: str,
    by: User | None,
    at: datetime,
    **of: Any,
) -> Correction | None:
    asked = Correction.objects.unsettled().filter(kind=kind, **(of or {"record": personal_record})).first()
    now = TextSnapshot(asked.after if asked else stands)
    if words == now:
        return None
    if version != now.version():
        raise StaleEdit(CHANGED_SINCE, now)
    if asked:
        _settle(asked, Outcome.REPLACED, by=by, at=at)
    kept = Correction.objects.create(
        record=personal_record, kind=kind, before=now.text, after=words.text, given_at=at, **of
    )
    _log(kept, by=by, at=at)
    return kept


def take_back(
    personal_record: PersonalRecord, subject: Commitment | Step, *, kind: str, by: User | None, at: datetime
) -> None:
    """Take back what somebody said they would do: nobody but the team reads it from now on. Twice is once.

    A step stays in its plan, which others share, and names nobody. `kind` says whether they never said it, or can no
    longer do it.
    """
    with transaction.atomic():
        locked = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
        if isinstance(locked, Commitment):
            public = {"taken_back_at": at, "published_at": None, "published_by": None}
            gone = Commitment.objects.current().filter(pk=locked.pk).update(**public)
        else:
            gone = Step.objects.filter(pk=locked.pk).exclude(who=NOBODY_YET).update(who=NOBODY_YET, owner=None)
        if not gone:
            return
        for asked in Correction.objects.unsettled().filter(**_of(locked)):
            _settle(asked, Outcome.REPLACED, by=by, at=at)
        _done(personal_record, locked, kind, by, at)


def restore_commitment(
    personal_record: PersonalRecord, commitment: Commitment, *, by: User | None, at: datetime
) -> None:
    """Let a commitment stand again that was taken back. It is public when the team publishes it. Twice is once."""
    with transaction.atomic():
        if Commitment.objects.taken_back().filter(pk=commitment.pk).update(taken_back_at=None):
            _done(personal_record, commitment, Kind.RESTORED, by, at)


def _done(
    personal_record: PersonalRecord, subject: Commitment | Step, kind: str, by: User | None, at: datetime
) -> None:
    """Keep what took effect at once."""
    settled = {"outcome": Outcome.TAKEN_IN, "settled_at": at, "settled_by": by}
    kept = Correction.objects.create(
        record=personal_record, kind=kind, before=subject.what, given_at=at, **_of(subject), **settled
    )
    _log(kept, by=by, at=at)


def _log(kept: Correction, *, by: User | None, at: datetime) -> None:
    """Write that somebody corrected what is told of them; the words themselves are kept with the correction alone."""
    mine, was = kept.record, before(kept, ["before"])
    log(Verb.CORRECTED, mine, by=by, at=at, programme_id=mine.programme_id, kind=str(kept.kind), was=was["before"])


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
            subject = correction.commitment or correction.step
            assert subject is not None
            type(subject)._default_manager.filter(pk=subject.pk).update(what=correction.after)
        log(
            Verb.CORRECTION_SETTLED,
            correction,
            by=by,
            at=at,
            programme_id=correction.record.programme_id,
            outcome=correction.outcome,
        )
    return correction


def _rename(correction: Correction) -> None:
    personal_record, old, new = correction.record, correction.record.person.name, correction.after
    mine = {"person": personal_record.person_id, "public_name": old}
    theirs = Q(area__proposers__person=personal_record.person_id) | Q(
        area__commitments__person=personal_record.person_id
    )
    steps = Step.objects.filter(theirs, area__programme=personal_record.programme_id).values_list("pk", "who")
    Step.objects.filter(pk__in=[pk for pk, who in steps if same_person(who, old)]).update(who=new)
    Commitment.objects.filter(programme=personal_record.programme_id, **mine).update(public_name=new)
    Proposer.objects.filter(area__programme=personal_record.programme_id, **mine).update(public_name=new)
    Person.objects.filter(pk=personal_record.person_id).update(name=new)


def _settle(correction: Correction, outcome: str, *, by: User | None, at: datetime) -> None:
    refusal = "This does not wait any more: they have written again, or somebody was faster."
    settled = {"outcome": outcome, "settled_at": at, "settled_by": by}
    swap(correction, Correction.objects.unsettled(), refusal, **settled)


def _of(subject: Commitment | Step) -> dict[str, Commitment | Step]:
    return {"commitment" if isinstance(subject, Commitment) else "step": subject}
