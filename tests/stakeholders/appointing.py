"""Somebody begins to speak for an organisation, as tests say it: what is told of them by name."""

from datetime import datetime
from typing import Any

from accounts.models import User
from stakeholders.models import Appointment, Invitation, Partnership
from stakeholders.services import RepresentativeDetails, accept_invitation, appoint_representative


def appoint(
    partnership: Partnership,
    *,
    by: User,
    at: datetime,
    replacing: Appointment | None = None,
    **told: Any,
) -> Appointment:
    details = RepresentativeDetails(**told)
    return appoint_representative(partnership, details=details, replacing=replacing, by=by, at=at)


def accept(invitation: Invitation, *, at: datetime, **told: Any) -> Appointment:
    return accept_invitation(invitation, details=RepresentativeDetails(**told), at=at)
