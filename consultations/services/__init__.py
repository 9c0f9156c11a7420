"""Everything that changes what was said."""

from consultations.services.closing import Reopening, close_phase, reopen_phase
from consultations.services.contacts import forget_contact, forget_contacts, look_at_contact
from consultations.services.feedback import (
    review_feedback,
    save_draft,
    submit_feedback,
)
from consultations.services.handing_in import (
    ConversationWords,
    PosterWords,
    hand_in_poster,
    keep_photograph,
    log_conversation,
)
from consultations.services.pictures import draw_sent_picture, forget_photographs
from consultations.services.publishing import (
    publish_conversation,
    publish_poster,
    record_consent,
    take_down_poster,
    withdraw_conversation,
    withdraw_poster,
)
from consultations.services.wall import (
    add_photograph,
    edit_conversation,
    edit_poster,
    exchange_photograph,
    set_poster_call,
)
from consultations.services.windows import close_consultation, extend_consultation, open_consultation

__all__ = [
    "ConversationWords",
    "PosterWords",
    "Reopening",
    "add_photograph",
    "close_consultation",
    "close_phase",
    "draw_sent_picture",
    "edit_conversation",
    "edit_poster",
    "exchange_photograph",
    "extend_consultation",
    "forget_contact",
    "forget_contacts",
    "forget_photographs",
    "hand_in_poster",
    "keep_photograph",
    "log_conversation",
    "look_at_contact",
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
