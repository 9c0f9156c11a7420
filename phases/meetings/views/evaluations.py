"""How a meeting was: said by anybody, without an account and without a name, and read by the team.

Nobody is signed in on the public pages, so that there is nothing a page of somebody else could misuse: no CSRF token
is asked for, which would turn away telephones that keep no cookies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import act, page_of, posted
from kit.pdf import PdfNotPossible, as_pdf, pdf_of
from kit.public_forms import may_send, open_page
from kit.qr import qr_code
from kit.spreadsheets import as_csv, csv_of
from kit.windows import Clock
from phases.meetings.forms.evaluation import (
    HEADINGS,
    EvaluationForm,
    EvaluationWindowForm,
    PaperEvaluationForm,
    cells_of,
)
from phases.meetings.lookups import RUN, meeting_or_404, published_meeting_or_404
from phases.meetings.services import evaluate, export_evaluations, open_evaluation
from phases.models import Evaluation, Meeting, Overall, TookPart
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.publication import page

SHEET = "css/evaluation-print.css"


@open_page("GET", "POST")
def meeting_evaluate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask how a meeting was and take it in; before and after say since or from when."""
    meeting = published_meeting_or_404(slug, pk)
    evaluation = meeting.evaluation(timezone.now())
    context = {"programme": meeting.programme, "meeting": meeting, "evaluation": evaluation}
    if request.method != "POST" and evaluation != Clock.OPEN:
        return page("phases/meeting_evaluate_closed.html", context)
    form = posted(request, EvaluationForm)
    is_sent = form.is_valid() and may_send(request, form)
    if is_sent and act(request, evaluate, meeting, form=form, by=None, **form.for_service()):
        return redirect("phases:meeting-evaluated", slug, pk)
    return page("phases/meeting_evaluate.html", context | {"form": form})


@open_page()
def meeting_evaluated(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Thank whoever said how it was."""
    meeting = published_meeting_or_404(slug, pk)
    return page("phases/meeting_evaluated.html", {"programme": meeting.programme, "meeting": meeting})


@desk_page(RUN, "GET", "POST")
def evaluation_list(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what was said of a meeting: how many chose what, and every word; set until when people are asked (POST)."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, EvaluationWindowForm, meeting=meeting)
    if form.is_valid() and act(request, open_evaluation, meeting, form=form, done="Saved.", **form.cleaned_data):
        return redirect("phases:evaluation-list", programme.slug, pk)
    evaluations = meeting.evaluations.select_related("entered_by").order_by("-pk")
    context = {
        "programme": programme,
        "meeting": meeting,
        "form": form,
        "evaluation": meeting.evaluation(timezone.now()),
        "address": settings.SITE_URL + _address(meeting),
        "page": page_of(request, evaluations, find=["in_the_way", "worked", "change", "other"]),
        **_counts(meeting),
    }
    return render(request, "phases/evaluation_list.html", context)


@desk_page(RUN, "GET", "POST")
def evaluation_create(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Key what somebody wrote on paper: said by them, entered by whoever is signed in."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, PaperEvaluationForm)
    done = "Written down. Here is the next one."
    if form.is_valid() and act(request, evaluate, meeting, form=form, done=done, **form.for_service()):
        return redirect("phases:evaluation-create", programme.slug, pk)
    return render(request, "phases/evaluation_create.html", {"programme": programme, "meeting": meeting, "form": form})


@desk_page(RUN)
def evaluation_pdf(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the form on paper, with the code that leads a telephone to it, as PDF."""
    meeting = meeting_or_404(programme, pk)
    try:
        pdf = pdf_of(_paper_form(meeting), sheet=SHEET, colour=programme.thread_colour)
    except PdfNotPossible as why:
        messages.error(request, str(why))
        return redirect("phases:evaluation-list", programme.slug, pk)
    return as_pdf(pdf, f"{programme.slug}-how-was-it.pdf")


def _paper_form(meeting: Meeting) -> str:
    address = settings.SITE_URL + _address(meeting)
    context = {
        "programme": meeting.programme,
        "meeting": meeting,
        "form": EvaluationForm(),
        "address": address,
        "code": qr_code(address, called="A code that leads to this form on a telephone"),
        "sheet": f"{settings.SITE_URL}/static/{SHEET}",
    }
    return render_to_string("phases/evaluation_pdf.html", context)


@desk_page(RUN, "POST")
def evaluation_export(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give what was said of a meeting as a spreadsheet; the log keeps who took it away."""
    evaluations = export_evaluations(meeting_or_404(programme, pk), by=request.user, at=timezone.now())
    return as_csv(csv_of(HEADINGS, map(cells_of, evaluations)), f"{programme.slug}-meeting-{pk}-how-was-it.csv")


def _address(meeting: Meeting) -> str:
    return reverse("phases:meeting-evaluate", args=[meeting.programme.slug, meeting.pk])


def _counts(meeting: Meeting) -> dict[str, object]:
    """Return how many answered, and how many chose what, in the order of the choices; those who chose nothing last."""
    chosen = list(Evaluation.objects.filter(meeting=meeting).values_list("overall", "took_part"))
    overall, took_part = (Counter(each) for each in zip(*chosen, strict=True)) if chosen else (Counter(), Counter())
    counted = {"overall": _in_order(Overall, overall), "took_part": _in_order(TookPart, took_part)}
    return {"count": len(chosen), **counted}


def _in_order(choices: type[TextChoices], found: Mapping[str, int]) -> list[tuple[str, int]]:
    counted = [(label, found.get(value, 0)) for value, label in choices.choices]
    return [*counted, ("Not answered", found.get("", 0))]
