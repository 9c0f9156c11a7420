"""The address to which somebody's sign-in codes go."""

from allauth.account.models import EmailAddress

from accounts.models import User


def confirm_address(user: User) -> None:
    """Let a user's address stand as one that is theirs: without this row of allauth's the right code does not sign in.

    One that was theirs before is so no longer. Whoever makes or mends an account does this in the same transaction.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def is_address_of(user: User, address: str | None) -> bool:
    """Whether somebody signs in with an address to which something of theirs was sent."""
    return bool(address) and user.is_active and user.email.lower() == str(address).lower()
