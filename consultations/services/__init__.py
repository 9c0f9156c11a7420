"""Everything that changes what was said."""

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
from consultations.services.givers import forget_giver, forget_givers, look_at_giver
from consultations.services.handing_in import (
    CallClosed,
    ConversationWords,
    HandedInAlready,
    PosterWords,
    hand_in_poster,
    keep_photograph,
    log_conversation,
)
from consultations.services.pictures import draw_sent_picture, forget_photographs
from consultations.services.publishing import (
    ConsentMissing,
    StillLacking,
    publish_conversation,
    publish_poster,
    record_consent,
    take_down_poster,
    withdraw_conversation,
    withdraw_poster,
)
from consultations.services.wall import (
    NumberTaken,
    add_photograph,
    edit_conversation,
    edit_poster,
    exchange_photograph,
    set_poster_call,
)
from consultations.services.windows import close_consultation, extend_consultation, open_consultation

__all__ = [
    "AlreadySaid",
    "CallClosed",
    "ChangedMeanwhile",
    "ConsentMissing",
    "ConsultationClosed",
    "ConversationWords",
    "HandedInAlready",
    "NotRepresentative",
    "NothingToPublish",
    "NumberTaken",
    "PosterWords",
    "Reopening",
    "StillLacking",
    "Unanswered",
    "Unexplained",
    "add_photograph",
    "close_consultation",
    "close_phase",
    "draw_sent_picture",
    "edit_conversation",
    "edit_poster",
    "exchange_photograph",
    "extend_consultation",
    "forget_giver",
    "forget_givers",
    "forget_photographs",
    "hand_in_poster",
    "keep_photograph",
    "log_conversation",
    "look_at_giver",
    "open_consultation",
    "publish_conversation",
    "publish_poster",
    "record_consent",
    "reopen_phase",
    "review_feedback",
    "save_draft",
    "set_poster_call",
    "submit_feedback",
    "take_down_poster",
    "withdraw_conversation",
    "withdraw_poster",
]
