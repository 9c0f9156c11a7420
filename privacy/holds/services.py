"""Holds: set, changed and released. What deletes calls `lock_holds`, then asks `Hold.objects.on(day)`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import before, record
from accounts.models import User
from kit.lifecycle import swap
from kit.refusals import Refused
from privacy.holds.models import Hold
from privacy.locks import lock_holds
from privacy.requests.models import Request
from privacy.verbs import Verb
from programmes.models import Programme

RELEASED = "This hold has been released already."
ASKED_FOR = "What is asked for is not deleted while the request, a review or an appeal can go on."


def set_hold(
    programme: Programme,
    *,
    reason: str,
    until_on: date | None = None,
    request: Request | None = None,
    by: User | None,
    at: datetime,
) -> Hold:
    """Keep what a programme holds from being deleted, until a day or until it is released.

    Refuses without a reason, and a day that is past. `by` is None for a request that came by the public form.
    """
    _refuse(reason, until_on, at)
    with transaction.atomic():
        lock_holds([programme.pk])
        hold = Hold.objects.create(
            programme=programme, reason=reason.strip(), until_on=until_on, request=request, set_at=at, set_by=by
        )
        record(Verb.HOLD_SET, hold, by=by, at=at, programme_id=programme.pk)
    return hold


def change_hold(hold: Hold, *, reason: str, until_on: date | None, by: User, at: datetime) -> Hold:
    """Put the reason or the day of a hold right. Refuses as `set_hold`, and (InvalidTransition) a released one."""
    _refuse(reason, until_on, at)
    with transaction.atomic():
        lock_holds([hold.programme_id])
        was = before(hold, ["reason", "until_on"])
        swap(hold, Hold.objects.filter(released_at=None), RELEASED, reason=reason.strip(), until_on=until_on)
        record(Verb.HOLD_CHANGED, hold, by=by, at=at, programme_id=hold.programme_id, was=was)
    return hold


def release_hold(hold: Hold, *, by: User, at: datetime) -> Hold:
    """Let what was held be deleted again when its time comes. Refuses (InvalidTransition) one released before."""
    with transaction.atomic():
        swap(hold, Hold.objects.filter(released_at=None), RELEASED, released_at=at, released_by=by)
        record(Verb.HOLD_RELEASED, hold, by=by, at=at, programme_id=hold.programme_id)
    return hold


def _refuse(reason: str, until_on: date | None, at: datetime) -> None:
    if not reason.strip():
        raise Refused("Say why nothing may be deleted.", field="reason")
    if until_on is not None and until_on <= timezone.localdate(at):
        raise Refused("This day is past: choose a later one, or none.", field="last_on")
