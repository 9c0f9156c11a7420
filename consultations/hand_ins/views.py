"""When anybody may hand something in; and who did: shown by a look that is logged, and forgotten when they ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.pages import SignedInRequest
from consultations.hand_ins.forms import CallForm
from consultations.hand_ins.models import HandIn, PosterCall
from consultations.hand_ins.services import forget_contact, set_poster_call
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, posted
from programmes.desk import desk_page
from programmes.models import Programme

MANAGE = "consultations.manage_hand_ins"


@desk_page(MANAGE, "GET", "POST")
def poster_call_edit(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Ask from when until when anybody may hand something in."""
    form = posted(request, CallForm, call=PosterCall.objects.of(programme))
    if form.is_valid() and act(
        request, set_poster_call, programme, form=form, done="It is kept.", **form.for_service()
    ):
        return redirect("consultations:poster-review-list", programme.slug)
    return render(request, "consultations/poster_call_edit.html", {"programme": programme, "form": form})


@desk_page(MANAGE, "POST")
def hand_in_contact_look(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show who handed something in and how to reach them."""
    hand_in = _hand_in_or_404(programme, pk)
    look(request, hand_in.thing, programme.pk)
    context = {"programme": programme, "hand_in": hand_in, "back": _page_of(hand_in)}
    return render(request, "consultations/hand_in_contact_look.html", context)


@desk_page(MANAGE, "POST")
def hand_in_contact_forget(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Forget who handed something in, at their word."""
    hand_in = _hand_in_or_404(programme, pk)
    told = "Nobody can find out here any more who it was, or ask them anything. This cannot be undone."
    yes, back = "Forget who handed it in", _page_of(hand_in)
    if asked := ask_first(request, "Forget who handed it in?", told, yes=yes, back=back):
        return asked
    act(request, forget_contact, hand_in, done="Nobody can find out here any more who handed it in.")
    return redirect(_page_of(hand_in))


def _hand_in_or_404(programme: Programme, pk: int) -> HandIn:
    mine = HandIn.objects.of_programme(programme)
    things = ("poster__programme", "conversation__programme", "feedback__programme")
    return get_object_or_404(mine.select_related(*things), pk=pk)


def _page_of(hand_in: HandIn) -> str:
    kind = "poster" if hand_in.poster_id else "feedback" if hand_in.feedback_id else "conversation"
    return reverse(f"consultations:{kind}-review", args=[hand_in.thing.programme.slug, hand_in.thing.pk])
