"""Handing in a poster: public pages that need no account, and set no cookie before something is sent.

Nobody is signed in here, so that there is nothing a page of somebody else could misuse: no CSRF token is asked for,
which would turn away telephones that keep no cookies.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from consultations.hand_ins.models import HandIn, PosterCall
from consultations.hand_ins.pages import call_or_404, hand_in_page
from consultations.posters.forms import PosterHandInForm
from consultations.posters.models import SentPicture
from consultations.posters.printing import template_pdf
from consultations.posters.services.hand_in import hand_in_poster, keep_photograph
from kit.pages import act, posted
from kit.pdf import PdfNotPossible, as_pdf
from kit.public_forms import SHOWN_FOR, is_thanked, key_in, may_send, open_page, thank
from kit.windows import Clock
from programmes.models import Document, Programme


@open_page("GET", "POST")
def poster_hand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a poster and take it in; while nothing can be handed in, say since or until when."""
    call, at = call_or_404(slug), timezone.now()
    if request.method != "POST" and call.clock(at) != Clock.OPEN:
        return hand_in_page("hand_in_closed", call, at)
    kept = SentPicture.objects.filter(key=key_in(request.POST), programme=call.programme_id).exists()
    form = posted(request, PosterHandInForm, programme=call.programme, kept=kept)
    form.is_valid()
    # Counted before anything is stored.
    may = request.method == "POST" and may_send(request, form)
    # Kept whatever else must be put right.
    _keep_photograph(request, form, call, at, may=may)
    if may and form.is_valid():
        key, words = form.form_key, form.words()
        if act(request, hand_in_poster, call.programme, form=form, by=None, key=key, words=words):
            return thank("consultations:poster-thanks", slug, form.form_key)
        if form.form_key != key:
            # Pressed again it is another poster, with a photograph of its own.
            form.has_photograph(False)
            _keep_photograph(request, form, call, at)
    return hand_in_page("poster_hand_in", call, at, form=form, documents=_information_sheets(call.programme))


@open_page()
def poster_thanks(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show a group what we have of them, for an hour, and how to reach them to their browser; then only thank them."""
    call, at = call_or_404(slug), timezone.now()
    hand_ins = HandIn.objects.select_related("poster__speaking_for")
    hand_in = get_object_or_404(hand_ins, poster__programme=call.programme_id, key=key)
    poster = hand_in.poster
    if poster is None or at - hand_in.handed_in_at >= SHOWN_FOR:
        return hand_in_page("poster_thanks", call, at)
    answers = poster.answers.in_order()
    picture = poster.sent_pictures.order_by("-pk").first()
    sent: dict[str, Any] = {"poster": poster, "hand_in": hand_in, "answers": answers, "picture": picture}
    return hand_in_page("poster_thanks", call, at, is_thanked=is_thanked(request), **sent)


@open_page()
def poster_template(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    """Give the poster template as PDF, to print, fill in and hand in."""
    call = call_or_404(slug)
    try:
        pdf = template_pdf(call, paper.upper())
    except PdfNotPossible:
        return hand_in_page("poster_template_missing", call, timezone.now(), status=503)
    return as_pdf(pdf, f"{slug}-poster-{paper}.pdf")


def _information_sheets(programme: Programme) -> QuerySet[Document]:
    """Return what groups can read before they begin, in every format."""
    return programme.documents.information_sheets().with_page().order_by("pk")


def _keep_photograph(
    request: HttpRequest, form: PosterHandInForm, call: PosterCall, at: datetime, *, may: bool = True
) -> None:
    """Keep the photograph that was sent, where there is one, under the form's key; else say that it must come again."""
    file = form.sent_photograph
    if file is None or call.clock(at) != Clock.OPEN:
        return
    if not may:
        form.add_error("photograph", "Your photograph was not kept. Choose it again before you press.")
    elif act(request, keep_photograph, call.programme, form=form, by=None, key=form.form_key, file=file):
        form.has_photograph(True)
