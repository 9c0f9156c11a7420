"""What is asked about equality, at the desk: planned, opened, closed, and keyed from paper."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.disclosure.rounding import rule
from kit.pages import act, page_of, posted, sent_once
from kit.pdf import PdfNotPossible, as_pdf, pdf_of
from kit.qr import qr_code
from privacy.equality.figures import figures_of
from privacy.equality.forms import PaperForm, PlanForm, occasion_named
from privacy.equality.models import AskedQuestion, Occasion, Questionnaire
from privacy.equality.services.asking import close_questionnaire, count_paper, open_questionnaire, plan_questionnaire
from programmes.desk import desk_page
from programmes.models import Programme

ASK, PAPER = "privacy.ask_about_equality", "privacy.count_equality_paper"
SHEET = "css/evaluation-print.css"


@desk_page()
def equality_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what is asked about equality after which occasion, and what was asked before, the latest first."""
    asked = programme.questionnaires.order_by("-pk")
    taken = set(programme.questionnaires.filter(closed_at__isnull=True).values_list("occasion", flat=True))
    context = {
        "programme": programme,
        "page": page_of(request, asked, find=["lawful_basis", "condition"]),
        "free": [each for each in Occasion if each.value not in taken],
        "may_ask": request.user.has_perm(ASK, programme),
    }
    return render(request, "privacy/equality_list.html", context)


@desk_page(ASK, "GET", "POST")
@sent_once
def equality_plan(request: SignedInRequest, programme: Programme, occasion: str) -> HttpResponse:
    """Say what is to be asked after an occasion, and on what basis."""
    after = occasion_named(occasion)
    if after is None:
        raise Http404("Nobody is asked after that.")
    planned = programme.questionnaires.filter(occasion=after, closed_at__isnull=True).first()
    if planned is not None and planned.opened_at and request.method == "GET":
        return redirect("privacy:equality-detail", programme.slug, planned.pk)
    form = posted(request, PlanForm, programme=programme, planned=planned)
    if form.is_valid() and (
        kept := act(
            request,
            plan_questionnaire,
            programme,
            form=form,
            done="It is kept. Nobody is asked before you open it.",
            occasion=after,
            **form.for_service(),
        )
    ):
        return redirect("privacy:equality-detail", programme.slug, kept.pk)
    context = {"programme": programme, "form": form, "occasion": after}
    return render(request, "privacy/equality_plan.html", context)


@desk_page()
def equality_detail(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show one questionnaire: what is asked, on what basis, and where."""
    questionnaire = _questionnaire_or_404(programme, pk)
    edition = questionnaire.editions.order_by("-number").first()
    context = {
        "programme": programme,
        "questionnaire": questionnaire,
        "questions": questionnaire.questions.order_by("position"),
        "edition": edition,
        "figures": figures_of(edition) if edition else [],
        "rule": rule(),
        "address": settings.SITE_URL + questionnaire.get_absolute_url(),
        "may_ask": request.user.has_perm(ASK, programme),
        "more_can_come": edition is None or not edition.is_last,
        "may_key": request.user.has_perm(PAPER, programme),
    }
    return render(request, "privacy/equality_detail.html", context)


@desk_page(ASK, "POST")
def equality_open(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask people from now on."""
    questionnaire, back = _questionnaire_or_404(programme, pk), _page_of(programme, pk)
    told = "People are asked from now on. What is asked, and on what basis, cannot be changed any more after this."
    if asked := ask_first(request, "Open these questions?", told, yes="Open them", back=back):
        return asked
    act(request, open_questionnaire, questionnaire, done="People are asked from now on.")
    return redirect(back)


@desk_page(ASK, "POST")
def equality_close(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask nobody any more, and count what still waits."""
    questionnaire, back = _questionnaire_or_404(programme, pk), _page_of(programme, pk)
    told = (
        "Nobody is asked any more, and what still waits is counted. Where fewer than ten people ever answered a "
        "question, their answers are thrown away. Key what came on paper first. This cannot be undone."
    )
    if asked := ask_first(request, "Close these questions?", told, yes="Close them", back=back):
        return asked
    act(request, close_questionnaire, questionnaire, done="They are closed, and all is counted.")
    return redirect(back)


@desk_page(PAPER, "GET", "POST")
@sent_once
def equality_paper(request: SignedInRequest, programme: Programme, pk: int, position: int) -> HttpResponse:
    """Key how often each answer to one question stood on paper."""
    questionnaire = _questionnaire_or_404(programme, pk)
    if not questionnaire.is_open:
        raise Http404("Nobody is asked.")
    question = get_object_or_404(AskedQuestion, questionnaire=questionnaire, position=position)
    form = posted(request, PaperForm, question=question)
    done = "They are counted. They show in the figures once enough have come."
    if form.is_valid() and act(request, count_paper, question, form=form, done=done, **form.for_service()):
        return redirect(_page_of(programme, pk))
    context = {"programme": programme, "questionnaire": questionnaire, "question": question, "form": form}
    return render(request, "privacy/equality_paper.html", context)


@desk_page()
def equality_sheet(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the questions on paper as PDF, with the code that leads a telephone to them."""
    questionnaire = _questionnaire_or_404(programme, pk)
    address = settings.SITE_URL + questionnaire.get_absolute_url()
    context = {
        "programme": programme,
        "questionnaire": questionnaire,
        "questions": questionnaire.questions.order_by("position"),
        "address": address,
        "code": qr_code(address, called="A code that leads to these questions on a telephone"),
        "sheet": f"{settings.SITE_URL}/static/{SHEET}",
    }
    try:
        pdf = pdf_of(
            render_to_string("privacy/equality_sheet.html", context), sheet=SHEET, colour=programme.thread_colour
        )
    except PdfNotPossible as why:
        messages.error(request, str(why))
        return redirect(_page_of(programme, pk))
    return as_pdf(pdf, f"{programme.slug}-equality-{questionnaire.occasion}.pdf")


def _questionnaire_or_404(programme: Programme, pk: int) -> Questionnaire:
    mine = programme.questionnaires.select_related("programme", "policy_document", "opened_by", "closed_by")
    return get_object_or_404(mine, pk=pk)


def _page_of(programme: Programme, pk: int) -> str:
    return reverse("privacy:equality-detail", args=[programme.slug, pk])
