"""Giving somebody what is held of them: by a link with a code, or on paper; opening it, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.audit import record
from accounts.models import User
from kit.lifecycle import swap
from kit.refusals import Refused
from privacy.access.emails import send_link
from privacy.access.links import give_link, is_code_of
from privacy.access.models import WRONG_CODES, Bundle
from privacy.finding.still_to_do import still_to_do
from privacy.requests.models import Request, RequestKind
from privacy.verbs import Verb

NOT_ACCESS = "Only whoever asked to see what is held is given it."
WRONG = "This is not the code. It has eight digits."
LOCKED = "Too many wrong codes were typed, so this link opens nothing any more. Ask us for a new one."


def give_bundle(request: Request, *, by: User, at: datetime) -> Bundle:
    """Give whoever asked what was found of them: a link by e-mail, where they have an address, and a code.

    Given again there is a new link and a new code, and the old ones open nothing. Refuses what is no request to see
    it, while it was not made sure who asks, before anything was looked for, and while something waits.
    """
    with transaction.atomic():
        stored = Request.objects.select_for_update(of=("self",)).select_related("programme").get(pk=request.pk)
        _refuse(stored)
        bundle = Bundle.objects.filter(request=stored).first() or Bundle(request=stored)
        bundle.given_at, bundle.given_by, bundle.by_email = at, by, bool(stored.email)
        bundle.opened_at = None
        give_link(bundle, at)
        bundle.save()
        record(Verb.BUNDLE_GIVEN, stored, by=by, at=at, programme_id=stored.programme_id, by_email=bundle.by_email)
        if bundle.by_email:
            send_link(bundle, at=at)
    return bundle


def revoke_bundle(bundle: Bundle, *, by: User, at: datetime) -> Bundle:
    """Let the link of a bundle open nothing any more. Refuses (InvalidTransition) one that was revoked before."""
    with transaction.atomic():
        among = Bundle.objects.filter(link_revoked_at=None)
        swap(bundle, among, "This link opens nothing any more.", link_revoked_at=at)
        programme_id = bundle.request.programme_id
        record(Verb.BUNDLE_REVOKED, bundle.request, by=by, at=at, programme_id=programme_id)
    return bundle


def open_bundle(bundle: Bundle, *, code: str, by: User | None, at: datetime) -> Bundle:
    """Open a bundle by its code, and write down that it was opened.

    Refuses a wrong code, which is counted; after five the link opens nothing. What is counted stays counted.
    """
    with transaction.atomic():
        # One at a time: of many who guess at once, none is counted less.
        stored = Bundle.objects.select_for_update(of=("self",)).select_related("request").get(pk=bundle.pk)
        if not stored.is_open(at):
            raise Refused(LOCKED, field="code")
        is_right = is_code_of(stored, code)
        if is_right:
            Bundle.objects.filter(pk=stored.pk).update(opened_at=at)
        else:
            Bundle.objects.filter(pk=stored.pk).update(wrong_codes=F("wrong_codes") + 1)
        verb = Verb.BUNDLE_OPENED if is_right else Verb.WRONG_CODE
        record(verb, stored.request, by=by, at=at, programme_id=stored.request.programme_id)
    if not is_right:
        raise Refused(LOCKED if stored.wrong_codes + 1 >= WRONG_CODES else WRONG, field="code")
    return stored


def _refuse(request: Request) -> None:
    if request.kind != RequestKind.ACCESS:
        raise Refused(NOT_ACCESS)
    if reasons := still_to_do(request):
        raise Refused(" ".join(reasons))
