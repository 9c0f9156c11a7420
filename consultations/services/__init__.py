"""Everything that changes what was said and what was heard."""

from consultations.services.closing import Reopening, Unexplained, close_phase, reopen_phase
from consultations.services.feedback import (
    AlreadySaid,
    ChangedMeanwhile,
    ConsultationClosed,
    NothingToPublish,
    NotRepresentative,
    Unanswered,
    review_feedback,
    save_draft,
    submit_feedback,
)
from consultations.services.findings import ExcerptNotFound, ReasonMissing, code_excerpt, decide_finding
from consultations.services.publishing import (
    ConsentMissing,
    publish_conversation,
    publish_finding,
    publish_poster,
    publish_theme,
    withdraw_conversation,
    withdraw_finding,
    withdraw_poster,
    withdraw_theme,
)
from consultations.services.windows import close_consultation, extend_consultation, open_consultation

__all__ = [
    "AlreadySaid",
    "ChangedMeanwhile",
    "ConsentMissing",
    "ConsultationClosed",
    "ExcerptNotFound",
    "NotRepresentative",
    "NothingToPublish",
    "ReasonMissing",
    "Reopening",
    "Unanswered",
    "Unexplained",
    "close_consultation",
    "close_phase",
    "code_excerpt",
    "decide_finding",
    "extend_consultation",
    "open_consultation",
    "publish_conversation",
    "publish_finding",
    "publish_poster",
    "publish_theme",
    "reopen_phase",
    "review_feedback",
    "save_draft",
    "submit_feedback",
    "withdraw_conversation",
    "withdraw_finding",
    "withdraw_poster",
    "withdraw_theme",
]
