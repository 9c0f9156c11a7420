"""Feedback at a moment: how one window knows that another has written, or somebody else reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kit.stale_edits import Snapshot

if TYPE_CHECKING:
    from consultations.asking.models import Feedback


@dataclass(frozen=True)
class DraftSnapshot(Snapshot):
    """What a draft says, and for which group; `answers` are by question, in order, a blank one is none."""

    speaking_for: int | None
    answers: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, feedback: Feedback) -> DraftSnapshot:
        """Return how a draft of a consultation stands. Two queries."""
        assert feedback.consultation is not None
        written = dict(feedback.answers.values_list("question_id", "text"))
        questions = feedback.consultation.questions.asked().order_by("position").values_list("pk", flat=True)
        return cls(feedback.speaking_for_id, tuple((question, written.get(question, "")) for question in questions))

    def by_box(self) -> dict[str, Any]:
        """Return what stands in each box of the form: one for each question, and a choice of groups."""
        boxes = {f"answer_{question}": text for question, text in self.answers}
        return {"speaking_for": str(self.speaking_for or "all")} | boxes


@dataclass(frozen=True)
class ReviewSnapshot(Snapshot):
    """What was made public of feedback, what became of it, and who said so when; `answers` are by answer."""

    reviewed_at: str
    review: str
    answers: tuple[tuple[int, str], ...]
    what_became_of_it: str

    @classmethod
    def of(cls, feedback: Feedback) -> ReviewSnapshot:
        """Return how the review of feedback stands. One query, and one for who reviewed it."""
        review = ""
        if feedback.reviewed_at:
            review = f"{feedback.reviewed_by} has reviewed this since you opened it: {feedback.get_status_display()}."
        answers = feedback.answers.order_by("pk").values_list("pk", "text", "published_text")
        words = tuple((pk, published if feedback.reviewed_at else text) for pk, text, published in answers)
        at = feedback.reviewed_at.isoformat() if feedback.reviewed_at else ""
        return cls(at, review, words, feedback.what_became_of_it)

    def by_box(self) -> dict[str, Any]:
        """Return what stands in each box of the form: one for each answer, and one for what became of it."""
        boxes = {f"answer_{answer}": text for answer, text in self.answers}
        return boxes | {"what_became_of_it": self.what_became_of_it}

    def version(self) -> str:
        """Return what changes with each review, also with one that changed no word."""
        return self.reviewed_at
