"""Every write of consequence to meetings, places and evaluations."""

from phases.meetings.services.answers import answer_meeting
from phases.meetings.services.attendance_imports import export_attendance, import_attendances
from phases.meetings.services.changes import (
    cancel_meeting,
    change_meeting,
    hold_what_opens,
    inform_of_changes,
    record_informed,
)
from phases.meetings.services.check_in import add_walk_in, check_in, record_needs, undo_check_in
from phases.meetings.services.evaluations import EvaluationAnswers, evaluate, export_evaluations, open_evaluation
from phases.meetings.services.minutes import (
    WhatCameOfIt,
    add_paper,
    publish_minutes,
    remove_paper,
    withdraw_minutes,
    write_minutes,
)
from phases.meetings.services.registration import (
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
    "WhatCameOfIt",
    "add_paper",
    "add_walk_in",
    "answer_meeting",
    "cancel_meeting",
    "change_meeting",
    "change_place",
    "check_in",
    "close_registration",
    "evaluate",
    "export_attendance",
    "export_evaluations",
    "give_up_place",
    "hold_what_opens",
    "import_attendances",
    "inform_of_changes",
    "open_evaluation",
    "publish_minutes",
    "record_informed",
    "record_needs",
    "register",
    "remove_paper",
    "revoke_link",
    "send_new_link",
    "set_up_meeting",
    "undo_check_in",
    "withdraw_minutes",
    "write_minutes",
]
