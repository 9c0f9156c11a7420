"""What was said, and what was heard in it."""

from consultations.models.consultation import Audience, Consultation, Question
from consultations.models.feedback import Feedback, FeedbackAnswer, FeedbackQuerySet
from consultations.models.finding import Coding, Decision, Finding, FindingKind, Theme
from consultations.models.handing_in import Channel, HandIn, PosterCall, SentPicture
from consultations.models.poster import Conversation, Poster, PosterAnswer, PosterPrompt

__all__ = [
    "Audience",
    "Channel",
    "Coding",
    "Consultation",
    "Conversation",
    "Decision",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackQuerySet",
    "Finding",
    "FindingKind",
    "HandIn",
    "Poster",
    "PosterAnswer",
    "PosterCall",
    "PosterPrompt",
    "Question",
    "SentPicture",
    "Theme",
]
