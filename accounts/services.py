"""Making accounts, and what happens to second factors: each of it is in the log, the latter told to whose they are."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from accounts import emails
from accounts.audit import before, record
from accounts.models import User
from accounts.sign_in_address import confirm_address
from accounts.verbs import Verb
from kit.data_map import TABLES, OnErasure
from kit.looks import Look
from kit.refusals import Refused


@transaction.atomic
def make_account(
    email: str,
    *,
    name: str,
    is_staff: bool = False,
    password: str | None = None,
    programme_id: int | None = None,
    by: User | None,
    at: datetime,
) -> tuple[User, bool]:
    """Return who signs in with an address, made if nobody does, and whether they are new; codes reach them from now on.

    Of two who make it at once, one finds the other's. Whoever has an account keeps it as it is, closed ones too.
    """
    user, is_new = User.objects.filter(email=email).first(), False
    if user is None:
        try:
            with transaction.atomic():
                user, is_new = User.objects.create_user(email, password, name=name, is_staff=is_staff), True
        except IntegrityError:
            user = User.objects.get(email=email)
    if is_new:
        record(Verb.ADDED, user, by=by, at=at, programme_id=programme_id)
    if user.is_active:
        confirm_address(user)
    return user, is_new


@transaction.atomic
def change_address(user: User, *, email: str, by: User, at: datetime) -> User:
    """Let somebody sign in with another (checked) address, by codes sent there; every session of theirs ends.

    Refuses an address with which somebody else signs in, and to change that of a member of staff.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_staff:
        raise Refused("They are a member of staff: whoever looks after this site changes their address.", field="email")
    was = before(held, ["email"])
    held.email = email
    # Another one that nobody can use: it is what sessions are held against.
    held.set_unusable_password()
    try:
        with transaction.atomic():
            held.save(update_fields=["email", "password"])
    except IntegrityError as error:
        raise Refused("Somebody else signs in with this address.", field="email") from error
    confirm_address(held)
    record(Verb.ADDRESS_CHANGED, held, by=by, at=at, was=was)
    return held


@transaction.atomic
def send_address_codes(user: User, *, email: str, by: User, at: datetime) -> tuple[str, str]:
    """Send a code to the address of somebody and one to the (checked) address they want, and return both.

    Whether somebody else signs in with it is not told before whoever asks has shown that the mailbox is theirs.
    """
    codes = get_adapter().generate_login_code(), get_adapter().generate_login_code()
    entry = record(Verb.ADDRESS_CODES_SENT, user, by=by, at=at)
    for address, code in zip((user.email, email), codes, strict=True):
        emails.address_code(user, address=address, code=code, entry=entry, at=at)
    return codes


@transaction.atomic
def record_factor_changes(
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
def record_recovery_code_used(user: User, *, by: User, at: datetime) -> int:
    """Write down that a recovery code stood in for the second step, and return how many are left."""
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes())
    record(Verb.RECOVERY_CODE_USED, user, by=by, at=at, left=left)
    return left


def record_factor_refused(user: User, *, by: None, at: datetime) -> None:
    """Write down that somebody took the first step as this person, and failed at the second."""
    record(Verb.FACTOR_REFUSED, user, by=by, at=at)


@transaction.atomic
def clear_second_factor(user: User, *, by: User | None, at: datetime) -> User:
    """Take away every second factor of somebody who has lost theirs; `by` None is whoever has the server's shell.

    Their password goes too, which ends every session of theirs: from here on only their mailbox lets them in, to set up
    a new factor. They are told by e-mail. Refuses anybody but a superuser, one's own, and where there is nothing.
    """
    if by is not None and (not by.is_superuser or not by.is_active or by.pk == user.pk):
        raise Refused("Only a superuser clears somebody’s second step, and never their own.")
    user = User.objects.select_for_update().get(pk=user.pk)
    cleared = Authenticator.objects.filter(user=user).count()
    if not cleared:
        raise Refused("This person has no second step to clear.")
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password)
    confirm_address(user)
    entry = record(Verb.FACTORS_CLEARED, user, by=by, at=at, factors=cleared)
    emails.second_factor_cleared(user, entry=entry, at=at)
    return user


def record_looks(looks: Sequence[Look], *, by: User | None, at: datetime) -> None:
    """Write down who looked at personal details, and whose; one look may be kept in the logs of several programmes."""
    for each in looks:
        record(Verb.LOOKED, each.thing, by=by, at=at, programme_id=each.programme_id)


@transaction.atomic
def close_account(user: User, *, by: User | None, at: datetime) -> None:
    """Forget whose an account is, and let nobody sign in with it: its row stays, by which the log says who did what.

    The name, the address, the password, every second step and every session's hold on it go.
    """
    personal = TABLES[User].fields.items()
    emptied = {name: each.blanked() for name, each in personal if each.on_erasure == OnErasure.BLANK}
    user.set_unusable_password()
    emptied |= {"password": user.password, "is_active": False, "is_staff": False, "is_superuser": False}
    user.groups.clear()
    user.user_permissions.clear()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(**emptied)
    record(Verb.ACCOUNT_CLOSED, user, by=by, at=at)
