"""What somebody who speaks is called, and the address with which they sign in: put right by the team or by themself."""

from datetime import datetime

from django.db import transaction

from accounts.audit import changes, record
from accounts.models import User
from accounts.services import change_address
from kit.cleaning import clean_line
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme
from stakeholders import emails
from stakeholders.addresses import checked_address
from stakeholders.models import Appointment, Person
from stakeholders.services.contacts import send_to_new_address
from stakeholders.verbs import Verb


def correct_identity(
    appointment: Appointment, *, name: str, email: str, reason: str, by: User, at: datetime
) -> list[str]:
    """Put right what a representative is called, or with which address they sign in; return which of the two changed.

    `email` is empty where the address stays. They are told, at the address they had too; the log keeps the reason.
    Refuses where nothing changes, where they cannot sign in yet, where they speak in a programme that `by` does not
    look after, and as `change_address` does. Raises InvalidTransition when the appointment has ended, and
    AddressRefused for what is no address.
    """
    with transaction.atomic():
        held = Appointment.objects.with_names().select_for_update(of=("self",)).get(pk=appointment.pk)
        if held.ended_at is not None:
            raise InvalidTransition("This appointment has ended.")
        if email and held.person.user_id is None:
            raise Refused("They cannot sign in yet. Let them sign in first, with this address.", field="email")
        for programme in _programmes_of(held.person, at):
            if not by.has_perm("stakeholders.appoint_representative", programme):
                raise Refused(f"They speak in “{programme}” too. Ask its team, or ask them to change it themself.")
        return _change(held, name=name, email=email, reason=reason, by=by, at=at)


def change_own_identity(appointment: Appointment, *, name: str, email: str, by: User, at: datetime) -> list[str]:
    """Change one's own name, or the address with which one signs in; return which of the two changed.

    Whoever calls this has seen a code from the old address and one from the new. Refuses as `change_address` does, and
    where nothing changes; raises AddressRefused for what is no address.
    """
    with transaction.atomic():
        return _change(appointment, name=name, email=email, reason="", by=by, at=at)


def _change(appointment: Appointment, *, name: str, email: str, reason: str, by: User, at: datetime) -> list[str]:
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment.person_id)
    name, email = clean_line(name), checked_address(email) if email else ""
    old_address = person.user.email if person.user else person.email
    changed = ["name"] * (name != person.name) + ["email"] * (email not in ("", old_address))
    if not changed:
        raise Refused("Nothing is different from what we have.")
    was = changes(person, changed, {"name": person.name, "email": old_address})
    if "email" in changed and person.user is not None:
        person.email = change_address(person.user, email=email, by=by, at=at).email
        # What the other fields of this row say is other windows' to change.
        person.save(update_fields=["email"])
        send_to_new_address(person, old_address=old_address, by=by, at=at)
    if "name" in changed:
        Person.objects.filter(pk=person.pk).update(name=name)
        User.objects.filter(person=person).update(name=name)
    for programme in _programmes_of(person, at):
        details = was | ({"reason": reason} if reason else {})
        entry = record(Verb.IDENTITY_CHANGED, person, by=by, at=at, programme_id=programme.pk, **details)
    appointment.person = Person.objects.select_related("user").get(pk=person.pk)
    emails.tell_of_new_identity(
        appointment, old_address=old_address, changed=changed, reason=reason, entry=entry, at=at
    )
    return changed


def _programmes_of(person: Person, at: datetime) -> list[Programme]:
    """Return the programmes in which somebody speaks now."""
    current = Appointment.objects.current(at).filter(person=person)
    return list(Programme.objects.filter(pk__in=current.values("partnership__programme")).order_by("pk"))
