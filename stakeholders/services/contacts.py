"""Taking contact details away, and what follows a new address."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from kit.personal_links import every_link, links_in
from outbox.models import OPEN, Message, MessageQuerySet, State
from outbox.services import cancel_messages, readdress_messages
from programmes.models import Programme
from programmes.verbs import Verb as ProgrammeVerb
from stakeholders import emails
from stakeholders.models import Appointment, Person
from stakeholders.verbs import Verb

# What may still go, should a person decide so.
STANDING = (*OPEN, State.FAILED)


def export_contacts(programme: Programme, *, purpose: str, by: User, at: datetime) -> list[Appointment]:
    """Return the appointments in force in a programme, for somebody who takes away how their people are reached.

    The log keeps who did, for what purpose (a code of `contacts.Purpose`), and of how many people.
    """
    current = Appointment.objects.current(at).filter(partnership__programme=programme)
    with transaction.atomic():
        taken = list(
            current.select_related("person__user", "partnership__organisation").order_by(
                "partnership__organisation__name", "pk"
            )
        )
        people = len({appointment.person_id for appointment in taken})
        record(
            ProgrammeVerb.CONTACTS_EXPORTED,
            programme,
            by=by,
            at=at,
            programme_id=programme.pk,
            purpose=purpose,
            people=people,
        )
    return taken


def send_to_new_address(person: Person, *, old_address: str, by: User, at: datetime) -> int:
    """Let what is unsent to a person's old address go to the one they have now; return how many messages that changed.

    Whatever personal link lies in the old mailbox opens nothing more: what is unsent has the new ones, and a letter to
    the new address has those that still open something. Where somebody else is reached at the old address too, only
    messages with a link of this person, and of nobody else, are theirs for sure: the others are not touched. Where
    there is no new address, those are stopped.
    """
    with transaction.atomic():
        links = _renew_links(person, old_address=old_address, by=by, at=at)
        is_shared = Person.objects.filter(email=old_address).exclude(pk=person.pk).exists()
        unsent = Message.objects.to(old_address)
        if is_shared or not person.email:
            unsent = unsent.filter(pk__in=_only_theirs(unsent, {*links}))
        if not person.email:
            return cancel_messages(unsent, reason="This is no longer their address.", at=at)
        count = readdress_messages(unsent, new_address=person.email, links=links, at=at)
        record(Verb.READDRESSED, person, by=by, at=at, messages=count)
    return count


def _renew_links(person: Person, *, old_address: str, by: User, at: datetime) -> dict[str, str]:
    """Give a new link to whatever links a person was sent to an address open; return the new one of each old one."""
    links, to_tell = {}, defaultdict(list)
    for kind in every_link():
        for row in kind.held_by(person, old_address).order_by("pk").select_for_update(of=("self",)):
            old = kind.address_of(row)
            kind.give(row)
            row.save(update_fields=["link_nonce", "token_hash"])
            links[old] = kind.address_of(row)
            if person.email:
                kind.follow(row, person.email)
            programme, called = kind.programme(row), kind.called(row)
            record(Verb.LINK_RENEWED, row, by=by, at=at, programme_id=programme and programme.pk)
            if called and kind.rows(at).filter(pk=row.pk).exists():
                to_tell[programme].append((called, links[old]))
    if person.email:
        for programme, theirs in to_tell.items():
            emails.give_new_links(person, programme, theirs, at=at)
    return links


def _only_theirs(messages: MessageQuerySet, links: set[str]) -> list[int]:
    """Return the messages in whose words links of one person stand, and of nobody else."""
    found = [(each.pk, links_in(f"{each.text} {each.unsubscribe_url}")) for each in messages.filter(state__in=STANDING)]
    return [pk for pk, held in found if held and held <= links]
