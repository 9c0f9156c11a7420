"""What will be done, and what came of it."""

from actions.areas.models import ActionArea, Proposer, Step
from actions.commitments.models import Commitment, CommitmentChannel, CommitmentSheet, CommitmentSource
from actions.records.models import Correction, PersonalRecord, RecordChannel, RecordSending
from actions.rounds.models import AnswerDraft, FollowUp, FollowUpRound, MailStep
from actions.updates.models import AnswerChannel, Factor, FactorKind, ProgressUpdate, Standing

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
