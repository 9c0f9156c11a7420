"""Whom a consultation asks and has not told so yet, and how each is told: the same list for preview and opening."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef

from consultations.asking.models import Consultation
from consultations.telling.models import AskedRepresentative, Way, way_to
from kit.lists import grouped
from stakeholders.models import Appointment


@dataclass
class Recipients:
    """Those who speak for the partnerships of a programme, by how they are told."""

    by_email: list[Appointment] = field(default_factory=list)
    by_letter: list[Appointment] = field(default_factory=list)
    by_telephone: list[Appointment] = field(default_factory=list)

    @property
    def of_way(self) -> dict[Way, list[Appointment]]:
        """The list of each way."""
        return {Way.EMAIL: self.by_email, Way.LETTER: self.by_letter, Way.TELEPHONE: self.by_telephone}

    @property
    def all(self) -> list[Appointment]:
        """Everybody who is told, in whatever way."""
        return self.by_email + self.by_letter + self.by_telephone

    @property
    def everybody(self) -> list[tuple[str, Appointment]]:
        """Everybody, each with the name of the list they are in, one list after the other."""
        return grouped(by_email=self.by_email, by_letter=self.by_letter, by_telephone=self.by_telephone)

    @property
    def fingerprint(self) -> str:
        """Tells whether the list is still the one that somebody saw and confirmed."""
        names = [
            f"{way} {each.pk} {each.person.name} {each.person.address}" for way in Way for each in self.of_way[way]
        ]
        return sha256("\n".join(names).encode()).hexdigest()[:16]


def recipients_of(consultation: Consultation, at: datetime) -> Recipients:
    """Return who speaks in the programme at a moment and was not told of a consultation yet. One query."""
    told = AskedRepresentative.objects.filter(consultation=consultation.pk, appointment=OuterRef("pk"))
    speaking = Appointment.objects.current(at).filter(partnership__programme=consultation.phase.programme_id)
    recipients = Recipients()
    rows = speaking.filter(~Exists(told)).select_related("person__user", "partnership__organisation")
    for each in rows.order_by("partnership__organisation__name", "pk"):
        recipients.of_way[way_to(each.person)].append(each)
    return recipients
