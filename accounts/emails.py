"""The e-mails of this room, each rendered and put into the outbox. Sign-in codes are django-allauth's to send."""

from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.template.loader import render_to_string

from accounts.address_codes import LIFETIME
from accounts.models import LogEntry, User
from kit.text import one_line
from outbox.models import About, Message
from outbox.services import Email, queue_message

NAMES = {
    Authenticator.Type.WEBAUTHN: "a passkey",
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


def second_factor_changed(
    user: User,
    *,
    came: Sequence[Authenticator.Type],
    went: Sequence[Authenticator.Type],
    entry: LogEntry,
    at: datetime,
) -> Message:
    """Tell somebody what they, or a person in their place, changed about their second step."""
    context = {"user": user, "at": at, "came": [NAMES[each] for each in came], "went": [NAMES[each] for each in went]}
    email = Email(
        to_address=user.email,
        to_name=one_line(user.name),
        subject="A change to how you sign in",
        text=render_to_string("accounts/email/second_factor_changed.txt", context),
        fast_lane=True,
    )
    return queue_message(About("second-factor", entry.pk), email, kind="second-factor", at=at)


def second_factor_cleared(user: User, *, entry: LogEntry, at: datetime) -> Message:
    """Tell somebody that a colleague has cleared their second step, and how they come in now."""
    context = {"user": user, "at": at, "by": entry.by, "site": settings.SITE_URL}
    email = Email(
        to_address=user.email,
        to_name=one_line(user.name),
        subject="Set up your second step again",
        text=render_to_string("accounts/email/second_factor_cleared.txt", context),
        fast_lane=True,
    )
    return queue_message(About("second-factor", entry.pk), email, kind="second-factor", at=at)


def address_code(user: User, *, address: str, code: str, entry: LogEntry, at: datetime) -> Message:
    """Send the code by which somebody shows that they have the mailbox of their old address, or of the new."""
    is_old = address == user.email
    email = Email(
        to_address=address,
        to_name=one_line(user.name),
        subject=f"{code} is your code to change your address",
        text=render_to_string("accounts/email/address_code.txt", {"user": user, "code": code, "is_old": is_old}),
        fast_lane=True,
        forgets_text=True,
    )
    about = About("address-code", entry.pk, step="old" if is_old else "new")
    return queue_message(about, email, kind="address-code", at=at, expires_at=at + LIFETIME)
