"""Who speaks for whom: appointing a representative, as they or somebody for them told the team."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from accounts.services import make_account
from kit.cleaning import clean_line
from kit.folds import same_person
from kit.refusals import InvalidTransition, Refused
from programmes.nouns import word_for
from stakeholders import emails
from stakeholders.addresses import AddressRefused, checked_address
from stakeholders.models import Appointment, Channel, ContactBy, Ending, Invitation, Partnership, Person
from stakeholders.services.contacts import send_to_new_address
from stakeholders.services.endings import end_appointment
from stakeholders.services.invitations import withdraw_invitation
from stakeholders.verbs import Verb


@dataclass(frozen=True)
class RepresentativeDetails:
    """Who will speak, with both declarations as they made them; how they are reached, and what they need.

    `channel` is how the team learnt of it, and `said_by` who told them (the person, if blank).
    """

    name: str
    can_decide: bool
    can_engage: bool
    email: str = ""
    telephone: str = ""
    postal_address: str = ""
    contact_by: str = ""
    communication_needs: str = ""
    access_needs: str = ""
    shares_contact: bool = False
    channel: str = Channel.TELEPHONE
    said_by: str = ""

    def told_of_themself(self) -> dict[str, str]:
        """Return what is told of the person beside their name and address; what is not told is left out."""
        names = ("telephone", "postal_address", "contact_by", "communication_needs", "access_needs")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def appoint_representative(
    partnership: Partnership,
    *,
    details: RepresentativeDetails,
    replacing: Appointment | None = None,
    tell: bool = True,
    by: User | None,
    at: datetime,
) -> Appointment:
    """Appoint one person to speak for `partnership`; with an e-mail address they can sign in by a code sent there.

    `by` is the member of staff who entered what they were told; None is the person themself, who came by their link.
    `replacing` is the appointment that ends with it; both people are told, unless not to `tell` (it was long ago).
    Somebody who can sign in already keeps their account, for a person may hold several appointments; and keeps what
    they told of themself, unless it is they who tell it otherwise now.

    Refuses unless both declarations were made, while somebody else speaks for the partnership, and a person whom nobody
    could reach. Raises AddressRefused when the address is none, is closed, or belongs to a person of another name, and
    InvalidTransition when the partnership or the one replaced has ended.
    """
    name, email = clean_line(details.name), checked_address(details.email) if details.email.strip() else ""
    if not (details.can_decide and details.can_engage):
        raise Refused("Both declarations are needed: that they can decide, and that they can engage people.")
    if not (email or details.telephone or details.postal_address):
        raise Refused("Give an e-mail address, a telephone number or a postal address.", field="telephone")
    with transaction.atomic():
        # One at a time for each partnership; whoever comes second finds the first one's appointment.
        Partnership.objects.lock_lasting(partnership.pk, at)
        programme_id = partnership.programme_id
        person = _person(
            name=name, email=email, told=details.told_of_themself(), programme_id=programme_id, by=by, at=at
        )
        if by is not None:
            _withdraw_what_is_open(partnership, by=by, at=at)
        by = by or person.user
        if by is None:
            raise AddressRefused("Somebody who comes by a link needs an e-mail address.")
        if replacing is not None:
            end_appointment(replacing, reason="", ending=Ending.REPLACED, by=by, at=at)
        appointment = _appoint(
            partnership,
            person=person,
            started_at=at,
            declared_can_decide_at=at,
            declared_can_engage_at=at,
            channel=details.channel,
            said_by="" if details.channel == Channel.LINK else (details.said_by or person.name),
            appointed_by=by,
            contact_shared_at=at if details.shares_contact else None,
        )
        record(Verb.APPOINTED, appointment, by=by, at=at, programme_id=programme_id, channel=details.channel)
        if tell:
            emails.welcome(appointment, replaces=replacing, at=at)
        if tell and replacing is not None:
            emails.tell_predecessor(replacing, successor=appointment, at=at)
    return appointment


def give_sign_in(appointment: Appointment, *, email: str, by: User, at: datetime) -> Appointment:
    """Let a representative who was appointed without an e-mail address sign in from now on, and tell them so.

    Raises InvalidTransition when the appointment has ended or they sign in already, and AddressRefused when the address
    is none or is somebody else's.
    """
    email = checked_address(email)
    with transaction.atomic():
        held = Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)
        if held.ended_at is not None:
            raise InvalidTransition("This appointment has ended.")
        if held.person.user_id is not None:
            raise InvalidTransition(f"{held.person} can sign in already.")
        programme_id = appointment.partnership.programme_id
        user = _user(name=held.person.name, email=email, programme_id=programme_id, by=by, at=at)
        if Person.objects.filter(user=user).exists():
            raise AddressRefused(f"{email} is the address of somebody who signs in already.")
        old_address = held.person.email
        Person.objects.filter(pk=held.person_id).update(email=email, user=user)
        record(Verb.SIGN_IN_GIVEN, held, by=by, at=at, programme_id=programme_id)
        held.person.refresh_from_db()
        if old_address not in ("", email):
            send_to_new_address(held.person, old_address=old_address, by=by, at=at)
        emails.welcome(held, replaces=None, at=at)
    return held


def _withdraw_what_is_open(partnership: Partnership, *, by: User, at: datetime) -> None:
    """Take back what was asked of somebody else: taken up later, it would replace the one appointed now."""
    for invitation in Invitation.objects.filter(partnership=partnership, status=Invitation.Status.OPEN):
        withdraw_invitation(invitation, by=by, at=at)


def _appoint(partnership: Partnership, **values: object) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(partnership=partnership, **values)
    except IntegrityError as error:
        word = word_for(partnership.programme, "representative")
        raise Refused(f"{partnership.organisation} already has its {word}.") from error


def _person(*, name: str, email: str, told: dict[str, str], programme_id: int, by: User | None, at: datetime) -> Person:
    """Return the person of this name and address, made with all that signing in needs, as they say they are.

    What somebody who signs in has told of themself stays, whatever a team writes down; they correct it themself.
    """
    if not email:
        told = {"contact_by": ContactBy.TELEPHONE if "telephone" in told else ContactBy.POST} | told
        return Person.objects.create(name=name, **told)
    user = _user(name=name, email=email, programme_id=programme_id, by=by, at=at)
    person, made = Person.objects.get_or_create(user=user, defaults={"name": name, "email": email} | told)
    if not same_person(person.name, name):
        raise AddressRefused(f"{email} is the address of {person}. Everybody signs in with an address of their own.")
    if by is not None:
        told = {field: value for field, value in told.items() if not getattr(person, field)}
    if told and not made:
        Person.objects.filter(pk=person.pk).update(**told)
        person.refresh_from_db()
    return person


def _user(*, name: str, email: str, programme_id: int, by: User | None, at: datetime) -> User:
    """Return who signs in with this (checked) address, made if need be. Refuses a closed account."""
    user, _ = make_account(email, name=name, programme_id=programme_id, by=by, at=at)
    if not user.is_active:
        raise AddressRefused(f"The account of {email} is closed.")
    return user
