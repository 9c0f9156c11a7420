"""Every write of consequence about who speaks for whom."""

from stakeholders.services.appointments import (
    AddressRefused,
    AlreadyRepresented,
    NotDeclared,
    OutOfReach,
    appoint_representative,
    give_sign_in,
)
from stakeholders.services.details import (
    CorrectedMeanwhile,
    NotTheirs,
    correct_organisation,
    correct_own_details,
)
from stakeholders.services.endings import end_appointment, step_down
from stakeholders.services.groups import (
    GroupInUse,
    NameTaken,
    add_characteristics,
    add_group,
    change_group,
    change_missing_voice,
    name_missing_voice,
    remove_group,
    seek_again,
    set_thresholds,
    settle_missing_voice,
)

__all__ = [
    "AddressRefused",
    "AlreadyRepresented",
    "CorrectedMeanwhile",
    "GroupInUse",
    "NameTaken",
    "NotDeclared",
    "NotTheirs",
    "OutOfReach",
    "add_characteristics",
    "add_group",
    "appoint_representative",
    "change_group",
    "change_missing_voice",
    "correct_organisation",
    "correct_own_details",
    "end_appointment",
    "give_sign_in",
    "name_missing_voice",
    "remove_group",
    "seek_again",
    "set_thresholds",
    "settle_missing_voice",
    "step_down",
]
