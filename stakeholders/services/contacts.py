"""Taking contact details away, and what follows a new address."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from outbox.models import Message
from outbox.services import readdress_messages
from programmes.models import Programme
from programmes.verbs import Verb as ProgrammeVerb
from stakeholders.models import Appointment, Person
from stakeholders.verbs import Verb


def export_contacts(programme: Programme, *, purpose: str, by: User, at: datetime) -> list[Appointment]:
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
            ProgrammeVerb.CONTACTS_EXPORTED,
            programme,
            by=by,
            at=at,
            programme_id=programme.pk,
            purpose=purpose,
            people=people,
        )
    return taken


def send_to_new_address(person: Person, *, old_address: str, by: User, at: datetime) -> int:
    """Let what is unsent to a person's old address go to the one they have now; return how many messages that changed.

    Where somebody else is reached at the old address too, nothing is touched: whose message it is cannot be told.
    """
    if not person.email or Person.objects.filter(email=old_address).exclude(pk=person.pk).exists():
        return 0
    with transaction.atomic():
        count = readdress_messages(Message.objects.to(old_address), new_address=person.email, at=at)
        record(Verb.READDRESSED, person, by=by, at=at, messages=count)
    return count
