"""Every write of consequence about who speaks for whom."""

from stakeholders.services.appointments import (
    AddressRefused,
    AlreadyRepresented,
    NotDeclared,
    appoint_representative,
    end_appointment,
)

__all__ = [
    "AddressRefused",
    "AlreadyRepresented",
    "NotDeclared",
    "appoint_representative",
    "end_appointment",
]
