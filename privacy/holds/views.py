"""Holds at the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.pages import act, page_of, posted, sent_once
from privacy.holds.forms import HoldForm
from privacy.holds.services import change_hold, release_hold, set_hold
from privacy.models import Hold
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import reword

KEEP = "privacy.keep_holds"


@desk_page(KEEP)
def hold_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the holds of a programme: those that stand first, the newest first."""
    today = timezone.localdate()
    holds = programme.holds.select_related("set_by", "released_by", "request__programme").in_order(today)
    page = page_of(request, holds, find=["reason"])
    standing = {hold.pk for hold in page if hold.stands(today)}
    return render(request, "privacy/hold_list.html", {"programme": programme, "page": page, "standing": standing})


@desk_page(KEEP, "GET", "POST")
@sent_once
def hold_set(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Keep what a programme holds from being deleted."""
    form = reword(posted(request, HoldForm), programme)
    done = "Nothing of it is deleted while this holds."
    if form.is_valid() and act(request, set_hold, programme, form=form, done=done, **form.for_service()):
        return redirect("privacy:hold-list", programme.slug)
    return render(request, "privacy/hold_set.html", {"programme": programme, "form": form})


@desk_page(KEEP, "GET", "POST")
def hold_change(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Put the reason or the last day of a hold right, or say what it keeps; that of a request leads back to it."""
    hold = _hold_or_404(programme, pk)
    initial = {"reason": hold.reason, "kinds": hold.kinds, "last_on": hold.last_on}
    form = reword(posted(request, HoldForm, initial=initial), programme)
    if form.is_valid() and act(request, change_hold, hold, form=form, done="Kept.", **form.for_service()):
        return redirect(hold.request or reverse("privacy:hold-list", args=[programme.slug]))
    return render(request, "privacy/hold_change.html", {"programme": programme, "hold": hold, "form": form})


@desk_page(KEEP, "POST")
def hold_release(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Release a hold: what it kept is deleted when its time comes."""
    hold = _hold_or_404(programme, pk)
    back = reverse("privacy:hold-list", args=[programme.slug])
    told = "What it alone kept from being deleted is deleted when its time comes, perhaps tonight."
    if asked := ask_first(request, "Release this hold?", told, yes="Release it", back=back):
        return asked
    act(request, release_hold, hold, done="Released.")
    return redirect(back)


def _hold_or_404(programme: Programme, pk: int) -> Hold:
    return get_object_or_404(Hold.objects.select_related("request__programme"), programme=programme, pk=pk)
