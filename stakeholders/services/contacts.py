"""Taking contact details away. Looking at one organisation's is `look_at_contact` in `organisations.py`."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from programmes.models import Programme
from stakeholders.models import Appointment


def take_contacts(programme: Programme, *, purpose: str, by: User, at: datetime) -> list[Appointment]:
    """Return the appointments in force in a programme, for somebody who takes away how their people are reached.

    The log keeps who did, for what purpose (a code of `contacts.Purpose`), and of how many people.
    """
    current = Appointment.objects.current(at).filter(partnership__programme=programme)
    with transaction.atomic():
        taken = list(
            current.select_related("person__user", "partnership__organisation").order_by(
                "partnership__organisation__name", "pk"
            )
        )
        people = len({appointment.person_id for appointment in taken})
        record(
            "took contact details away",
            programme,
            by=by,
            at=at,
            programme_id=programme.pk,
            purpose=purpose,
            people=people,
        )
    return taken
