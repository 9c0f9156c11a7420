"""What will be done, and what came of it."""

from actions.models.area import ActionArea, Commitment, Proposer, Step
from actions.models.follow_up import AnswerDraft, FollowUp, FollowUpRound, MailStep
from actions.models.progress import Factor, FactorKind, ProgressUpdate, Standing, Way
from actions.models.record import Correction, PersonalRecord, RecordSending, RecordWay
from actions.models.saying import SaidBy, Saying, Sheet

__all__ = [
    "ActionArea",
    "AnswerDraft",
    "Commitment",
    "Correction",
    "Factor",
    "FactorKind",
    "FollowUp",
    "FollowUpRound",
    "MailStep",
    "PersonalRecord",
    "ProgressUpdate",
    "Proposer",
    "RecordSending",
    "RecordWay",
    "SaidBy",
    "Saying",
    "Sheet",
    "Standing",
    "Step",
    "Way",
]
