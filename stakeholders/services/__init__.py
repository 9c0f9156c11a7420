"""Every write of consequence about who speaks for whom."""

from stakeholders.services.appointments import (
    AddressRefused,
    AlreadyRepresented,
    NotDeclared,
    OutOfReach,
    appoint_representative,
    give_sign_in,
)
from stakeholders.services.endings import end_appointment, step_down

__all__ = [
    "AddressRefused",
    "AlreadyRepresented",
    "NotDeclared",
    "OutOfReach",
    "appoint_representative",
    "end_appointment",
    "give_sign_in",
    "step_down",
]
