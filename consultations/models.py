"""What was said."""

from consultations.asking.models import (
    Audience,
    Choice,
    Consultation,
    Feedback,
    FeedbackAnswer,
    FeedbackQuerySet,
    GroupsTold,
    Late,
    Option,
    Question,
    QuestionKind,
)
from consultations.conversations.models import Conversation
from consultations.hand_ins.models import Channel, HandIn, PosterCall
from consultations.posters.models import Poster, PosterAnswer, PosterPrompt, SentPicture
from consultations.telling.models import AskedRepresentative, TellingPlan

__all__ = [
    "AskedRepresentative",
    "Audience",
    "Channel",
    "Choice",
    "Consultation",
    "Conversation",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackQuerySet",
    "GroupsTold",
    "HandIn",
    "Late",
    "Option",
    "Poster",
    "PosterAnswer",
    "PosterCall",
    "PosterPrompt",
    "Question",
    "QuestionKind",
    "SentPicture",
    "TellingPlan",
]
