"""Who is in a programme, and for whom they speak."""

from stakeholders.models.appointment import Appointment, Channel, Ending
from stakeholders.models.coverage import CoverageThresholds, MissingVoice
from stakeholders.models.invitation import Invitation
from stakeholders.models.organisation import Organisation, OrganisationImport
from stakeholders.models.partnership import Characteristic, Partnership, Role, StakeholderGroup
from stakeholders.models.person import ContactBy, Person

__all__ = [
    "Appointment",
    "Channel",
    "Characteristic",
    "ContactBy",
    "CoverageThresholds",
    "Ending",
    "Invitation",
    "MissingVoice",
    "Organisation",
    "OrganisationImport",
    "Partnership",
    "Person",
    "Role",
    "StakeholderGroup",
]
