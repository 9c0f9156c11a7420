"""What we hold of people, until when, and what they asked us about it."""

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

__all__ = [
    "ActingAs",
    "Channel",
    "ClockStop",
    "Hold",
    "IdentityBy",
    "InformationLaw",
    "LetterKind",
    "Outcome",
    "Request",
    "RequestKind",
    "RequestLetter",
    "StopReason",
]
