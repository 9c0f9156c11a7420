"""What will be done, and what came of it."""

from actions.models.area import ActionArea, Commitment, Proposer, Step
from actions.models.follow_up import AnswerDraft, FollowUp, FollowUpRound, MailStep
from actions.models.progress import AnswerChannel, Factor, FactorKind, ProgressUpdate, Standing
from actions.models.record import Correction, PersonalRecord, RecordChannel, RecordSending
from actions.models.source import CommitmentChannel, CommitmentSheet, CommitmentSource

__all__ = [
    "ActionArea",
    "AnswerChannel",
    "AnswerDraft",
    "Commitment",
    "CommitmentChannel",
    "CommitmentSheet",
    "CommitmentSource",
    "Correction",
    "Factor",
    "FactorKind",
    "FollowUp",
    "FollowUpRound",
    "MailStep",
    "PersonalRecord",
    "ProgressUpdate",
    "Proposer",
    "RecordChannel",
    "RecordSending",
    "Standing",
    "Step",
]
