"""What came of questions about equality, as that may be shown, beside the population, with who is missing.

All is worked out from what is shown: who is missing tells no more than the figures do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from kit.disclosure.rounding import NOT_BROKEN_DOWN, Breakdown, broken_down, meant
from privacy.equality.models import AskedQuestion, FigureEdition


class Beside(TextChoices):
    """How a figure stands beside the population's share."""

    FEWER = "fewer", "Fewer than in the population"
    MORE = "more", "More than in the population"
    SAME = "same", "No clear difference"
    UNKNOWN = "", ""


@dataclass(frozen=True)
class Line:
    """One answer: how many gave it as that may be shown, the population's share, and how the two compare."""

    label: str
    shown: str
    per_cent: Decimal | None
    beside: Beside


@dataclass(frozen=True)
class Figures:
    """One question of an edition. Without lines, too few answered for it to be broken down: `note` says so."""

    question: AskedQuestion
    total: str
    lines: list[Line]

    @property
    def note(self) -> str:
        """Return why there are no lines, or nothing."""
        return "" if self.lines else NOT_BROKEN_DOWN

    @property
    def missing(self) -> list[str]:
        """Those of whom fewer answered than live in the population."""
        return [line.label for line in self.lines if line.beside == Beside.FEWER]

    @property
    def is_beside_population(self) -> bool:
        """Whether anything is known of the population."""
        return any(line.per_cent is not None for line in self.lines)


def figures_of(edition: FigureEdition) -> list[Figures]:
    """Return the figures of an edition, question by question; three queries, however many there are."""
    shown: dict[int, dict[str, str]] = {}
    for question, code, words in edition.figures.values_list("question", "code", "shown"):
        shown.setdefault(question, {})[code] = words
    questions = edition.questionnaire.questions.prefetch_related("population").order_by("position")
    return [_figures(question, shown[question.pk]) for question in questions if question.pk in shown]


def next_breakdown(question: AskedQuestion, editions: Iterable[FigureEdition]) -> Breakdown[str]:
    """Return the counts of a question as they may be shown now, with all `editions` before in hand, oldest first."""
    before: Breakdown[str] | None = None
    for edition in editions:
        shown = {each.code: each.shown for each in edition.figures.all() if each.question_id == question.pk}
        total = shown.pop("")
        before = Breakdown(shown, total, before)
    counted = dict(question.counts.values_list("code", "people"))
    return broken_down({code: counted.get(code, 0) for code in question.wording.codes}, part=before)


def _figures(question: AskedQuestion, shown: dict[str, str]) -> Figures:
    population = {each.code: each.per_cent for each in question.population.all()}
    said = [meant(shown[code]) for code, _ in question.wording.answers if code in shown]
    least, most = sum(each[0] for each in said), sum(each[1] for each in said)
    lines = [
        Line(label, shown[code], population.get(code), _beside(shown[code], population.get(code), least, most))
        for code, label in question.wording.options
        if code in shown
    ]
    return Figures(question, shown[""], lines)


def _beside(shown: str, per_cent: Decimal | None, least: int, most: int) -> Beside:
    """Say fewer or more only where it is so of every number that could be shown like this."""
    if per_cent is None or not most:
        return Beside.UNKNOWN
    fewest, highest = meant(shown)
    if highest < per_cent * least / 100:
        return Beside.FEWER
    return Beside.MORE if fewest > per_cent * most / 100 else Beside.SAME
