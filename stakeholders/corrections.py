"""What a representative may correct: of their organisation's part in a programme, and of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import LogEntry
from kit.stale_edits import Snapshot, in_order
from stakeholders.models import Appointment, Partnership, Person
from stakeholders.verbs import Verb


@dataclass(frozen=True)
class OrganisationDetails(Snapshot):
    """What is told of an organisation, and which groups it represents in one programme."""

    about: str
    website: str
    uniquely_placed: str
    groups: tuple[int, ...]

    @classmethod
    def of(cls, partnership: Partnership) -> OrganisationDetails:
        """Return how things stand for one partnership."""
        organisation = partnership.organisation
        groups = in_order(group.pk for group in partnership.groups.all())
        return cls(organisation.about, organisation.website, partnership.uniquely_placed, groups)


@dataclass(frozen=True)
class OwnDetails(Snapshot):
    """How a representative is reached and what they need; and the programmes whose others may see how to reach them."""

    telephone: str
    postal_address: str
    contact_by: str
    communication_needs: str
    access_needs: str
    shared_in: tuple[int, ...]

    @classmethod
    def of(cls, person: Person, at: datetime) -> OwnDetails:
        """Return how things stand for one person at a moment."""
        shared = Appointment.objects.current(at).filter(person=person, contact_shared_at__isnull=False)
        return cls(
            person.telephone,
            person.postal_address,
            person.contact_by,
            person.communication_needs,
            person.access_needs,
            in_order(shared.values_list("partnership__programme_id", flat=True)),
        )


# What the fields of OrganisationDetails are called at the desk.
CALLED = {
    "about": "what it does",
    "website": "its website",
    "uniquely_placed": "why it is uniquely placed",
    "groups": "its groups",
}


def corrections_of(partnership: Partnership) -> list[tuple[LogEntry, str]]:
    """Return when its representatives corrected what is told of an organisation, newest first, and what in words."""
    of_part = Q(object_type="stakeholders.partnership", object_id=str(partnership.pk))
    of_whole = Q(object_type="stakeholders.organisation", object_id=str(partnership.organisation_id))
    entries = LogEntry.objects.of_programme(partnership.programme_id).filter(of_part | of_whole, verb=Verb.CORRECTED)
    return [
        (entry, ", ".join(CALLED[name] for name in entry.details["fields"] if name in CALLED))
        for entry in entries.select_related("by")[:5]
    ]
