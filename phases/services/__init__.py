"""Every write of consequence to meetings and to how many people were reached."""

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
    "enter_reach",
    "give_up_place",
    "register",
    "remove_reach",
    "set_up_meeting",
]
