"""What was said."""

from consultations.asking.models import (
    Audience,
    Consultation,
    Feedback,
    FeedbackAnswer,
    FeedbackQuerySet,
    Question,
)
from consultations.conversations.models import Conversation
from consultations.hand_ins.models import Channel, HandIn, PosterCall
from consultations.posters.models import Poster, PosterAnswer, PosterPrompt, SentPicture

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
