"""What we hold of people, until when, and what they asked us about it."""

from privacy.access.models import Bundle
from privacy.equality.models import (
    AnswerCount,
    AskedQuestion,
    EditionFigure,
    FigureEdition,
    Occasion,
    PendingAnswers,
    PopulationFigure,
    Questionnaire,
)
from privacy.erasure.models import Erasure, LedgerLine
from privacy.finding.models import Decision, FoundRow
from privacy.holds.models import Hold
from privacy.requests.models import (
    ActingAs,
    Channel,
    ClockStop,
    IdentityBy,
    InformationLaw,
    LetterKind,
    Outcome,
    Request,
    RequestKind,
    RequestLetter,
    StopReason,
)
from privacy.retention.models import RetentionFailure, RetentionForecast, RetentionPeriod, RetentionRun

__all__ = [
    "ActingAs",
    "AnswerCount",
    "AskedQuestion",
    "Bundle",
    "Channel",
    "ClockStop",
    "Decision",
    "EditionFigure",
    "Erasure",
    "FigureEdition",
    "FoundRow",
    "Hold",
    "IdentityBy",
    "InformationLaw",
    "LedgerLine",
    "LetterKind",
    "Occasion",
    "Outcome",
    "PendingAnswers",
    "PopulationFigure",
    "Questionnaire",
    "Request",
    "RequestKind",
    "RequestLetter",
    "RetentionFailure",
    "RetentionForecast",
    "RetentionPeriod",
    "RetentionRun",
    "StopReason",
]
