"""Whom a programme deals with already, in what was taken on: nobody is written down twice."""

from programmes.models import Programme
from stakeholders.models import Person


def find_or_add_person(programme: Programme, *, name: str, email: str, telephone: str = "") -> Person:
    """Return the person of that name and address whom the programme knows, or a new one."""
    known = Person.objects.known_to(programme).filter(email=email).exclude(email="")
    return known.called(name) or Person.objects.create(name=name, email=email, telephone=telephone)
