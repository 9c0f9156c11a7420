"""Who handed something in: shown at the desk by a look that is logged, and forgotten when they ask."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.pages import SignedInRequest
from consultations import services
from consultations.models import HandIn
from programmes.desk import desk_programme

KEEP = "consultations.keep_wall"


@never_cache
@login_required
@require_POST
def giver_look(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show who handed something in and how to reach them."""
    hand_in, at = _hand_in_or_404(request, slug, pk), timezone.now()
    services.look_at_giver(hand_in, by=request.user, at=at)
    context = {"programme": hand_in.thing.programme, "hand_in": hand_in, "back": _page_of(hand_in), "at": at}
    return render(request, "consultations/giver_look.html", context)


@never_cache
@login_required
@require_POST
def giver_forget(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Forget who handed something in, at their word."""
    hand_in = _hand_in_or_404(request, slug, pk)
    services.forget_giver(hand_in, by=request.user, at=timezone.now())
    messages.success(request, "Nobody can find out here any more who handed it in.")
    return redirect(_page_of(hand_in))


def _hand_in_or_404(request: SignedInRequest, slug: str, pk: int) -> HandIn:
    programme = desk_programme(request, slug, KEEP)
    mine = HandIn.objects.of_programme(programme)
    return get_object_or_404(mine.select_related("poster__programme", "conversation__programme"), pk=pk)


def _page_of(hand_in: HandIn) -> str:
    kind = "poster" if hand_in.poster_id else "conversation"
    return reverse(f"consultations:{kind}-review", args=[hand_in.thing.programme.slug, hand_in.thing.pk])
