"""Whom a programme deals with already, in what was taken on: nobody is written down twice."""

from django.db.models import Q

from programmes.models import Programme
from stakeholders.models import Person


def find_or_add_person(programme: Programme, *, name: str, email: str, telephone: str = "") -> Person:
    """Return the person of that name and address who proposed or said something in the programme, or a new one."""
    ours = Q(proposals__area__programme=programme) | Q(commitments__programme=programme)
    known = Person.objects.filter(ours, name__iexact=name, email__iexact=email).exclude(email="")
    return known.order_by("pk").first() or Person.objects.create(name=name, email=email, telephone=telephone)
