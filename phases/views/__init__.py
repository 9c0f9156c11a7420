"""The phases and meetings at the team's desk, and what anybody sees and does about a meeting."""

from phases.views.meetings import (
    attendance_check_in,
    attendance_create,
    attendance_give_up,
    attendance_needs,
    attendance_undo,
    meeting_badges,
    meeting_check_in,
    meeting_list,
    meeting_people,
    meeting_set_up,
    meeting_sheet,
)
from phases.views.place import place_calendar, place_change, place_detail, place_give_up, place_open
from phases.views.reach import phase_list, reach_create, reach_list, reach_remove
from phases.views.registering import meeting_detail, meeting_register, meeting_registered

__all__ = [
    "attendance_check_in",
    "attendance_create",
    "attendance_give_up",
    "attendance_needs",
    "attendance_undo",
    "meeting_badges",
    "meeting_check_in",
    "meeting_detail",
    "meeting_list",
    "meeting_people",
    "meeting_register",
    "meeting_registered",
    "meeting_set_up",
    "meeting_sheet",
    "phase_list",
    "place_calendar",
    "place_change",
    "place_detail",
    "place_give_up",
    "place_open",
    "reach_create",
    "reach_list",
    "reach_remove",
]
