"""The questions of a consultation by page, and what somebody has answered so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consultations.asking.models import Feedback, FeedbackAnswer, Question
from kit.fingerprints import fingerprint_of


def pages_of(questions: Iterable[Question]) -> list[list[Question]]:
    """Return questions by page: one begins with each section, and where a question depends on one of the same page."""
    pages: list[list[Question]] = []
    for each in questions:
        here = {question.pk for question in pages[-1]} if pages else set()
        depends = each.shown_when.question_id if each.shown_when else None
        if not pages or each.section or depends in here:
            pages.append([])
        pages[-1].append(each)
    return pages


@dataclass(frozen=True)
class Sheet:
    """The pages of a consultation with the answers of one draft; pages are numbered from 1."""

    pages: list[list[Question]]
    answers: dict[int | None, FeedbackAnswer]
    chosen: frozenset[int]

    @classmethod
    def of(cls, feedback: Feedback) -> Sheet:
        """Return how a draft stands. Four queries."""
        assert feedback.consultation is not None
        answers = {each.question_id: each for each in feedback.answers.prefetch_related("choices")}
        chosen = frozenset(choice.option_id for each in answers.values() for choice in each.choices.all())
        return cls(pages_of(feedback.consultation.questions.in_order()), answers, chosen)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.pages)

    def asked_on(self, number: int) -> list[Question]:
        """Return what this person is asked on a page; nothing where there is no such page."""
        page = self.pages[number - 1] if 0 < number <= self.count else []
        return [each for each in page if each.shown_when_id is None or each.shown_when_id in self.chosen]

    def after(self, number: int) -> int | None:
        """Return the next page on which this person is asked something, None after the last."""
        return next((each for each in range(number + 1, self.count + 1) if self.asked_on(each)), None)

    def before(self, number: int) -> int | None:
        """Return the page before on which this person is asked something, None before the first."""
        return next((each for each in range(number - 1, 0, -1) if self.asked_on(each)), None)

    @property
    def asked(self) -> list[tuple[int, Question, FeedbackAnswer | None]]:
        """All that this person is asked and can answer, each with its page and its answer."""
        return [
            (number, question, self.answers.get(question.pk))
            for number in range(1, self.count + 1)
            for question in self.asked_on(number)
            if question.is_asked
        ]

    @property
    def goes_on_at(self) -> int | None:
        """The page to go on at: the first on which something is needed, or nothing is answered; None for none."""
        for number in range(1, self.count + 1):
            asked = [each for each in self.asked_on(number) if each.is_asked]
            lacks_one = any(each.is_required and each.pk not in self.answers for each in asked)
            if lacks_one or (asked and not any(each.pk in self.answers for each in asked)):
                return number
        return None


def version_of(feedback: Feedback) -> str:
    """Return what changes when anything does of what somebody reads through before they send it."""
    words = dict(feedback.answers.values_list("question_id", "text"))
    who = [feedback.voice, feedback.voice_of, feedback.publication, feedback.signed, feedback.groups_told]
    groups = sorted(feedback.described_by.values_list("pk", flat=True))
    return fingerprint_of({"who": who, "groups": groups, "answers": sorted(words.items())})
