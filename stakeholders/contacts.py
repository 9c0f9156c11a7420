"""How a programme's representatives are reached, as somebody may take it away: for a purpose, and logged."""

from collections.abc import Iterable

from django.db import models

from kit.spreadsheets import csv_of
from programmes.models import Programme
from programmes.nouns import in_words_of
from stakeholders.models import Appointment

COLUMNS = ["Organisation", "{Representative}", "E-mail address", "Telephone", "Postal address", "Would like to hear by"]


class Purpose(models.TextChoices):
    """For what contact details are taken away."""

    WRITING = "writing", "To write to them"
    TELEPHONING = "telephoning", "To telephone them"
    MEETING = "meeting", "To prepare a meeting"
    CHECKING = "checking", "To check that they are right"


def contacts_csv(programme: Programme, appointments: Iterable[Appointment]) -> bytes:
    """Return how a programme's representatives are reached, as a spreadsheet in UTF-8 with Excel's mark.

    What people need is not in it: that is looked at one by one.
    """

    def cells_of(appointment: Appointment) -> list[str]:
        person = appointment.person
        cells = [appointment.partnership.organisation.name, person.name, person.address]
        cells += [person.telephone, person.postal_address, person.get_contact_by_display()]
        return cells

    return csv_of([in_words_of(programme, each) for each in COLUMNS], map(cells_of, appointments))
