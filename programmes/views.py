"""The site's own pages, each programme's colour, its team, and the log of what they did."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from accounts.middleware import SIGN_IN
from accounts.models import LogEntry
from accounts.pages import SignedInRequest
from accounts.verbs import Verb as AccountVerb
from kit.days import day
from kit.kept_words import words_kept
from kit.looks import look
from kit.pages import act, page_of, posted, sent_once
from kit.papers import paper_answer
from kit.pdf import PdfNotPossible, as_pdf, kept_pdf_of
from kit.windows import beginning_of_hour
from programmes import permission_matrix as matrix
from programmes.audit_display import in_words
from programmes.desk import desk_page
from programmes.forms import EndHatForm, GiveHatForm
from programmes.models import Document, DocumentFile, Hat, Programme, TeamMember
from programmes.nouns import renamed, reword
from programmes.open_work import colleagues_of, leaves_team, open_work_of
from programmes.publication import KEEP, KEEP_FOR_LONG, page, public_page, versioned
from programmes.services import NewHat, end_hat, give_hat
from programmes.verbs import Verb

# What is for somebody in particular: whoever signs in, or has a personal link.
KEPT_FROM_ROBOTS = ["/admin/", "/accounts/", "/desk/", "/home/"]
KEPT_FROM_ROBOTS += ["/f/", "/follow-up/", "/i/", "/invitation/", "/m/", "/place/", "/r/", "/record/"]
KEPT_FROM_ROBOTS += ["/a/", "/answers/", "/h/", "/held/", "/t/", "/digests/", "/l/", "/daily-lists/", "/accounts/c/"]
# How long whoever has read it may rely on it.
SECURITY_TOLD_FOR = timedelta(days=180)
# What the log says of somebody who saw how people are reached, or what they need.
CONTACT_VERBS = [AccountVerb.LOOKED, Verb.CONTACTS_EXPORTED]


@public_page(asks=["v"])
def brand_css(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Give the programme's colour as a style sheet; asked for by its colour (`?v=0b5c63`), it may be kept for long."""
    colour = programme.thread_colour
    response = HttpResponse(f":root{{--thread:{colour}}}\n", content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = KEEP_FOR_LONG if request.GET.get("v") == colour[1:] else KEEP
    return response


@public_page
def cookies(request: HttpRequest, at: datetime) -> HttpResponse:
    """Say which cookies are set."""
    names = {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return page("programmes/cookies.html", names)


@public_page(shows_all=True, asks=["page", "q"])
def another_format(request: HttpRequest, at: datetime) -> HttpResponse:
    """Say how to ask for something in another format, and whom to ask, programme by programme."""
    programmes = Programme.objects.published().order_by("-starts_on", "title", "pk")
    shown = page_of(request, programmes, find=["title", "lead_body", "place_text"])
    return page("programmes/another_format.html", {"page": shown})


@public_page
def document_detail(request: HttpRequest, programme: Programme, at: datetime, pk: int) -> HttpResponse:
    """Show what a document says, and in which other formats it can be had."""
    return page("programmes/document_detail.html", _with_its_formats(_document_or_404(programme, pk)))


@public_page
def document_pdf(request: HttpRequest, programme: Programme, at: datetime, pk: str, print_size: str) -> HttpResponse:
    """Give what a document says as PDF on A4, in standard or in large print."""
    document = get_object_or_404(programme.documents.exclude(words=""), pk=int(pk))
    context = {"programme": programme, "document": document, "print_size": print_size}
    text: str = render_to_string("programmes/document_print.html", context)
    try:
        pdf = kept_pdf_of(text, sheet="css/document-print.css", colour=programme.thread_colour)
    except PdfNotPossible:
        return page("programmes/document_detail.html", _with_its_formats(document) | {"no_pdf": True}, status=503)
    return as_pdf(pdf, f"{programme.slug}-document-{document.pk}-{print_size}-print.pdf")


@public_page(own_version=True)
def document_file(request: HttpRequest, programme: Programme, at: datetime, pk: int) -> HttpResponse:
    """Give the file of a document, to be kept."""
    file = get_object_or_404(DocumentFile, document__programme=programme, document=pk)
    return versioned(request, f'"{file.sha256}"', lambda: paper_answer(file))


def _document_or_404(programme: Programme, pk: int) -> Document:
    return get_object_or_404(programme.documents.readable(), pk=pk)


def _with_its_formats(document: Document) -> dict[str, Any]:
    """Return what a document's page shows: what it says, and in which other formats it can be had."""
    original = document.version_of_id or document.pk
    same = document.programme.documents.filter(Q(pk=original) | Q(version_of=original))
    formats = same.exclude(pk=document.pk).with_page().order_by("pk")
    file = DocumentFile.objects.filter(document=document).defer("content").first()
    return {"programme": document.programme, "document": document, "formats": formats, "file": file}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old to be taken, and give back what was typed in it; not to another site's form."""
    if not reason.startswith("CSRF "):
        return render(request, "403_csrf.html", status=403)
    view = request.resolver_match.func if request.resolver_match else None
    opens_to_all = getattr(view, "opens_to", "") == "link" or request.path_info.startswith(SIGN_IN)
    return words_kept(request, opens_to_all=opens_to_all)


@public_page
def robots(request: HttpRequest, at: datetime) -> HttpResponse:
    """Keep search engines from the pages that are for somebody in particular; the rest is for everybody."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_FROM_ROBOTS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def security(request: HttpRequest, at: datetime) -> HttpResponse:
    """Say where somebody who finds a weakness tells of it (RFC 9116, which asks for an end within a year)."""
    contact = settings.SECURITY_CONTACT or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    lines = [
        f"Contact: {contact}",
        f"Expires: {beginning_of_hour(at) + SECURITY_TOLD_FOR:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}{request.path}",
        "Preferred-Languages: en",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def favicon(request: HttpRequest, at: datetime) -> HttpResponse:
    """Send browsers that ask at the old address on to the icon."""
    return redirect(static("images/favicon.svg"))


@desk_page("programmes.view_desk")
def team(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show who wears which hat from when until when, those to come and those of the past too."""
    today = timezone.localdate()
    over = Q(until_on__lte=today)
    by_hat = Case(*(When(~over, hat=hat, then=at) for at, hat in enumerate(Hat)), default=len(Hat))
    ended_last = Case(When(over, then="until_on")).desc()
    members = programme.team.select_related("user").order_by(by_hat, ended_last, "from_on", "pk")
    may_change = request.user.has_perm("programmes.change_team", programme)
    page = page_of(request, members, find=["user__name", *(["user__email"] if may_change else [])])
    context = {
        "programme": programme,
        "today": today,
        "page": page,
        "worn": [member for member in page if member.until_on is None or member.until_on > today],
        "ended": [member for member in page if member.until_on is not None and member.until_on <= today],
        "may_change": may_change,
    }
    if may_change:
        look(request, programme, programme.pk)
    return render(request, "programmes/team.html", context)


@desk_page("programmes.change_team", "GET", "POST")
@sent_once
def hat_give(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give a colleague a hat; somebody new gets an account."""
    form = reword(posted(request, GiveHatForm, initial={"from_on": timezone.localdate()}), programme)
    if form.is_valid() and act(request, give_hat, programme, form=form, done=_given, given=NewHat(**form.cleaned_data)):
        return redirect("programmes:team", programme.slug)
    return render(request, "programmes/hat_give.html", {"programme": programme, "form": form})


def _given(member: TeamMember) -> str:
    """Say who wears a hat, and from when on where that is still to come."""
    later = f" from {day(member.from_on)} on" if member.from_on > timezone.localdate() else ""
    return f"{member.user} has the hat{later}, and is told so by e-mail."


@desk_page("programmes.change_team", "GET", "POST")
@sent_once
def hat_end(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """End a hat from a day on, once its open work is handed on; never the last lead's."""
    member = get_object_or_404(TeamMember.objects.select_related("user"), programme=programme, pk=pk)
    on = timezone.localdate()
    work = open_work_of(member.user, programme, timezone.now()) if leaves_team(member) else []
    colleagues = colleagues_of(member, on) if work else None
    form = posted(request, EndHatForm, colleagues=colleagues, initial={"until_on": on})
    if form.is_valid() and act(request, end_hat, member, form=form, done=_ended, **form.cleaned_data):
        return redirect("programmes:team", programme.slug)
    alike = TeamMember.objects.lasting(on).filter(programme=programme, hat=member.hat).exclude(user=member.user)
    context = {"member": member, "work": work, "alike": alike.select_related("user").order_by("user__name", "pk")}
    return render(request, "programmes/hat_end.html", {"programme": programme, "form": form, **context})


def _ended(member: TeamMember) -> str:
    """Say from when on a hat is not worn; one without a key was taken back before anybody wore it."""
    if member.pk is None or member.until_on is None:
        return f"{member.user} will not wear this hat."
    return f"{member.user} wears this hat no longer from {day(member.until_on)} on."


@desk_page("programmes.view_desk")
def permission_matrix(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show the written table of who may do what."""
    context = {
        "programme": programme,
        "hats": [hat.label for hat in Hat],
        "desk_rows": [replace(row, may=renamed(programme, row.may)) for row in matrix.desk_rows()],
        "admin_rows": matrix.admin_rows(),
    }
    return render(request, "programmes/permission_matrix.html", context)


@desk_page("programmes.view_log")
def log(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show who did what when; asked for, only who looked at personal details or took them away."""
    only_looks = request.GET.get("only") == "looks"
    entries = LogEntry.objects.of_programme(programme.pk).select_related("by").order_by("-at", "-pk")
    if only_looks:
        entries = entries.filter(verb__in=CONTACT_VERBS)
    shown = page_of(request, entries, find=["by__name", "by__email", "verb", "object_type"])
    context = {"programme": programme, "page": shown, "entries": in_words(shown, programme)}
    return render(request, "programmes/log.html", context | {"only_looks": only_looks})
