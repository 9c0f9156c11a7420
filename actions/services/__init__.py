"""Every write of consequence in this room: areas and plans, rounds, answers, succession, review and publishing."""

from actions.services.answers import (
    answer_follow_up,
    mark_unreachable,
    move_on,
    save_draft,
    say_not_me,
)
from actions.services.areas import (
    add_step,
    capture_area,
    edit_area,
    edit_step,
    move_step,
)
from actions.services.commitments import (
    NewCommitment,
    close_sheet,
    enter_commitment,
    make_commitment,
    open_sheets,
    reopen_sheet,
)
from actions.services.corrections import correct_name, correct_words, restore_commitment, settle_correction, take_back
from actions.services.factors import find_or_add_factor, merge_factor, rename_factor, separate_factor
from actions.services.publishing import publish_area, publish_commitment, withdraw_area, withdraw_commitment
from actions.services.records import print_letters, renew_record_link, revoke_record_link, send_records
from actions.services.review import Review, review_update
from actions.services.rounds import (
    RoundPlan,
    close_round,
    extend_round,
    open_round,
    plan_round,
    remind,
    replan_round,
    revoke_link,
    send_new_link,
)
from actions.services.succession import end_proposal, hand_on, look_at_named

__all__ = [
    "NewCommitment",
    "Review",
    "RoundPlan",
    "add_step",
    "answer_follow_up",
    "capture_area",
    "close_round",
    "close_sheet",
    "correct_name",
    "correct_words",
    "edit_area",
    "edit_step",
    "end_proposal",
    "enter_commitment",
    "extend_round",
    "find_or_add_factor",
    "hand_on",
    "look_at_named",
    "make_commitment",
    "mark_unreachable",
    "merge_factor",
    "move_on",
    "move_step",
    "open_round",
    "open_sheets",
    "plan_round",
    "print_letters",
    "publish_area",
    "publish_commitment",
    "remind",
    "rename_factor",
    "renew_record_link",
    "reopen_sheet",
    "replan_round",
    "restore_commitment",
    "review_update",
    "revoke_link",
    "revoke_record_link",
    "save_draft",
    "say_not_me",
    "send_new_link",
    "send_records",
    "separate_factor",
    "settle_correction",
    "take_back",
    "withdraw_area",
    "withdraw_commitment",
]
