"""E-mail addresses as people give them."""

from kit import cleaning
from kit.refusals import Refused


class AddressRefused(Refused):
    """The e-mail address cannot be this person's login; the message says why, at the field `email`."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="email")


def checked_address(typed: str) -> str:
    """Return an address in the form in which it is kept. Raises AddressRefused for what is none."""
    try:
        return cleaning.checked_address(typed)
    except ValueError as error:
        raise AddressRefused(str(error)) from error
