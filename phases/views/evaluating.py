"""How a meeting was: said by anybody, without an account and without a name, and read by the team.

Nobody is signed in on the public pages, so that there is nothing a page of somebody else could misuse: no CSRF token
is asked for, which would turn away telephones that keep no cookies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from kit.pdf import PdfNotPossible, pdf_of
from kit.public_forms import may_send
from kit.qr import qr_code
from kit.refusals import Refused
from kit.spreadsheets import as_csv, csv_of
from kit.windows import Clock
from phases.forms.evaluating import HEADINGS, AskForm, EvaluationForm, cells_of
from phases.models import Evaluation, Meeting, Overall, TookPart
from phases.services import EvaluationClosed, SaidAlready, ask_for_evaluation, evaluate, take_evaluations
from phases.views.desk import meeting_for
from phases.views.registering import meeting_or_404
from programmes.publication import page

PAGE = 50
SHEET = "css/evaluation-print.css"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_evaluate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask how a meeting was and take it in; before and after say since or from when."""
    meeting, at = meeting_or_404(slug, pk), timezone.now()
    context = {"programme": meeting.programme, "meeting": meeting, "evaluation": meeting.evaluation(at)}
    if request.method != "POST" and context["evaluation"] != Clock.OPEN:
        return page("phases/meeting_evaluation_closed.html", context)
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and may_send(request, form):
        try:
            evaluate(meeting, key=form.form_key, said=form.said(), at=at)
        except SaidAlready:
            form.already_sent()
        except EvaluationClosed:
            write_to = meeting.programme.contact_email
            form.add_error(None, f"This has closed. Copy what you wrote, and send it to {write_to}.")
        else:
            return redirect("phases:meeting-evaluated", slug, pk)
    return page("phases/meeting_evaluate.html", context | {"form": form})


@never_cache
@require_safe
def meeting_evaluated(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Thank whoever said how it was."""
    meeting = meeting_or_404(slug, pk)
    return page("phases/meeting_evaluated.html", {"programme": meeting.programme, "meeting": meeting})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_list(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show what was said of a meeting: how many chose what, and every word; set until when people are asked (POST)."""
    programme, meeting = meeting_for(request, slug, pk)
    form = AskForm.of(meeting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_evaluation(meeting, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "Saved.")
            return redirect("phases:evaluation-list", slug, pk)
        except Refused as refusal:
            form.add_error("last_on", str(refusal))
    said = meeting.evaluations.select_related("entered_by").order_by("-pk")
    context = {
        "programme": programme,
        "meeting": meeting,
        "form": form,
        "evaluation": meeting.evaluation(timezone.now()),
        "address": settings.SITE_URL + _address(meeting),
        "page": Paginator(said, PAGE).get_page(request.GET.get("page")),
        **_counts(meeting),
    }
    return render(request, "phases/evaluation_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_create(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Key what somebody wrote on paper: said by them, entered by whoever is signed in."""
    programme, meeting = meeting_for(request, slug, pk)
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            evaluate(meeting, key=form.form_key, said=form.said(), by=request.user, at=timezone.now())
        except SaidAlready:
            form.already_sent()
        except EvaluationClosed:
            form.add_error(None, "The meeting has not begun, so nobody can say how it was.")
        else:
            messages.success(request, "Written down. Here is the next one.")
            return redirect("phases:evaluation-create", slug, pk)
    return render(request, "phases/evaluation_create.html", {"programme": programme, "meeting": meeting, "form": form})


@never_cache
@login_required
@require_safe
def evaluation_sheet(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give the form on paper, with the code that leads a telephone to it, as PDF."""
    programme, meeting = meeting_for(request, slug, pk)
    address = settings.SITE_URL + _address(meeting)
    context = {
        "programme": programme,
        "meeting": meeting,
        "form": EvaluationForm(),
        "address": address,
        "code": qr_code(address, called="A code that leads to this form on a telephone"),
        "sheet": f"{settings.SITE_URL}/static/{SHEET}",
    }
    try:
        paper = render_to_string("phases/evaluation_paper.html", context)
        pdf = pdf_of(paper, sheet=SHEET, colour=programme.thread_colour)
    except PdfNotPossible:
        messages.error(request, "This machine cannot draw PDFs: it lacks Pango. Ask whoever runs the site.")
        return redirect("phases:evaluation-list", slug, pk)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slug}-how-was-it.pdf"'
    return answer


@login_required
@require_POST
def evaluation_export(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give what was said of a meeting as a spreadsheet; the log keeps who took it away."""
    _, meeting = meeting_for(request, slug, pk)
    said = take_evaluations(meeting, by=request.user, at=timezone.now())
    return as_csv(csv_of(HEADINGS, map(cells_of, said)), f"{slug}-meeting-{pk}-how-was-it.csv")


def _address(meeting: Meeting) -> str:
    return reverse("phases:meeting-evaluate", args=[meeting.programme.slug, meeting.pk])


def _counts(meeting: Meeting) -> dict[str, object]:
    """Return how many chose what, in the order of the choices; those who chose nothing last."""
    chosen = list(Evaluation.objects.filter(meeting=meeting).values_list("overall", "took_part"))
    overall, took_part = (Counter(each) for each in zip(*chosen, strict=True)) if chosen else (Counter(), Counter())
    return {"overall": _in_order(Overall, overall), "took_part": _in_order(TookPart, took_part)}


def _in_order(choices: type[TextChoices], found: Mapping[str, int]) -> list[tuple[str, int]]:
    counted = [(label, found.get(value, 0)) for value, label in choices.choices]
    return [*counted, ("Not answered", found.get("", 0))]
