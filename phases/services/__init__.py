"""Every write of consequence to meetings and to how many people were reached."""

from phases.services.attending import add_walk_in, check_in, record_needs, undo_check_in
from phases.services.changing import cancel_meeting, change_meeting, inform_of_changes, record_informed
from phases.services.evaluating import EvaluationAnswers, evaluate, export_evaluations, open_evaluation
from phases.services.imports import export_attendance, import_attendances
from phases.services.reach import enter_reach, remove_reach
from phases.services.registering import (
    RegistrationDetails,
    change_place,
    close_registration,
    give_up_place,
    register,
    revoke_link,
    send_new_link,
    set_up_meeting,
)

__all__ = [
    "EvaluationAnswers",
    "RegistrationDetails",
    "add_walk_in",
    "cancel_meeting",
    "change_meeting",
    "change_place",
    "check_in",
    "close_registration",
    "enter_reach",
    "evaluate",
    "export_attendance",
    "export_evaluations",
    "give_up_place",
    "import_attendances",
    "inform_of_changes",
    "open_evaluation",
    "record_informed",
    "record_needs",
    "register",
    "remove_reach",
    "revoke_link",
    "send_new_link",
    "set_up_meeting",
    "undo_check_in",
]
