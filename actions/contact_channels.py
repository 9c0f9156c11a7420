"""Whether somebody is written to by e-mail, or is to be reached in another way."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stakeholders.models import ContactBy, Person


def wants_email(person: Person) -> bool:
    """Whether they are written to by e-mail: they have an address, and do not want to hear in another way."""
    return person.contact_by == ContactBy.EMAIL and has_email(person)


def has_email(person: Person) -> bool:
    """Whether an e-mail can be written to them; what is no address at all would stop the whole round."""
    try:
        validate_email(person.email)
    except ValidationError:
        return False
    return True
