"""Every write of consequence to meetings and to how many people were reached."""

from phases.services.attendance_imports import import_attendances, take_attendance
from phases.services.attending import check_in, record_needs, undo_check_in, walk_in
from phases.services.changing import cancel_meeting, change_meeting, note_told, tell_of_changes
from phases.services.evaluating import (
    EvaluationClosed,
    Said,
    SaidAlready,
    ask_for_evaluation,
    evaluate,
    take_evaluations,
)
from phases.services.reach import enter_reach, remove_reach
from phases.services.registering import (
    RegistrationClosed,
    Wanted,
    change_place,
    close_registration,
    give_up_place,
    register,
    revoke_link,
    send_new_link,
    set_up_meeting,
)

__all__ = [
    "EvaluationClosed",
    "RegistrationClosed",
    "Said",
    "SaidAlready",
    "Wanted",
    "ask_for_evaluation",
    "cancel_meeting",
    "change_meeting",
    "change_place",
    "check_in",
    "close_registration",
    "enter_reach",
    "evaluate",
    "give_up_place",
    "import_attendances",
    "note_told",
    "record_needs",
    "register",
    "remove_reach",
    "revoke_link",
    "send_new_link",
    "set_up_meeting",
    "take_attendance",
    "take_evaluations",
    "tell_of_changes",
    "undo_check_in",
    "walk_in",
]
