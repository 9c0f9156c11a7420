"""How many connections may be open to the relay at once, over all workers on all hosts: one row for each."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from outbox.models import Line

FAST_LANE = 0


class AllEngaged(Exception):
    """As many connections are open as the relay allows. Those who hold them send what is due."""


@contextmanager
def line() -> Iterator[Line]:
    """Hold one line to the relay. Line 0 is the fast lane's: it is given when all others are engaged.

    Raises AllEngaged when that is too.
    """
    held = _take()
    try:
        yield held
    finally:
        Line.objects.filter(pk=held.pk, holder=held.holder).update(holder="", lease_until=None)


def keep(held: Line) -> bool:
    """Renew the lease. False if it had run out and somebody else holds the line."""
    return bool(Line.objects.filter(pk=held.pk, holder=held.holder).update(lease_until=_until()))


def _take() -> Line:
    wanted = range(settings.OUTBOX_CONNECTIONS + 1)
    with transaction.atomic():
        if Line.objects.filter(number__in=wanted).count() < len(wanted):
            Line.objects.bulk_create([Line(number=number) for number in wanted], ignore_conflicts=True)
        free = Line.objects.filter(Q(lease_until=None) | Q(lease_until__lt=Now()), number__in=wanted)
        held = free.order_by("-number").select_for_update(skip_locked=True).first()
        if held is None:
            raise AllEngaged
        held.holder = secrets.token_hex(16)
        Line.objects.filter(pk=held.pk).update(holder=held.holder, lease_until=_until())
    return held


def _until() -> object:
    return Now() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
