"""Holds: set, changed and released. What deletes calls `lock_holds`, then asks `Hold.objects.on(day)`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import before, record
from accounts.models import User
from kit.data_map import Heading
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
    kinds: Iterable[Heading] = (),
    until_on: date | None = None,
    request: Request | None = None,
    by: User | None,
    at: datetime,
) -> Hold:
    """Keep what a programme holds, or some `kinds` of it, from being deleted, until a day or until it is released.

    Refuses without a reason, and a day that is past. `by` is None for a request that came by the public form.
    """
    _refuse(reason, until_on, at)
    with transaction.atomic():
        lock_holds([programme.pk])
        hold = Hold.objects.create(
            programme=programme, reason=reason.strip(), kinds=_names(kinds), until_on=until_on, request=request,
            set_at=at, set_by=by,
        )  # fmt: skip
        record(Verb.HOLD_SET, hold, by=by, at=at, programme_id=programme.pk, kinds=hold.kinds)
    return hold


def change_hold(
    hold: Hold, *, reason: str, kinds: Iterable[Heading], until_on: date | None, by: User, at: datetime
) -> Hold:
    """Put the reason of a hold right, or the day, or say which kinds it keeps: none chosen is everything.

    Refuses as `set_hold`, and (InvalidTransition) a released one.
    """
    _refuse(reason, until_on, at)
    changed = {"reason": reason.strip(), "kinds": _names(kinds), "until_on": until_on}
    with transaction.atomic():
        lock_holds([hold.programme_id])
        # The kinds are codes, and the log names them: what was let go by it has to be found afterwards.
        was = before(hold, ["reason", "until_on"]) | {"kinds": hold.kinds}
        swap(hold, Hold.objects.filter(released_at=None), RELEASED, **changed)
        record(Verb.HOLD_CHANGED, hold, by=by, at=at, programme_id=hold.programme_id, was=was, kinds=changed["kinds"])
    return hold


def release_hold(hold: Hold, *, by: User, at: datetime) -> Hold:
    """Let what was held be deleted again when its time comes. Refuses (InvalidTransition) one released before."""
    with transaction.atomic():
        swap(hold, Hold.objects.filter(released_at=None), RELEASED, released_at=at, released_by=by)
        record(Verb.HOLD_RELEASED, hold, by=by, at=at, programme_id=hold.programme_id)
    return hold


def _names(kinds: Iterable[Heading]) -> list[str]:
    """Return the names of kinds in one order, whichever way they were chosen."""
    chosen = set(kinds)
    return [heading.name for heading in Heading if heading in chosen]


def _refuse(reason: str, until_on: date | None, at: datetime) -> None:
    if not reason.strip():
        raise Refused("Say why it may not be deleted.", field="reason")
    if until_on is not None and until_on <= timezone.localdate(at):
        raise Refused("This day is past: choose a later one, or none.", field="last_on")
