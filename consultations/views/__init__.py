"""Pages of people who are asked, and of staff who read what was said."""

from consultations.views.conversations import (
    conversation_create,
    conversation_log,
    conversation_publish,
    conversation_review,
    conversation_review_list,
)
from consultations.views.coverage import coverage_cell, coverage_matrix, phase_close, phase_reopen
from consultations.views.givers import giver_forget, giver_look
from consultations.views.giving import feedback_check, feedback_give, next_meetings
from consultations.views.handing_in import (
    conversation_tell,
    conversation_thanks,
    poster_hand_in,
    poster_template,
    poster_thanks,
)
from consultations.views.reviewing import feedback_review, feedback_review_list
from consultations.views.wall import (
    poster_call_edit,
    poster_captions,
    poster_consent,
    poster_exchange,
    poster_photograph,
    poster_publish,
    poster_review,
    poster_review_list,
    poster_review_picture,
    poster_take_down,
    poster_withdraw,
)

__all__ = [
    "conversation_create",
    "conversation_log",
    "conversation_publish",
    "conversation_review",
    "conversation_review_list",
    "conversation_tell",
    "conversation_thanks",
    "coverage_cell",
    "coverage_matrix",
    "feedback_check",
    "feedback_give",
    "feedback_review",
    "feedback_review_list",
    "giver_forget",
    "giver_look",
    "next_meetings",
    "phase_close",
    "phase_reopen",
    "poster_call_edit",
    "poster_captions",
    "poster_consent",
    "poster_exchange",
    "poster_hand_in",
    "poster_photograph",
    "poster_publish",
    "poster_review",
    "poster_review_list",
    "poster_review_picture",
    "poster_take_down",
    "poster_template",
    "poster_thanks",
    "poster_withdraw",
]
