"""What happens to somebody's second factors: each of it is in the log, and told to the person it is about."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import emails
from accounts.audit import record
from accounts.models import User
from accounts.verbs import Verb
from kit.refusals import Refused


class NothingToClear(Refused):
    """The person has no second factor."""

    def __init__(self) -> None:
        super().__init__("This person has no second step to clear.")


class NotTheirs(Refused):
    """Only those who look after accounts clear a factor, and only somebody else's."""

    def __init__(self) -> None:
        super().__init__("Only a superuser clears somebody's second step, and never their own.")


@transaction.atomic
def note_factors(
    user: User, *, before: Sequence[Authenticator], after: Sequence[Authenticator], by: User, at: datetime
) -> None:
    """Write down, and tell the person, which of their factors came and went."""
    came = [Authenticator.Type(factor.type) for factor in after if factor not in before]
    went = [Authenticator.Type(factor.type) for factor in before if factor not in after]
    codes = Authenticator.Type.RECOVERY_CODES
    for factor in came:
        if factor == codes:
            entry = record(Verb.RECOVERY_CODES_MADE, user, by=by, at=at)
        else:
            entry = record(Verb.FACTOR_ADDED, user, by=by, at=at, factor=factor.value)
    for factor in went:
        if factor != codes or codes not in came:
            entry = record(Verb.FACTOR_REMOVED, user, by=by, at=at, factor=factor.value)
    emails.second_factor_changed(user, came=came, went=went, entry=entry, at=at)


@transaction.atomic
def note_recovery_code_used(user: User, *, by: User, at: datetime) -> int:
    """Write down that a recovery code stood in for the second step, and return how many are left."""
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes())
    record(Verb.RECOVERY_CODE_USED, user, by=by, at=at, left=left)
    return left


def note_factor_refused(user: User, *, by: None, at: datetime) -> None:
    """Write down that somebody took the first step as this person, and failed at the second."""
    record(Verb.FACTOR_REFUSED, user, by=by, at=at)


@transaction.atomic
def clear_second_factor(user: User, *, by: User | None, at: datetime) -> User:
    """Take away every second factor of somebody who has lost theirs; `by` None is whoever has the server's shell.

    Their password goes too, which ends every session of theirs: from here on only their mailbox lets them in, to set up
    a new factor. They are told by e-mail. Refuses (NotTheirs) anybody but a superuser, and one's own; and
    (NothingToClear) where there is nothing.
    """
    if by is not None and (not by.is_superuser or not by.is_active or by.pk == user.pk):
        raise NotTheirs
    user = User.objects.select_for_update().get(pk=user.pk)
    cleared = Authenticator.objects.filter(user=user).count()
    if not cleared:
        raise NothingToClear
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password)
    # Without this row of allauth's the right code does not sign in.
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    entry = record(Verb.FACTORS_CLEARED, user, by=by, at=at, factors=cleared)
    emails.second_factor_cleared(user, entry=entry, at=at)
    return user
