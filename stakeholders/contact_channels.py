"""Whether somebody is written to by e-mail, or is to be reached in another way."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stakeholders.models import ContactBy, Person


def wants_email(person: Person) -> bool:
    """Whether they are written to by e-mail: they have an address, and do not want to hear in another way."""
    return person.contact_by == ContactBy.EMAIL and has_email(person)


def has_email(person: Person) -> bool:
    """Whether an e-mail can be written to them at the address they gave."""
    return is_address(person.email)


def is_address(typed: str) -> bool:
    """Whether this is an e-mail address; what is none at all would stop everything that goes with it."""
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True
