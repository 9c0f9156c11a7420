"""E-mail addresses as people give them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kit.refusals import Refused


class AddressRefused(Refused):
    """The e-mail address cannot be this person's login; the message says why, at the field `email`."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="email")


def checked_address(typed: str) -> str:
    """Return an address in the form in which it is kept. Raises AddressRefused for what is none."""
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise AddressRefused("That is not an e-mail address. It should look like name@example.org.") from error
    return address
