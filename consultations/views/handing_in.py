"""Handing in a poster, and telling of a conversation: public pages that need no account and set no cookie.

Nobody is signed in here, so that there is nothing a page of somebody else could misuse: no CSRF token is asked for,
which would turn away telephones that keep no cookies.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms.handing_in import ConversationForm, HandInForm
from consultations.models import HandIn, PosterCall, SentPicture
from consultations.pictures import MOST_BYTES
from consultations.printing import template_pdf
from consultations.services import CallClosed, HandedInAlready, hand_in_poster, keep_photograph, log_conversation
from kit.pdf import PdfNotPossible
from kit.public_forms import KeyedForm, key_in, may_send
from kit.windows import Clock
from programmes.publication import page

# A photograph that is somewhat too large is told so on its form; beyond this the request is not even read.
MOST_REQUEST = 3 * MOST_BYTES
SHOWN_FOR = timedelta(hours=1)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poster_hand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a poster and take it in; while nothing can be handed in, say since or until when."""
    call, at = _call_or_404(slug), timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_REQUEST:
        return _page("hand_in_too_large", call, at, status=413)
    if request.method != "POST":
        if call.clock(at) != Clock.OPEN:
            return _page("hand_in_closed", call, at)
        return _page("poster_hand_in", call, at, form=HandInForm(programme=call.programme))
    form = _sent_form(request, call, at)
    if form.is_valid() and may_send(request, form):
        try:
            hand_in_poster(call.programme, key=form.form_key, words=form.words(), at=at)
        except (CallClosed, HandedInAlready) as refusal:
            _refuse(form, refusal, call)
            if isinstance(refusal, HandedInAlready):
                _keep(form, call, at, kept=False)
        else:
            return redirect("consultations:poster-thanks", slug, form.form_key)
    return _page("poster_hand_in", call, at, form=form)


@never_cache
@require_safe
def poster_thanks(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show a group what we have of them, for an hour; after that only thank them."""
    call, at = _call_or_404(slug), timezone.now()
    handed_in = get_object_or_404(
        HandIn.objects.select_related("poster__speaking_for"), poster__programme=call.programme_id, key=key
    )
    poster = handed_in.poster
    if poster is None or at - handed_in.handed_in_at >= SHOWN_FOR:
        return _page("poster_thanks", call, at)
    answers = poster.answers.in_order()
    picture = poster.sent_pictures.order_by("-pk").first()
    return _page("poster_thanks", call, at, poster=poster, handed_in=handed_in, answers=answers, picture=picture)


@require_safe
def poster_template(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    """Give the poster template as PDF, to print, fill in and hand in."""
    call = _call_or_404(slug)
    try:
        pdf = template_pdf(call, paper.upper())
    except PdfNotPossible:
        return _page("poster_template_missing", call, timezone.now(), status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-poster-{paper}.pdf"'
    return response


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversation_tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what was said in a conversation and take it in; while nothing can be handed in, say so."""
    call, at = _call_or_404(slug), timezone.now()
    if request.method != "POST" and call.clock(at) != Clock.OPEN:
        return _page("hand_in_closed", call, at)
    form = ConversationForm(request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid() and may_send(request, form):
        try:
            log_conversation(call.programme, key=form.form_key, words=form.words(), at=at)
        except (CallClosed, HandedInAlready) as refusal:
            _refuse(form, refusal, call)
        else:
            return redirect("consultations:conversation-thanks", slug, form.form_key)
    return _page("conversation_tell", call, at, form=form)


@never_cache
@require_safe
def conversation_thanks(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show somebody what we have of their conversation, for an hour; after that only thank them."""
    call, at = _call_or_404(slug), timezone.now()
    handed_in = get_object_or_404(
        HandIn.objects.select_related("conversation"), conversation__programme=call.programme_id, key=key
    )
    fresh = at - handed_in.handed_in_at < SHOWN_FOR
    return _page("conversation_thanks", call, at, handed_in=handed_in if fresh else None)


def _call_or_404(slug: str) -> PosterCall:
    calls = PosterCall.objects.select_related("programme").filter(programme__published_at__isnull=False)
    return get_object_or_404(calls, programme__slug=slug)


def _page(template: str, call: PosterCall, at: datetime, status: int = 200, **context: object) -> HttpResponse:
    context |= {"programme": call.programme, "call": call, "clock": call.clock(at)}
    if template == "poster_hand_in":
        context["documents"] = call.programme.documents.information_sheets().order_by("pk")
    return page(f"consultations/{template}.html", context, status=status)


def _sent_form(request: HttpRequest, call: PosterCall, at: datetime) -> HandInForm:
    """Read the form, and keep its photograph whatever else must be put right."""
    mine = SentPicture.objects.filter(key=key_in(request.POST), programme=call.programme_id)
    kept = mine.exists()
    form = HandInForm(request.POST, request.FILES, programme=call.programme, kept=kept)
    form.is_valid()
    _keep(form, call, at, kept=kept)
    return form


def _keep(form: HandInForm, call: PosterCall, at: datetime, *, kept: bool) -> None:
    """Keep the photograph that came under the form's key; `kept`: one is there already."""
    if form.came is not None and call.clock(at) == Clock.OPEN:
        keep_photograph(call.programme, key=form.form_key, file=form.came, at=at)
        kept = True
    form.is_kept(kept)


def _refuse(form: KeyedForm, refusal: CallClosed | HandedInAlready, call: PosterCall) -> None:
    """Keep what was typed, say what happened, and what to do."""
    if isinstance(refusal, CallClosed):
        write_to = call.programme.contact_email
        form.add_error(None, f"Handing in has closed meanwhile. Copy what you wrote and send it to {write_to}.")
        return
    form.already_sent()
