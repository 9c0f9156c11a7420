"""What is asked about equality, opened, answered and closed: answers become counts, nothing is kept of who gave them.

Whatever writes answers locks the questionnaire first: of two who answer at once one waits, and each is counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import changes, record
from accounts.models import User
from kit.lifecycle import swap
from kit.refusals import InvalidTransition, Refused
from privacy.equality.models import AnswerCount, AskedQuestion, Occasion, PendingAnswers, Questionnaire
from privacy.equality.pool import Pool
from privacy.equality.wordings import wordings
from privacy.verbs import Verb
from programmes.models import Document, Doing, Programme
from programmes.quiet_periods.checks import refuse_if_quiet

CLOSED = "These questions are closed. Nothing was counted."
TAKES_ANSWERS = "People are being asked already. Close the questions first; then others can be asked."


@dataclass(frozen=True)
class Plan:
    """What is to be asked, on what basis, and until which day about. What is not known yet is empty."""

    wording_keys: tuple[str, ...]
    close_on: date
    lawful_basis: str = ""
    condition: str = ""
    policy_document: Document | None = None


def plan_questionnaire(
    programme: Programme, *, occasion: Occasion, plan: Plan, by: User, at: datetime
) -> Questionnaire:
    """Keep what a programme means to ask after an occasion; nobody is asked before it is opened.

    Refuses a plan without questions, questions that are not known, another programme's document, and, as
    InvalidTransition, while people are being asked.
    """
    _refuse_plan(programme, plan)
    values = {
        "lawful_basis": plan.lawful_basis.strip(),
        "condition": plan.condition.strip(),
        "policy_document": plan.policy_document,
        "close_on": plan.close_on,
    }
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        # Whoever opens it at the same moment waits, or is waited for.
        waiting = programme.questionnaires.select_for_update().filter(occasion=occasion, closed_at__isnull=True)
        stored = waiting.first()
        if stored is not None and stored.opened_at is not None:
            raise InvalidTransition(TAKES_ANSWERS)
        if stored is None:
            stored = Questionnaire.objects.create(programme=programme, occasion=occasion, **values)
            record(Verb.ADDED, stored, by=by, at=at, programme_id=programme.pk, questions=len(plan.wording_keys))
        else:
            details = changes(stored, values)
            for name, value in values.items():
                setattr(stored, name, value)
            stored.save(update_fields=[*values])
            record(Verb.CHANGED, stored, by=by, at=at, programme_id=programme.pk, **details)
            stored.questions.all().delete()
        AskedQuestion.objects.bulk_create(
            AskedQuestion(questionnaire=stored, wording_key=key, position=position)
            for position, key in enumerate(plan.wording_keys, start=1)
        )
    return stored


def open_questionnaire(questionnaire: Questionnaire, *, by: User, at: datetime) -> Questionnaire:
    """Ask people, from now on. Waits in a quiet period.

    Refuses while lawful basis, condition or policy is missing, with a last day that is past, and (InvalidTransition)
    what was opened before.
    """
    with transaction.atomic():
        stored = _locked(questionnaire)
        if stored.opened_at is not None:
            raise InvalidTransition("These questions were opened before.")
        if stored.lacking:
            raise Refused(
                f"Nobody can be asked yet. To be named before: {', '.join(stored.lacking)}. The law asks for it before "
                "the first answer."
            )
        if stored.close_on < timezone.localdate(at):
            raise Refused("Its last day is past. Choose a later one, then open it.")
        refuse_if_quiet(stored.programme_id, Doing.OPENING, at=at)
        unopened = Questionnaire.objects.filter(opened_at__isnull=True)
        swap(questionnaire, unopened, "These questions were opened before.", opened_at=at, opened_by=by)
        for question in stored.questions.order_by("position"):
            AnswerCount.objects.bulk_create(
                AnswerCount(question=question, code=code) for code in question.wording.codes
            )
        _let_wait(stored, {})
        record(Verb.OPENED, questionnaire, by=by, at=at, programme_id=stored.programme_id)
    return questionnaire


def take_answers(questionnaire: Questionnaire, *, answers: Mapping[int, str], by: Any, at: datetime) -> None:
    """Count what somebody answered, by the key of each question; what they left out is not counted.

    Nothing is kept of who it was, when, or of what belongs together; the log has no entry, and no public page is drawn
    anew. Refuses (InvalidTransition) when the questions are closed.
    """
    with transaction.atomic():
        stored = _locked(questionnaire)
        if not stored.is_open:
            raise InvalidTransition(CLOSED)
        _let_wait(stored, {pk: {code: 1} for pk, code in answers.items()})


def count_paper(question: AskedQuestion, *, counts: Mapping[str, int], by: User, at: datetime) -> None:
    """Count how often each answer to one question stood on paper: that waits with what came otherwise.

    The log says how many there were in all. Refuses nothing at all, and (InvalidTransition) when the questions are
    closed.
    """
    given = sum(counts.values())
    if not given:
        raise Refused("Enter how many people gave which answer. Nothing was counted.")
    with transaction.atomic():
        stored = _locked(question.questionnaire)
        if not stored.is_open:
            raise InvalidTransition(CLOSED)
        _let_wait(stored, {question.pk: counts})
        record(Verb.PAPER_COUNTED, question, by=by, at=at, programme_id=stored.programme_id, answers=given)


def close_questionnaire(questionnaire: Questionnaire, *, by: User, at: datetime) -> Questionnaire:
    """Ask nobody any more, and count what still waits. Refuses (InvalidTransition) what is not open."""
    with transaction.atomic():
        stored = _locked(questionnaire)
        swap(questionnaire, Questionnaire.objects.open(), "These questions are not open.", closed_at=at, closed_by=by)
        for question in stored.questions.select_related("pending").order_by("position"):
            _add(question, _pool(question).close())
        PendingAnswers.objects.filter(question__questionnaire=stored).delete()
        record(Verb.CLOSED, questionnaire, by=by, at=at, programme_id=stored.programme_id)
    return questionnaire


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)


def _let_wait(questionnaire: Questionnaire, counts: Mapping[int, Mapping[str, int]]) -> None:
    """Let answers wait, and fold those to a question in where enough do.

    What waits of the other questions is sealed anew too: nothing tells which were left out.
    """
    sealed = []
    for question in questionnaire.questions.select_related("pending").order_by("position"):
        pool, given = _pool(question), counts.get(question.pk, {})
        pool.add([given.get(code, 0) for code in question.wording.codes])
        _add(question, pool.fold())
        sealed.append(PendingAnswers(question=question, sealed=pool.sealed(question.pk)))
    # None is there after a restore.
    PendingAnswers.objects.bulk_create(
        sealed, update_conflicts=True, unique_fields=["question"], update_fields=["sealed"]
    )


def _pool(question: AskedQuestion) -> Pool:
    stored = bytes(question.pending.sealed) if hasattr(question, "pending") else None
    return Pool.unsealed(stored, question.pk, len(question.wording.codes))


def _add(question: AskedQuestion, counts: Iterable[int]) -> None:
    """Add to the totals of a question, to all of them, so that none is written alone."""
    folded = list(counts)
    for code, people in zip(question.wording.codes, folded if any(folded) else (), strict=False):
        AnswerCount.objects.filter(question=question, code=code).update(people=F("people") + people)


def _refuse_plan(programme: Programme, plan: Plan) -> None:
    if not plan.wording_keys:
        raise Refused("Choose at least one question.", field="questions")
    if set(plan.wording_keys) - wordings().keys():
        raise Refused("Choose among these questions.", field="questions")
    if plan.policy_document and plan.policy_document.programme_id != programme.pk:
        raise Refused("Choose one of the documents given here.", field="policy_document")
