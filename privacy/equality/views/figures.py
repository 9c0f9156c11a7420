"""Figures of what was answered about equality: drawn and made public at the desk, and read by everybody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.pages import SignedInRequest
from kit.disclosure.rounding import rule
from kit.pages import act, posted, sent_once
from kit.spreadsheets import as_csv, csv_of
from privacy.equality.figures import Figures, figures_of
from privacy.equality.forms import PopulationForm
from privacy.equality.models import AskedQuestion, FigureEdition, Questionnaire
from privacy.equality.services.figures import draw_figures, keep_population, publish_figures, withdraw_figures
from privacy.equality.views.desk import ASK
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.publication import page, public_page

HEADINGS = ("After", "Question", "Answer", "People, rounded", "Population, per cent", "Beside the population")


@public_page
def equality_figures(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show how people answered about equality, as far as the programme has published it, and who is missing."""
    shown = [(edition, figures_of(edition)) for edition in _published(programme)]
    return page("privacy/equality_figures.html", {"programme": programme, "shown": shown, "rule": rule()})


@public_page
def equality_csv(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Give the same as a spreadsheet. A small number is as the rule hides it."""
    rows = [row for edition in _published(programme) for each in figures_of(edition) for row in _rows(edition, each)]
    return as_csv(csv_of(HEADINGS, rows), f"{programme.slug}-equality.csv")


@desk_page(ASK, "POST")
def equality_draw(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Draw the next edition of the figures."""
    questionnaire = get_object_or_404(Questionnaire, programme=programme, pk=pk)
    act(request, draw_figures, questionnaire, done="The figures are drawn. The team can read them here.")
    return _back(programme, pk)


@desk_page(ASK, "POST")
def equality_publish(request: SignedInRequest, programme: Programme, pk: int, number: int) -> HttpResponse:
    """Let everybody read an edition of the figures."""
    act(request, publish_figures, _edition_or_404(programme, pk, number), done="Everybody can read these figures.")
    return _back(programme, pk)


@desk_page(ASK, "POST")
def equality_withdraw(request: SignedInRequest, programme: Programme, pk: int, number: int) -> HttpResponse:
    """Take an edition of the figures back from the public."""
    act(request, withdraw_figures, _edition_or_404(programme, pk, number), done="Only the team can read these figures.")
    return _back(programme, pk)


@desk_page(ASK, "GET", "POST")
@sent_once
def equality_population(request: SignedInRequest, programme: Programme, pk: int, position: int) -> HttpResponse:
    """Write down how the population answers a question, to stand beside the figures."""
    questions = AskedQuestion.objects.select_related("questionnaire").filter(questionnaire__programme=programme)
    question = get_object_or_404(questions, questionnaire=pk, position=position)
    form = posted(request, PopulationForm, question=question)
    if form.is_valid() and act(
        request, keep_population, question, form=form, done="They stand beside the figures now.", **form.for_service()
    ):
        return _back(programme, pk)
    context = {"programme": programme, "questionnaire": question.questionnaire, "question": question, "form": form}
    return render(request, "privacy/equality_population.html", context)


def _published(programme: Programme) -> list[FigureEdition]:
    """Return of each questionnaire the latest edition that is public, the latest questionnaire first."""
    public = FigureEdition.objects.filter(published_at__isnull=False)
    latest = public.filter(questionnaire=OuterRef("questionnaire")).order_by("-number").values("pk")[:1]
    mine = public.filter(questionnaire__programme=programme).annotate(latest=Subquery(latest)).filter(pk=F("latest"))
    return list(mine.select_related("questionnaire").order_by("-questionnaire"))


def _rows(edition: FigureEdition, figures: Figures) -> list[list[object]]:
    after, question = edition.questionnaire.get_occasion_display(), str(figures.question)
    lines: list[list[object]] = [
        [after, question, each.label, each.shown, "" if each.per_cent is None else each.per_cent, each.beside.label]
        for each in figures.lines
    ]
    return [*lines, [after, question, "All who answered", figures.total, "", figures.note]]


def _edition_or_404(programme: Programme, pk: int, number: int) -> FigureEdition:
    mine = FigureEdition.objects.select_related("questionnaire").filter(questionnaire__programme=programme)
    return get_object_or_404(mine, questionnaire=pk, number=number)


def _back(programme: Programme, pk: int) -> HttpResponse:
    return redirect(reverse("privacy:equality-detail", args=[programme.slug, pk]))
