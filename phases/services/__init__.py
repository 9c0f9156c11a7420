"""Every write of consequence to meetings and to how many people were reached."""

from phases.services.attending import check_in, record_needs, undo_check_in, walk_in
from phases.services.reach import enter_reach, remove_reach
from phases.services.registering import (
    RegistrationClosed,
    Wanted,
    change_place,
    give_up_place,
    register,
    set_up_meeting,
)

__all__ = [
    "RegistrationClosed",
    "Wanted",
    "change_place",
    "check_in",
    "enter_reach",
    "give_up_place",
    "record_needs",
    "register",
    "remove_reach",
    "set_up_meeting",
    "undo_check_in",
    "walk_in",
]
