"""How a programme's representatives are reached, as somebody may take it away: for a purpose, and logged."""

from django.db import models

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


def contact_headings(programme: Programme) -> list[str]:
    """Return what stands above the columns, in the programme's words."""
    return [in_words_of(programme, each) for each in COLUMNS]


def contact_cells(appointment: Appointment) -> list[str]:
    """Return how a representative is reached, as cells. What people need is not in it: that is looked at one by one."""
    person = appointment.person
    cells = [appointment.partnership.organisation.name, person.name, person.address]
    return [*cells, person.telephone, person.postal_address, person.get_contact_by_display()]
