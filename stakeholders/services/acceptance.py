"""Taking an invitation up: the one way in which somebody appoints themself."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.refusals import Refused
from stakeholders.addresses import AddressRefused
from stakeholders.models import Appointment, Channel, Invitation, Partnership
from stakeholders.services.appointments import RepresentativeDetails, appoint_representative
from stakeholders.services.invitations import settle_invitation

NOT_YOURS = (
    "Nobody can be signed up with this e-mail address under this name: it belongs to somebody of another name, or to "
    "an account that is closed. Write to us, and we will send the invitation to an address of your own."
)


def accept_invitation(
    invitation: Invitation,
    *,
    details: RepresentativeDetails,
    by: None = None,
    at: datetime,
) -> Appointment:
    """Appoint the invited person, with both declarations as they made them; the link proves their address.

    Somebody who speaks for the organisation already is replaced, and both are told. Refuses the one who speaks for it
    themself, and as `appoint_representative` does. Raises InvalidTransition when the invitation is no longer open, and
    AddressRefused, which tells no more than it must, when nobody can be signed up with the address.
    """
    with transaction.atomic():
        Partnership.objects.lock_lasting(invitation.partnership_id, at)
        held = Invitation.objects.lock_open(invitation, at)
        partnership = held.partnership
        current = partnership.appointments.filter(ended_at__isnull=True).select_related("person__user").first()
        if current is not None and _speaks_already(current, held):
            raise Refused(f"You speak for {partnership.organisation} already. Sign in with a code.")
        told = replace(details, email=held.email, channel=Channel.LINK, said_by="")
        appointment = _appoint(partnership, details=told, replacing=current, by=by, at=at)
        accepted = Invitation.Status.ACCEPTED
        settle_invitation(held, accepted, by=appointment.appointed_by, at=at, appointment=appointment)
    return appointment


def _appoint(partnership: Partnership, **told: Any) -> Appointment:
    try:
        return appoint_representative(partnership, **told)
    except AddressRefused as refusal:
        # Of whose address it is, whoever came by the link learns no more than they must.
        raise AddressRefused(NOT_YOURS) from refusal


def _speaks_already(current: Appointment, invitation: Invitation) -> bool:
    """Whether it is the invited person who speaks now, and can sign in to do so."""
    return current.person.user_id is not None and current.person.address == invitation.email
