"""What is said to one question, whatever its kind: in words, and what is counted of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consultations.asking.models import Choice, Feedback, FeedbackAnswer, Question, QuestionKind
from kit.days import day
from kit.refusals import Refused

DECLINED = "Prefers not to say"
NOTHING_SAID = "Answer at least one of the questions."
LACKS_ONE = "One question still needs an answer before you can send this."


@dataclass(frozen=True)
class Said:
    """One answer: `text` is all of it in words; `options` are keys, in a ranking the first choice first."""

    text: str = ""
    options: tuple[int, ...] = ()
    is_ranked: bool = False
    number: Decimal | None = None
    day: date | None = None
    declined: bool = False


def in_words(text: str) -> Said:
    """Return what was said in somebody's own words; nothing where there are none."""
    return Said(text if text.strip() else "")


def of_number(number: Decimal | None) -> Said:
    """Return a number that was given."""
    return Said() if number is None else Said(f"{number.normalize():f}", number=number)


def of_day(on: date | None) -> Said:
    """Return a day that was given."""
    return Said() if on is None else Said(day(on), day=on)


def declined() -> Said:
    """Return that somebody prefers not to say."""
    return Said(DECLINED, declined=True)


def of_options(question: Question, chosen: Iterable[int], other: str = "") -> Said:
    """Return the options that were chosen, with what `other` of them is; of a ranking, in the order that was given.

    Options are put in the order of the question otherwise, so that the same choice is always the same words.
    """
    options = {each.pk: each for each in question.options.all()}
    keys = list(chosen)
    is_ranked = question.kind == QuestionKind.RANKING
    if is_ranked:
        lines = [f"{rank}. {options[key].text}" for rank, key in enumerate(keys, start=1)]
    else:
        keys = [key for key in options if key in set(keys)]
        lines = [
            f"{options[key].text}: {other}" if options[key].is_other and other else options[key].text for key in keys
        ]
    return Said("\n".join(lines), tuple(keys), is_ranked)


def settle_answers(feedback: Feedback) -> None:
    """Leave out, as a draft is sent, what this person is not asked after all.

    Refuses with a sentence where nothing is said, or what everybody is asked for lacks an answer.
    """
    assert feedback.consultation is not None
    asked = feedback.consultation.questions.asked_of(feedback)
    FeedbackAnswer.objects.filter(
        pk__in=list(feedback.answers.exclude(question__in=asked).values_list("pk", flat=True))
    ).delete()
    answered = set(feedback.answers.values_list("question_id", flat=True))
    if not answered:
        raise Refused(NOTHING_SAID)
    if asked.filter(is_required=True).exclude(pk__in=answered).exists():
        raise Refused(LACKS_ONE)


def write_answers(feedback: Feedback, answers: Mapping[int, Said]) -> None:
    """Store the answers of a draft by question, in place of those that it had to them; an empty one is none."""
    feedback.answers.filter(question__in=answers).delete()
    rows = [
        FeedbackAnswer(
            feedback=feedback,
            question_id=question,
            text=said.text,
            number=said.number,
            day=said.day,
            declined=said.declined,
        )
        for question, said in answers.items()
        if said.text
    ]
    FeedbackAnswer.objects.bulk_create(rows)
    Choice.objects.bulk_create(
        Choice(answer=row, option_id=option, rank=place if said.is_ranked else None)
        for row, said in ((row, answers[row.question_id or 0]) for row in rows)
        for place, option in enumerate(said.options, start=1)
    )
