"""A call for input with its questions, and what one person or body said in it."""

from consultations.asking.models.consultation import Audience, Consultation
from consultations.asking.models.feedback import (
    Choice,
    Feedback,
    FeedbackAnswer,
    FeedbackQuerySet,
    GroupsTold,
    Late,
    Publication,
    Voice,
)
from consultations.asking.models.question import IN_WORDS, Option, Question, QuestionKind

__all__ = [
    "IN_WORDS",
    "Audience",
    "Choice",
    "Consultation",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackQuerySet",
    "GroupsTold",
    "Late",
    "Option",
    "Publication",
    "Question",
    "QuestionKind",
    "Voice",
]
