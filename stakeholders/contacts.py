"""How a programme's representatives are reached, as somebody may take it away: for a purpose, and logged."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.db import models

from programmes.spreadsheets import safe_cell
from stakeholders.models import Appointment

COLUMNS = ["Organisation", "Representative", "E-mail address", "Telephone", "Postal address", "Would like to hear by"]


class Purpose(models.TextChoices):
    """For what contact details are taken away."""

    WRITING = "writing", "To write to them"
    TELEPHONING = "telephoning", "To telephone them"
    MEETING = "meeting", "To prepare a meeting"
    CHECKING = "checking", "To check that they are right"


def contacts_csv(appointments: Iterable[Appointment]) -> bytes:
    """Return how representatives are reached, as a spreadsheet in UTF-8 with the mark by which Excel knows it.

    What people need is not in it: that is looked at one by one.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for appointment in appointments:
        person = appointment.person
        cells = [appointment.partnership.organisation.name, person.name, address_of(appointment)]
        cells += [person.telephone, person.postal_address, person.get_contact_by_display()]
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def address_of(appointment: Appointment) -> str:
    """Return the e-mail address of a representative: the one they gave, else the one they sign in with."""
    person = appointment.person
    return person.email or (person.user.email if person.user else "")
