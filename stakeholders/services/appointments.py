"""Who speaks for whom: appointing a representative, and ending an appointment."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from programmes.lifecycle import WrongState
from stakeholders.models import Appointment, Ending, Partnership, Person


class NotDeclared(ValueError):
    """One of the two declarations is missing: an appointment needs both."""


class AlreadyRepresented(Exception):
    """The partnership has a current representative; that appointment ends first."""


class AddressRefused(ValueError):
    """The e-mail address cannot be this person's login. The words say why."""


def appoint_representative(
    partnership: Partnership,
    *,
    name: str,
    email: str,
    telephone: str = "",
    by: User,
    at: datetime,
    can_decide: bool,
    can_engage: bool,
) -> Appointment:
    """Appoint one person to speak for `partnership`, and let them sign in by a code sent to `email`.

    Somebody who can sign in already keeps their account: a person may hold several appointments. Raises NotDeclared
    unless both declarations were made, AlreadyRepresented while somebody else speaks for the partnership, and
    AddressRefused when the address is none, is closed, or belongs to a person of another name.
    """
    if not (can_decide and can_engage):
        raise NotDeclared("Both declarations are needed: that they can decide, and that they can engage people.")
    with transaction.atomic():
        person = _person_who_signs_in(name=" ".join(name.split()), email=email.strip().lower(), telephone=telephone)
        try:
            with transaction.atomic():
                appointment = Appointment.objects.create(
                    partnership=partnership,
                    person=person,
                    started_at=at,
                    declared_can_decide_at=at,
                    declared_can_engage_at=at,
                    appointed_by=by,
                )
        except IntegrityError as error:
            raise AlreadyRepresented(f"{partnership.organisation} already has a representative.") from error
        record("appointed", appointment, by=by, at=at, programme_id=partnership.programme_id)
    return appointment


def end_appointment(
    appointment: Appointment, *, reason: str, by: User, at: datetime, ending: Ending = Ending.OTHER
) -> Appointment:
    """End an appointment; a session that is open loses its pages with the next request.

    What the person said stays, and what they began waits for a successor. Raises WrongState when it has ended already.
    """
    with transaction.atomic():
        ended = Appointment.objects.filter(pk=appointment.pk, ended_at__isnull=True).update(
            ended_at=at, ended_by=by, ending=ending, end_reason=reason
        )
        if not ended:
            raise WrongState("This appointment has ended already.")
        record("ended", appointment, by=by, at=at, programme_id=appointment.partnership.programme_id)
    appointment.refresh_from_db()
    return appointment


def _person_who_signs_in(*, name: str, email: str, telephone: str) -> Person:
    """Return the person of this name who signs in with this address, made with all that signing in needs."""
    _check_address(email)
    user = User.objects.filter(email__iexact=email).select_related("person").first()
    if user is None:
        user = User.objects.create_user(email, name=name)
    if not user.is_active:
        raise AddressRefused(f"The account of {email} is closed.")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    person = getattr(user, "person", None)
    if person is None:
        return Person.objects.create(name=name, email=email, telephone=telephone, user=user)
    if person.name.casefold() != name.casefold():
        raise AddressRefused(f"{email} is the address of {person}. Everybody signs in with an address of their own.")
    return person


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise AddressRefused("That is not an e-mail address. It should look like name@example.org.") from error
