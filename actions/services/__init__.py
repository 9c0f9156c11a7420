"""Every write of consequence in this room: rounds, answers, succession, review and publishing."""

from actions.services.answers import answer_follow_up, mark_unreachable, move_on
from actions.services.publishing import publish_area, publish_commitment, withdraw_area, withdraw_commitment
from actions.services.review import review_update
from actions.services.rounds import close_round, open_round, plan_round, revoke_link, send_new_link
from actions.services.succession import end_proposal, hand_on

__all__ = [
    "answer_follow_up",
    "close_round",
    "end_proposal",
    "hand_on",
    "mark_unreachable",
    "move_on",
    "open_round",
    "plan_round",
    "publish_area",
    "publish_commitment",
    "review_update",
    "revoke_link",
    "send_new_link",
    "withdraw_area",
    "withdraw_commitment",
]
