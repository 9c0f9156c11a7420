"""Setting a consultation up: what it says of itself, and its questions in their order, until somebody has answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.text import slugify

from accounts.audit import before, record
from accounts.models import User
from consultations.asking.models import Consultation, Option, Question, QuestionKind
from consultations.asking.models.question import BY_OPTIONS, DECIDES, LEAST_OPTIONS
from consultations.asking.services import ASKS_NOTHING
from consultations.verbs import Verb
from kit.name_keys import key_of
from kit.refusals import Refused
from kit.windows import Clock
from phases.models import Phase

ANSWERED = "Somebody has begun to answer: what was asked of them stays as it is."
FIELDS = ["title", "introduction", "can_change", "cannot_change", "audience", "phase_id"]
COLUMNS = ["kind", "section", "text", "hint", "is_required", "is_personal", "shown_when"]


@dataclass(frozen=True)
class ConsultationDetails:
    """What a consultation says of itself, and whom it asks."""

    phase: Phase
    title: str
    introduction: str
    can_change: str
    cannot_change: str
    audience: str


@dataclass(frozen=True)
class QuestionDetails:
    """A question with its options in order; `other` asks for words, `none` is chosen alone ("" is none of them).

    One that is `shown_when` an option was chosen is asked of nobody else.
    """

    text: str
    kind: str = QuestionKind.WORDS
    hint: str = ""
    section: str = ""
    is_required: bool = False
    is_personal: bool = False
    options: tuple[str, ...] = ()
    other: str = ""
    none: str = ""
    shown_when: Option | None = None


def add_consultation(details: ConsultationDetails, *, by: User, at: datetime) -> Consultation:
    """Begin a consultation, which asks nothing yet; its address is made of its title."""
    with transaction.atomic():
        phase = Phase.objects.select_for_update(of=("self",)).get(pk=details.phase.pk)
        consultation = Consultation(phase=phase, slug=_free_slug(phase, details.title))
        _take_over(consultation, details)
        consultation.save()
        record(Verb.ADDED, consultation, by=by, at=at, programme_id=phase.programme_id)
    return consultation


def change_consultation(
    consultation: Consultation, details: ConsultationDetails, *, by: User, at: datetime
) -> Consultation:
    """Change what a consultation says of itself; its address stays.

    Refuses to ask others, or in another phase, once it has begun.
    """
    with transaction.atomic():
        stored = _hold(consultation)
        was = before(stored, FIELDS)
        if stored.clock(at) != Clock.UPCOMING:
            if stored.audience != details.audience:
                raise Refused("It has begun: whom it asks stays as it is.", field="audience")
            if stored.phase_id != details.phase.pk:
                raise Refused("It has begun: it stays in its phase.", field="phase")
        _take_over(stored, details)
        stored.save()
        record(Verb.CHANGED, stored, by=by, at=at, programme_id=stored.phase.programme_id, was=was)
    return stored


def add_question(consultation: Consultation, details: QuestionDetails, *, by: User, at: datetime) -> Question:
    """Ask one question more, after the others. Refuses options that do not fit its kind, and any once answered."""
    with transaction.atomic():
        stored = _hold(consultation)
        _refuse_answered(stored)
        last = stored.questions.aggregate(last=models.Max("position"))["last"] or 0
        question = Question(consultation=stored, position=last + 1)
        _write(question, details)
        record(Verb.QUESTION_ADDED, stored, by=by, at=at, programme_id=stored.phase.programme_id, question=question.pk)
    return question


def change_question(question: Question, details: QuestionDetails, *, by: User, at: datetime) -> Question:
    """Ask a question otherwise. Refuses options that do not fit its kind, and any change once somebody has answered."""
    with transaction.atomic():
        consultation = _hold(question.consultation)
        _refuse_answered(consultation)
        was = before(question, COLUMNS)
        _write(question, details)
        programme = consultation.phase.programme_id
        record(Verb.QUESTION_CHANGED, consultation, by=by, at=at, programme_id=programme, question=question.pk, was=was)
    return question


def move_question(question: Question, *, by_places: int, by: User, at: datetime) -> Question:
    """Move a question one place up (-1) or down (1) among the others; at the end of them it stays where it is.

    Refuses to put one before the question on whose answer it depends.
    """
    with transaction.atomic():
        consultation = _hold(question.consultation)
        _refuse_answered(consultation)
        order = list(consultation.questions.select_related("shown_when").order_by("position"))
        here = order.index(question)
        there = here + by_places
        if 0 <= there < len(order):
            order.insert(there, order.pop(here))
            _refuse_disorder(order)
            _number(order)
            programme = consultation.phase.programme_id
            record(Verb.QUESTION_MOVED, consultation, by=by, at=at, programme_id=programme, question=question.pk)
    return question


def remove_question(question: Question, *, by: User, at: datetime) -> None:
    """Ask a question no more.

    Refuses once somebody has answered, the last one of what opens by the clock, and one on which another depends.
    """
    with transaction.atomic():
        consultation = _hold(question.consultation)
        _refuse_answered(consultation)
        asked = consultation.questions.asked().exclude(pk=question.pk)
        if consultation.starts_at is not None and not asked.exists():
            raise Refused(ASKS_NOTHING)
        if (depends := Question.objects.filter(shown_when__question=question).first()) is not None:
            raise Refused(f"“{depends}” depends on it: change that first.")
        programme, key = consultation.phase.programme_id, question.pk
        question.delete()
        _number(list(consultation.questions.order_by("position")))
        record(Verb.QUESTION_REMOVED, consultation, by=by, at=at, programme_id=programme, question=key)


def _hold(consultation: Consultation) -> Consultation:
    """Return a consultation as it stands, locked: of two who change its questions, one waits for the other."""
    return Consultation.objects.select_for_update(of=("self",)).select_related("phase").get(pk=consultation.pk)


def _refuse_answered(consultation: Consultation) -> None:
    if consultation.is_answered():
        raise Refused(ANSWERED)


def _take_over(consultation: Consultation, details: ConsultationDetails) -> None:
    consultation.phase, consultation.title, consultation.audience = details.phase, details.title, details.audience
    consultation.introduction = details.introduction
    consultation.can_change, consultation.cannot_change = details.can_change, details.cannot_change


def _free_slug(phase: Phase, title: str) -> str:
    """Return an address that no other consultation of the programme has."""
    begun = slugify(title)[:70].strip("-") or "consultation"
    taken = set(Consultation.objects.filter(phase__programme=phase.programme_id).values_list("slug", flat=True))
    numbered = (f"{begun}-{number}" for number in range(2, len(taken) + 3))
    return begun if begun not in taken else next(each for each in numbered if each not in taken)


def _write(question: Question, details: QuestionDetails) -> None:
    """Store a question with its options. Refuses options that do not fit."""
    _check(details)
    for name in COLUMNS:
        setattr(question, name, getattr(details, name))
    _check_condition(question, details.shown_when)
    question.save()
    texts = details.options if details.kind in BY_OPTIONS else ()
    wanted = [Option(question=question, text=text) for text in texts]
    if details.other:
        wanted.append(Option(question=question, text=details.other, is_other=True))
    if details.none:
        wanted.append(Option(question=question, text=details.none, excludes=True))
    _write_options(question, wanted)


def _write_options(question: Question, wanted: list[Option]) -> None:
    """Have a question these options in this order; one whose words stay is the same row, since others may depend on it.

    Refuses to leave out one on which another question depends, or to leave such a question without options.
    """
    stand = {key_of(each.text): each for each in question.options.all()}
    by_key = {key_of(each.text): each for each in wanted}
    gone = [each for key, each in stand.items() if key not in by_key]
    shows = [*gone] if question.kind in DECIDES else [*stand.values()]
    if (depends := Question.objects.filter(shown_when__in=shows).select_related("shown_when").first()) is not None:
        raise Refused(f"“{depends}” depends on “{depends.shown_when}”: change that first.", field="options")
    question.options.filter(pk__in=[each.pk for each in gone]).delete()
    # On the way none has the place of another.
    question.options.update(position=models.F("position") + 10_000)
    for place, (key, option) in enumerate(by_key.items(), start=1):
        if (earlier := stand.get(key)) is not None:
            option.pk = earlier.pk
        option.position = place
        option.save()


def _check_condition(question: Question, shown_when: Option | None) -> None:
    """Refuse to ask a question on a condition of which it cannot be said when it is asked whether it holds."""
    if shown_when is None:
        return
    source = shown_when.question
    earlier = source.consultation_id == question.consultation_id and source.position < question.position
    if not earlier or source.kind not in DECIDES or source.shown_when_id is not None:
        raise Refused("Choose an answer to an earlier question that everybody is asked.", field="shown_when")
    if question.pk and Question.objects.filter(shown_when__question=question).exists():
        raise Refused("Other questions depend on this one: it is asked of everybody.", field="shown_when")


def _refuse_disorder(order: list[Question]) -> None:
    places = {each.pk: place for place, each in enumerate(order)}
    for place, each in enumerate(order):
        if each.shown_when is not None and places[each.shown_when.question_id] > place:
            raise Refused(f"“{each}” depends on an earlier question: it stays after it.")


def _check(details: QuestionDetails) -> None:
    kind, texts = details.kind, [each for each in (*details.options, details.other, details.none) if each]
    if kind in BY_OPTIONS and len(details.options) < LEAST_OPTIONS:
        raise Refused("Write at least two options, each on a line of its own.", field="options")
    if kind not in BY_OPTIONS and texts:
        raise Refused("Options are for questions that are answered by choosing: empty the box.", field="options")
    keys = [key_of(each) for each in texts]
    if twice := next((each for each in texts if keys.count(key_of(each)) > 1), None):
        raise Refused(f"“{twice}” is there twice: each option is told apart by its words.", field="options")
    if kind in (QuestionKind.SCALE, QuestionKind.RANKING) and (details.other or details.none):
        raise Refused("On a scale and in an order every option has its place: leave this empty.", field="other")
    if details.none and kind != QuestionKind.SEVERAL:
        raise Refused("Only where several may be chosen can one of them be chosen alone.", field="none")
    if kind == QuestionKind.STATEMENT and (details.is_required or details.is_personal):
        raise Refused("It tells something and asks nothing: nobody can answer it.", field="is_required")


def _number(questions: list[Question]) -> None:
    """Give questions the numbers 1, 2, 3 in this order; on the way none has the number of another."""
    for place, question in enumerate(questions, start=1):
        Question.objects.filter(pk=question.pk).update(position=10_000 + place)
    for place, question in enumerate(questions, start=1):
        Question.objects.filter(pk=question.pk).update(position=place)
        question.position = place
