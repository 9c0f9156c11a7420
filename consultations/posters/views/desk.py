"""The desk's pages for posters: what has come, what each says, who agrees, and what is public."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from consultations.hand_ins.models import PosterCall
from consultations.posters.forms import ConsentForm, ExchangeForm, PhotographForm, PosterForm, WithdrawForm
from consultations.posters.models import Poster
from consultations.posters.printing import captions_pdf
from consultations.posters.publication_checks import missing_before_publication
from consultations.posters.services.editing import edit_poster, exchange_photograph
from consultations.posters.services.hand_in import add_photograph
from consultations.posters.services.publishing import publish_poster, record_consent, take_down_poster, withdraw_poster
from kit.numbering import next_number
from kit.pages import act, page_of, posted, sent_once
from kit.pdf import PdfNotPossible, as_pdf
from programmes.desk import desk_page, public_now
from programmes.models import Programme
from programmes.nouns import in_words_of

MANAGE = "consultations.manage_hand_ins"
WITHDRAW = "consultations.withdraw_poster"
PUBLISH = "consultations.publish_poster"


@desk_page()
def poster_review_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what has come and what each poster still needs, what is public, and what was withdrawn."""
    posters = programme.posters.in_order_of_review().prefetch_related("answers", "sent_pictures")
    page = page_of(request, posters, find=["number", "title", "group_name", "place", "words", "transcript"])
    call = PosterCall.objects.of(programme)
    context = {
        "programme": programme,
        "page": page,
        "pending": [(each, missing_before_publication(each)) for each in page if each.is_pending],
        "public": [each for each in page if each.published_at],
        "withdrawn": [each for each in page if each.withdrawn_at],
        "has_public": programme.posters.published().exists(),
        "call": call,
        "clock": call and call.clock(timezone.now()),
        "may_manage": request.user.has_perm(MANAGE, programme),
    }
    return render(request, "consultations/poster_review_list.html", context)


@desk_page()
def poster_captions(request: SignedInRequest, programme: Programme, paper: str) -> HttpResponse:
    """Give the captions of the posters that are public as PDF, to hang beside them."""
    try:
        pdf = captions_pdf(programme, paper.upper())
    except PdfNotPossible as why:
        context = {"programme": programme, "why": str(why)}
        return render(request, "consultations/poster_captions_missing.html", context, status=503)
    if pdf is None:
        raise Http404("Nothing is public yet.")
    return as_pdf(pdf, f"{programme.slug}-captions-{paper}.pdf")


@desk_page("programmes.view_work", "GET", "POST")
def poster_review(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show one poster as it came; take in what it says."""
    poster = _poster_or_404(programme, pk)
    may_manage = request.user.has_perm(MANAGE, programme)
    if request.method == "POST" and not may_manage:
        raise PermissionDenied
    form, done = posted(request, PosterForm, poster=poster), "What you wrote is kept."
    if form.is_valid() and act(request, edit_poster, poster, form=form, done=done, **form.for_service()):
        return redirect("consultations:poster-review", programme.slug, pk)
    context = {
        "programme": programme,
        "poster": poster,
        "form": form,
        "missing": missing_before_publication(poster),
        "next_number": next_number(programme.posters.all()),
        "may_manage": may_manage,
        "may_publish": request.user.has_perm(PUBLISH, programme),
        "may_withdraw": request.user.has_perm(WITHDRAW, programme),
    }
    return render(request, "consultations/poster_review.html", context, status=409 if form.stands_now else 200)


@desk_page()
def poster_review_picture(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the team the picture of a poster that is not public yet."""
    poster = _poster_or_404(programme, pk)
    if not poster.picture or not poster.picture.storage.exists(str(poster.picture.name)):
        raise Http404
    with poster.picture.open() as file:
        return HttpResponse(file.read(), content_type="image/jpeg")


@desk_page(MANAGE, "GET", "POST")
def poster_photograph(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Add a photograph of a paper poster: one field, and everything else later."""
    form = posted(request, PhotographForm)
    done = "“{0.name}” is taken in. Add the next one, or transcribe it later.".format
    if form.is_valid() and act(
        request, add_photograph, programme, form=form, done=done, key=form.form_key, **form.for_service()
    ):
        return redirect("consultations:poster-photograph", programme.slug)
    return render(request, "consultations/poster_photograph.html", {"programme": programme, "form": form})


@desk_page(MANAGE, "GET", "POST")
@sent_once
def poster_exchange(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give a poster another photograph."""
    poster, form = _poster_or_404(programme, pk), posted(request, ExchangeForm)
    done = "The photograph is taken in."
    if form.is_valid() and act(request, exchange_photograph, poster, form=form, done=done, **form.for_service()):
        return redirect("consultations:poster-review", programme.slug, pk)
    context = {"programme": programme, "poster": poster, "form": form}
    return render(request, "consultations/poster_exchange.html", context)


@desk_page(MANAGE, "GET", "POST")
def poster_consent(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask who of the group agrees that its poster is shown."""
    poster, form = _poster_or_404(programme, pk), posted(request, ConsentForm)
    done = "Their consent is written down."
    if form.is_valid() and act(request, record_consent, poster, form=form, done=done, **form.cleaned_data):
        return redirect("consultations:poster-review", programme.slug, pk)
    context = {"programme": programme, "poster": poster, "form": form}
    return render(request, "consultations/poster_consent.html", context)


@desk_page(WITHDRAW, "GET", "POST")
@sent_once
def poster_withdraw(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Withdraw a poster at its group's word; it is gone from every public page at once."""
    poster, form = _poster_or_404(programme, pk), posted(request, WithdrawForm)
    done = in_words_of(programme, "The {poster} is withdrawn. It stands on no public page any more.")
    if form.is_valid() and act(request, withdraw_poster, poster, form=form, done=done, **form.cleaned_data):
        return redirect("consultations:poster-review", programme.slug, pk)
    context = {"programme": programme, "poster": poster, "form": form}
    return render(request, "consultations/poster_withdraw.html", context)


@desk_page(PUBLISH, "POST")
def poster_publish(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show a poster to everybody, or say what it still needs."""
    done = public_now(in_words_of(programme, "Everybody can see this {poster} now."), programme)
    act(request, publish_poster, _poster_or_404(programme, pk), done=done)
    return redirect("consultations:poster-review", programme.slug, pk)


@desk_page(PUBLISH, "POST")
def poster_take_down(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take a poster off the public pages, to put something right."""
    act(request, take_down_poster, _poster_or_404(programme, pk))
    return redirect("consultations:poster-review", programme.slug, pk)


def _poster_or_404(programme: Programme, pk: int) -> Poster:
    posters = programme.posters.select_related("programme", "hand_in__entered_by", "speaking_for", "withdrawn_by")
    return get_object_or_404(posters, pk=pk)
