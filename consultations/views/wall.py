"""The desk's pages for the wall: what has come, what each poster says, who agrees, and what is public."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from consultations import services
from consultations.forms.wall import CallForm, ConsentForm, ExchangeForm, PhotographForm, PosterForm, WithdrawForm
from consultations.models import Poster, PosterCall, SentPicture
from consultations.printing import captions_pdf
from consultations.publication_checks import what_is_lacking
from kit.pdf import PdfNotPossible
from kit.refusals import InvalidTransition, Refused, StaleEdit
from programmes.desk import desk_programme
from programmes.models import Programme

KEEP = "consultations.keep_wall"
WITHDRAW = "consultations.withdraw_poster"
PUBLISH = "consultations.publish_poster"


@never_cache
@login_required
@require_safe
def poster_review_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what has come and what each poster still needs, what is public, and what was withdrawn."""
    programme, at = desk_programme(request, slug), timezone.now()
    posters = programme.posters.select_related("hand_in").prefetch_related("answers", "sent_pictures")
    call = PosterCall.objects.filter(programme=programme).first()
    context = {
        "programme": programme,
        "waiting": [(poster, what_is_lacking(poster), _picture_state(poster)) for poster in posters.waiting()],
        "public": posters.published().order_by("number"),
        "withdrawn": posters.withdrawn().order_by("-withdrawn_at", "-pk"),
        "call": call,
        "clock": call and call.clock(at),
        "may_keep": request.user.has_perm(KEEP, programme),
    }
    return render(request, "consultations/poster_review_list.html", context)


@never_cache
@login_required
@require_safe
def poster_captions(request: SignedInRequest, slug: str, paper: str) -> HttpResponse:
    """Give the captions of the posters that are public as PDF, to hang beside them."""
    programme = desk_programme(request, slug)
    try:
        pdf = captions_pdf(programme, paper.upper())
    except PdfNotPossible:
        return render(request, "consultations/poster_captions_missing.html", {"programme": programme}, status=503)
    if pdf is None:
        raise Http404("No poster is public yet.")
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-captions-{paper}.pdf"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poster_review(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show one poster as it came; write down what it says."""
    programme = desk_programme(request, slug)
    poster = _poster_or_404(programme, pk)
    may_keep = request.user.has_perm(KEEP, programme)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    form, status = PosterForm(request.POST if request.method == "POST" else None, poster=poster), 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit_poster(poster, details=form.snapshot, version=version, by=request.user, at=timezone.now())
        except StaleEdit as stale:
            form.overtaken_by(stale.current)
            status = 409
        except (services.NumberTaken, InvalidTransition) as refusal:
            form.add_error("number" if isinstance(refusal, services.NumberTaken) else None, str(refusal))
        else:
            messages.success(request, "What you wrote is kept.")
            return redirect("consultations:poster-review", slug, pk)
    context = {
        "programme": programme,
        "poster": poster,
        "form": form,
        "lacking": what_is_lacking(poster),
        "picture_state": _picture_state(poster),
        "next_number": programme.posters.all().next_number(),
        "may_keep": may_keep,
        "may_publish": request.user.has_perm(PUBLISH, programme),
        "may_withdraw": request.user.has_perm(WITHDRAW, programme),
    }
    return render(request, "consultations/poster_review.html", context, status=status)


@never_cache
@login_required
@require_safe
def poster_review_picture(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give the team the picture of a poster that is not public yet."""
    poster = _poster_or_404(desk_programme(request, slug), pk)
    if not poster.picture or not poster.picture.storage.exists(str(poster.picture.name)):
        raise Http404
    with poster.picture.open() as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poster_photograph(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add a photograph of a paper poster: one field, and everything else later."""
    programme = desk_programme(request, slug, KEEP)
    form = PhotographForm(request.POST, request.FILES) if request.method == "POST" else PhotographForm()
    if request.method == "POST" and form.is_valid():
        file, title = form.cleaned_data["photograph"], form.cleaned_data["title"]
        try:
            poster = services.add_photograph(
                programme, key=form.form_key, file=file, title=title, by=request.user, at=timezone.now()
            )
        except services.HandedInAlready:
            form.begin_anew()
            form.add_error(None, "This form was sent already, with another title. Press again if this is another one.")
        else:
            messages.success(request, f"“{poster.name}” is taken in. Add the next one, or transcribe it later.")
            return redirect("consultations:poster-photograph", slug)
    return render(request, "consultations/poster_photograph.html", {"programme": programme, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poster_exchange(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give a poster another photograph."""

    def exchange(poster: Poster, form: forms.Form) -> None:
        file = form.cleaned_data["photograph"]
        services.exchange_photograph(poster, file=file, by=request.user, at=timezone.now())

    asked = "Another photograph of this poster"
    return _asked(request, slug, pk, KEEP, ExchangeForm, exchange, asked, "Add it", "The photograph is taken in.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poster_consent(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that the group agrees that its poster is shown."""

    def agree(poster: Poster, form: forms.Form) -> None:
        services.record_consent(poster, **form.cleaned_data, by=request.user, at=timezone.now())

    asked = "The group agrees that this poster is shown"
    return _asked(request, slug, pk, KEEP, ConsentForm, agree, asked, "Write it down", "Their consent is written down.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poster_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a poster at its group's word; it is gone from every public page at once."""

    def withdraw(poster: Poster, form: forms.Form) -> None:
        services.withdraw_poster(poster, **form.cleaned_data, by=request.user, at=timezone.now())

    asked, done = "Withdraw this poster", "The poster is withdrawn. It stands on no public page any more."
    return _asked(request, slug, pk, WITHDRAW, WithdrawForm, withdraw, asked, "Withdraw it", done)


@never_cache
@login_required
@require_POST
def poster_publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show a poster to everybody, or say what it still needs."""
    poster = _poster_or_404(desk_programme(request, slug, PUBLISH), pk)
    try:
        services.publish_poster(poster, by=request.user, at=timezone.now())
    except (services.ConsentMissing, services.StillLacking, InvalidTransition) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Everybody can see this poster now.")
    return redirect("consultations:poster-review", slug, pk)


@never_cache
@login_required
@require_POST
def poster_take_down(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a poster off the public pages, to put something right."""
    poster = _poster_or_404(desk_programme(request, slug, PUBLISH), pk)
    try:
        services.take_down_poster(poster, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("consultations:poster-review", slug, pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def poster_call_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say from when until when anybody may hand something in."""
    programme = desk_programme(request, slug, KEEP)
    call = PosterCall.objects.filter(programme=programme).first()
    form = CallForm(request.POST if request.method == "POST" else None, call=call)
    if request.method == "POST" and form.is_valid():
        services.set_poster_call(programme, **form.for_service(), by=request.user, at=timezone.now())
        messages.success(request, "It is kept.")
        return redirect("consultations:poster-review-list", slug)
    return render(request, "consultations/poster_call_edit.html", {"programme": programme, "form": form, "call": call})


def _poster_or_404(programme: Programme, pk: int) -> Poster:
    posters = programme.posters.select_related("programme", "hand_in__entered_by", "speaking_for", "withdrawn_by")
    return get_object_or_404(posters, pk=pk)


def _picture_state(poster: Poster) -> SentPicture | None:
    """Return the photograph that came last, while it waits or was refused; None when the picture is as it should be."""
    newest = max(poster.sent_pictures.all(), key=lambda sent: sent.pk, default=None)
    return newest if newest is not None and newest.state != SentPicture.State.DRAWN else None


def _asked(
    request: SignedInRequest,
    slug: str,
    pk: int,
    permission: str,
    form_class: type[forms.Form],
    do: Callable[[Poster, forms.Form], None],
    asked: str,
    button: str,
    done: str,
) -> HttpResponse:
    """Ask for one thing about a poster, and do it."""
    programme = desk_programme(request, slug, permission)
    poster = _poster_or_404(programme, pk)
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if request.method == "POST" and form.is_valid():
        try:
            do(poster, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("consultations:poster-review", slug, pk)
    context = {"programme": programme, "poster": poster, "form": form, "asked": asked, "button": button}
    return render(request, "consultations/poster_asked.html", context)
