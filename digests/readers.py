"""By what a reader is found, and what was sent to one: a hash of an address, and the messages of its days."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.db.models import Q

from digests.models import MessageKey, Reader, ReaderQuerySet
from kit.cleaning import clean_address
from outbox.models import About, Message, MessageQuerySet
from stakeholders.models import Appointment


def hash_of_address(address: str) -> str:
    """Return what is kept of an address. Without the site's secret: what was stopped stays so when that is changed."""
    return sha256(clean_address(address).encode()).hexdigest()


def readers_of(appointment: Appointment) -> ReaderQuerySet:
    """Return the readers that a representative is, in whatever programmes: at their address, or at one they had."""
    here = Q(address_hash=hash_of_address(appointment.person.address))
    theirs = Reader.objects.filter(people=appointment.person).values("pk")
    return Reader.objects.filter(here | Q(pk__in=theirs))


def messages_to(reader: Reader) -> MessageQuerySet:
    """Return all messages to one reader."""
    return Message.objects.about("digest", reader.programme_id, reader.pk)


def about_digest(reader: Reader, on: date) -> About:
    """Return what the one message is about that a reader can get of a day."""
    return About("digest", reader.programme_id, reader.pk, occasion=MessageKey.of(reader.pk, on).occasion)
