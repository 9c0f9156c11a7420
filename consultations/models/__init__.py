"""What was said."""

from consultations.models.consultation import Audience, Consultation, Question
from consultations.models.feedback import Feedback, FeedbackAnswer, FeedbackQuerySet
from consultations.models.handing_in import Channel, HandIn, PosterCall, SentPicture
from consultations.models.poster import Conversation, Poster, PosterAnswer, PosterPrompt

__all__ = [
    "Audience",
    "Channel",
    "Consultation",
    "Conversation",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackQuerySet",
    "HandIn",
    "Poster",
    "PosterAnswer",
    "PosterCall",
    "PosterPrompt",
    "Question",
    "SentPicture",
]
