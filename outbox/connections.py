"""How many connections may be open to the relay at once, over all workers on all hosts: one slot for each."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from outbox.models import ConnectionSlot

FAST_LANE = 0


class NoSlotFree(Exception):
    """As many connections are open as the relay allows. Those who hold them send what is due."""


@contextmanager
def hold_slot() -> Iterator[ConnectionSlot]:
    """Hold the right to one connection to the relay. Slot 0 is the fast lane's: it is given when all others are taken.

    Raises NoSlotFree when that is too.
    """
    slot = _take_slot()
    try:
        yield slot
    finally:
        ConnectionSlot.objects.filter(pk=slot.pk, holder=slot.holder).update(holder="", lease_until=None)


def renew_lease(slot: ConnectionSlot) -> bool:
    """Renew the lease. False if it had run out and somebody else holds the slot."""
    return bool(ConnectionSlot.objects.filter(pk=slot.pk, holder=slot.holder).update(lease_until=_lease_end(slot)))


def _take_slot() -> ConnectionSlot:
    wanted = range(settings.OUTBOX_CONNECTIONS + 1)
    with transaction.atomic():
        if ConnectionSlot.objects.filter(number__in=wanted).count() < len(wanted):
            slots = [ConnectionSlot(number=number) for number in wanted]
            ConnectionSlot.objects.bulk_create(slots, ignore_conflicts=True)
        free = ConnectionSlot.objects.filter(Q(lease_until=None) | Q(lease_until__lt=Now()), number__in=wanted)
        slot = free.order_by("-number").select_for_update(skip_locked=True).first()
        if slot is None:
            raise NoSlotFree
        slot.holder = secrets.token_hex(16)
        ConnectionSlot.objects.filter(pk=slot.pk).update(holder=slot.holder, lease_until=_lease_end(slot))
    return slot


def _lease_end(slot: ConnectionSlot) -> object:
    is_fast = slot.number == FAST_LANE
    return Now() + timedelta(seconds=settings.OUTBOX_FAST_LEASE_SECONDS if is_fast else settings.OUTBOX_LEASE_SECONDS)
