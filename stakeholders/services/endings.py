"""The end of an appointment: somebody steps down, is replaced, or falls silent."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import swap
from stakeholders import emails
from stakeholders.models import Appointment, Ending, Partnership
from stakeholders.verbs import Verb


def end_appointment(
    appointment: Appointment, *, reason: str, by: User, at: datetime, ending: str = Ending.OTHER
) -> Appointment:
    """End an appointment; a session that is open loses its pages with the next request.

    What the person said stays, and what they began waits for a successor. Raises InvalidTransition when it has ended
    already, or begins only now.
    """
    if ending == Ending.STEPPED_DOWN:
        return step_down(appointment, reason=reason, by=by, at=at)
    return _end(appointment, reason=reason, ending=ending, by=by, at=at)


def step_down(
    appointment: Appointment,
    *,
    reason: str = "",
    suggested_name: str = "",
    suggested_email: str = "",
    by: User,
    at: datetime,
) -> Appointment:
    """End an appointment because the representative no longer speaks for the organisation; thank them, tell the team.

    Whoever they suggest becomes the partnership's contact, so that an invitation needs only to be sent. `by` is the
    representative, or the member of staff whom they told. Raises InvalidTransition when it has ended already.
    """
    with transaction.atomic():
        # Before the appointment, as whoever replaces somebody does: nobody waits for somebody who waits for them.
        Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=appointment.partnership_id)
        _end(appointment, reason=reason, ending=Ending.STEPPED_DOWN, by=by, at=at)
        if suggested_name or suggested_email:
            Partnership.objects.filter(pk=appointment.partnership_id).update(
                contact_name=suggested_name, contact_email=suggested_email, contact_telephone=""
            )
        emails.thank_for_having_spoken(appointment, at=at)
        emails.tell_team_of_stepping_down(
            appointment, suggested_name=suggested_name, suggested_email=suggested_email, at=at
        )
    return appointment


def _end(appointment: Appointment, *, reason: str, ending: str, by: User, at: datetime) -> Appointment:
    with transaction.atomic():
        standing = Appointment.objects.filter(ended_at__isnull=True, started_at__lt=at)
        ended = "This appointment has ended already."
        swap(appointment, standing, ended, ended_at=at, ended_by=by, ending=ending, end_reason=reason)
        record(Verb.ENDED, appointment, by=by, at=at, programme_id=appointment.partnership.programme_id, ending=ending)
    return appointment
