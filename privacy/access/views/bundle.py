"""What is held of somebody, given to them: by staff at the desk, and opened by whoever has the link and the code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, posted, sent_once
from kit.pdf import PdfNotPossible, as_pdf
from kit.personal_links import COOKIE_SECONDS, LinkRequest
from privacy.access.bundle import contents_of
from privacy.access.documents import archive_of, context_of, pdf_for
from privacy.access.forms import CodeForm, GiveForm
from privacy.access.found import progress_of
from privacy.access.links import CODE, LINK, code_for, link_for
from privacy.access.models import Bundle
from privacy.access.services import give_bundle, open_bundle, revoke_bundle
from privacy.requests.models import RequestKind
from privacy.requests.views.register import ANSWER, request_or_404
from programmes.desk import desk_page
from programmes.models import Programme

COOKIE = "bundle-code"


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_bundle(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Give whoever asked what was found of them; show the code that goes another way than the link."""
    asked = request_or_404(programme, number, RequestKind.ACCESS)
    look(request, asked, programme.pk)
    form = posted(request, GiveForm)
    if form.is_valid() and act(request, give_bundle, asked, form=form, done=_given):
        return redirect("privacy:request-bundle", programme.slug, number)
    bundle = Bundle.objects.filter(request=asked).select_related("given_by").first()
    is_open = bundle is not None and bundle.is_open(timezone.now())
    context = {
        "programme": programme,
        "asked": asked,
        "form": form,
        "progress": progress_of(asked),
        "bundle": bundle,
        "is_open": is_open,
        "code": spaced(code_for(bundle)) if bundle and is_open else "",
        # It is told to whoever has no e-mail; where there is one, it went there and nowhere else.
        "link": link_for(bundle) if bundle and is_open and not bundle.by_email else "",
    }
    return render(request, "privacy/request_bundle.html", context)


@desk_page(ANSWER)
def request_bundle_read(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show what whoever asked is given, as they read it."""
    asked = request_or_404(programme, number, RequestKind.ACCESS)
    context = context_of(contents_of(asked, timezone.now()))
    return render(look(request, asked, programme.pk), "privacy/request_bundle_read.html", context)


@desk_page(ANSWER)
def request_bundle_pdf(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Give it to be printed, for whoever would rather have it on paper."""
    asked = request_or_404(programme, number, RequestKind.ACCESS)
    look(request, asked, programme.pk)
    try:
        pdf = pdf_for(contents_of(asked, timezone.now()))
    except PdfNotPossible as error:
        context = {"programme": programme, "asked": asked, "why": str(error)}
        return render(request, "privacy/request_bundle_pdf.html", context)
    return as_pdf(pdf, f"{programme.slug}-request-{number}-what-we-hold.pdf")


@desk_page(ANSWER, "POST")
def request_bundle_revoke(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Let the link open nothing any more, after asking."""
    asked = request_or_404(programme, number, RequestKind.ACCESS)
    bundle = get_object_or_404(Bundle.objects.select_related("request"), request=asked)
    back = reverse("privacy:request-bundle", args=[programme.slug, number])
    told = "Whoever has the link can no longer open what we hold of them, until you give it again with a new link."
    if first := ask_first(request, "Take the link back?", told, yes="Take it back", back=back):
        return first
    act(request, revoke_bundle, bundle, done="The link opens nothing any more.")
    return redirect(back)


@LINK.opening
def bundle_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return LINK.let_in(request, token)


@LINK.page("GET", "POST")
def bundle_detail(request: LinkRequest, bundle: Bundle) -> HttpResponse:
    """Ask for the code, and with it show all that is held of whoever has it."""
    if not _has_code(request, bundle):
        return _ask_for_code(request, bundle)
    context = context_of(contents_of(bundle.request, timezone.now())) | {"bundle": bundle}
    return render(request, "privacy/bundle_detail.html", context)


@LINK.page()
def bundle_archive(request: LinkRequest, bundle: Bundle) -> HttpResponse:
    """Give it to be kept: page, JSON and files in one archive."""
    if not _has_code(request, bundle):
        return redirect("privacy:bundle-detail", pk=bundle.pk)
    content = archive_of(contents_of(bundle.request, timezone.now()))
    headers = {"Content-Disposition": 'attachment; filename="what-we-hold-of-you.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def spaced(code: str) -> str:
    """Return a code as it is read out: in two halves."""
    return f"{code[:4]} {code[4:]}"


def _ask_for_code(request: LinkRequest, bundle: Bundle) -> HttpResponse:
    form = posted(request, CodeForm)
    if form.is_valid() and act(request, open_bundle, bundle, form=form, by=None, code=form.cleaned_data["code"]):
        response = redirect("privacy:bundle-detail", pk=bundle.pk)
        response.set_signed_cookie(
            COOKIE,
            bundle.token_hash,
            salt=_salt(bundle),
            max_age=COOKIE_SECONDS,
            path=reverse("privacy:bundle-detail", args=[bundle.pk]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
    context = {"programme": bundle.request.programme, "asked": bundle.request, "bundle": bundle, "form": form}
    return render(request, "privacy/bundle_code.html", context)


def _has_code(request: HttpRequest, bundle: Bundle) -> bool:
    """Whether this browser has typed the code of the link that the bundle has now."""
    typed = request.get_signed_cookie(COOKIE, default="", salt=_salt(bundle), max_age=COOKIE_SECONDS)
    return bool(typed) and typed == bundle.token_hash


def _salt(bundle: Bundle) -> str:
    return f"{CODE}:{bundle.pk}"


def _given(bundle: Bundle) -> str:
    if bundle.by_email:
        return "The link is on its way by e-mail. Tell them the code another way."
    return "They have no e-mail address: print it for them, or tell them the link and the code."
