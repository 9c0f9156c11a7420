"""By what a reader is found, and what was sent to one: a hash of an address, and the messages of its days."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.db.models import Q

from digests.models import MessageKey, Reader, ReaderQuerySet
from kit.cleaning import clean_address
from outbox.models import About, Message, MessageQuerySet
from stakeholders.models import Appointment, Person


def hash_of_address(address: str) -> str:
    """Return what is kept of an address. Without the site's secret: what was stopped stays so when that is changed."""
    return sha256(clean_address(address).encode()).hexdigest()


def readers_of(appointment: Appointment) -> ReaderQuerySet:
    """Return the readers that a representative is, in whatever programmes: at their address, or at one they had."""
    here = Q(address_hash=hash_of_address(appointment.person.address))
    theirs = Reader.objects.filter(people=appointment.person).values("pk")
    return Reader.objects.filter(here | Q(pk__in=theirs))


def readers_at(person: Person, address: str) -> ReaderQuerySet:
    """Return the readers that somebody, and nobody else, was at an address; who shared it goes on reading there."""
    theirs = Reader.objects.filter(address_hash=hash_of_address(address), people=person).prefetch_related("people")
    return Reader.objects.filter(pk__in=[each.pk for each in theirs if people_of(each) in ([], [person])])


def people_of(reader: Reader) -> list[Person]:
    """Return who reads at the address of a reader: whoever was written to there, but who has left it to others."""
    people = list(reader.people.all())
    return [each for each in people if hash_of_address(each.address) == reader.address_hash] or people


def messages_to(reader: Reader) -> MessageQuerySet:
    """Return all messages to one reader."""
    return Message.objects.about("digest", reader.programme_id, reader.pk)


def about_digest(reader: Reader, on: date) -> About:
    """Return what the one message is about that a reader can get of a day."""
    return About("digest", reader.programme_id, reader.pk, occasion=MessageKey.of(reader.pk, on).occasion)
