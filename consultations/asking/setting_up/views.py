"""Setting a consultation up at the desk: what it says, its questions, how it will look, and when it is open."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from consultations.asking.forms import PreviewForm
from consultations.asking.models import Consultation, Feedback, Question, QuestionKind
from consultations.asking.services import ASKS_NOTHING
from consultations.asking.setting_up.forms import ConsultationForm, QuestionForm
from consultations.asking.setting_up.services import (
    add_consultation,
    add_question,
    change_consultation,
    change_question,
    move_question,
    remove_question,
)
from consultations.telling.asked_status import answered_of_asked
from consultations.telling.models import plan_of
from kit.ask_first import ask_first
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme

SET_UP = "consultations.set_up"
SET_WINDOW = "consultations.set_window"
# What is being set up has no beginning yet, and stands first.
NEWEST = F("starts_at").desc(nulls_first=True)


@desk_page()
def consultation_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the consultations of a programme, the newest first."""
    consultations = Consultation.objects.filter(phase__programme=programme).select_related("phase")
    counted = consultations.annotate(
        sent=Count("feedback", filter=~Q(feedback__status=Feedback.Status.DRAFT), distinct=True),
        asked=Count("questions", filter=~Q(questions__kind=QuestionKind.STATEMENT), distinct=True),
    )
    context = {
        "programme": programme,
        "page": page_of(request, counted.order_by(NEWEST, "-pk"), find=["title", "introduction", "phase__name"]),
        "may_set_up": request.user.has_perm(SET_UP, programme),
        "at": timezone.now(),
    }
    return render(request, "consultations/consultation_list.html", context)


@desk_page(SET_UP, "GET", "POST")
@sent_once
def consultation_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Begin a consultation."""
    form = posted(request, ConsultationForm, programme=programme)
    if form.is_valid() and (made := act(request, add_consultation, form.details, form=form)):
        return redirect("consultations:consultation-detail", programme.slug, made.pk)
    return render(request, "consultations/consultation_create.html", {"programme": programme, "form": form})


@desk_page()
def consultation_detail(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what a consultation asks, how it stands, and what can be done about it."""
    consultation, at = _consultation_or_404(programme, pk), timezone.now()
    questions = list(consultation.questions.in_order())
    context = {
        "programme": programme,
        "consultation": consultation,
        "questions": questions,
        "clock": consultation.clock(at),
        "sent": consultation.feedback.sent().count(),
        "told": answered_of_asked(consultation),
        "plan": plan_of(consultation),
        "is_answered": consultation.is_answered(),
        "lacking": "" if any(each.kind != QuestionKind.STATEMENT for each in questions) else ASKS_NOTHING,
        "may_set_up": request.user.has_perm(SET_UP, programme),
        "may_open": request.user.has_perm(SET_WINDOW, programme),
        "may_enter": request.user.has_perm("consultations.enter_answers", programme),
    }
    return render(request, "consultations/consultation_detail.html", context)


@desk_page(SET_UP, "GET", "POST")
def consultation_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Change what a consultation says of itself."""
    consultation = _consultation_or_404(programme, pk)
    form = posted(request, ConsultationForm, programme=programme, consultation=consultation)
    if form.is_valid() and act(request, change_consultation, consultation, form.details, form=form, done="Saved."):
        return redirect("consultations:consultation-detail", programme.slug, pk)
    return _render(request, "consultation_edit", consultation, form=form)


@desk_page()
def consultation_preview(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show the questions as whoever answers them will see them; nothing can be sent from here."""
    consultation = _consultation_or_404(programme, pk)
    form = PreviewForm(questions=consultation.questions.in_order())
    return _render(request, "consultation_preview", consultation, preview=form)


@desk_page(SET_UP, "GET", "POST")
@sent_once
def question_create(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask one question more."""
    consultation = _consultation_or_404(programme, pk)
    form = posted(request, QuestionForm, consultation=consultation)
    if form.is_valid() and act(
        request, add_question, consultation, form.details, form=form, done="“{}” is added.".format
    ):
        return redirect("consultations:consultation-detail", programme.slug, pk)
    return _render(request, "question_create", consultation, form=form)


@desk_page(SET_UP, "GET", "POST")
def question_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask a question otherwise."""
    question = _question_or_404(programme, pk)
    form = posted(request, QuestionForm, consultation=question.consultation, question=question)
    if form.is_valid() and act(
        request, change_question, question, form.details, form=form, done="“{}” is saved.".format
    ):
        return redirect("consultations:consultation-detail", programme.slug, question.consultation_id)
    return _render(request, "question_edit", question.consultation, form=form, question=question)


@desk_page(SET_UP, "POST")
def question_move(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Move a question one place up or down."""
    question = _question_or_404(programme, pk)
    act(request, move_question, question, by_places=-1 if request.POST.get("to") == "up" else 1)
    address = reverse("consultations:consultation-detail", args=[programme.slug, question.consultation_id])
    return redirect(f"{address}#question-{pk}")


@desk_page(SET_UP, "POST")
def question_remove(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask a question no more, once that was asked."""
    question = _question_or_404(programme, pk)
    back = reverse("consultations:consultation-detail", args=[programme.slug, question.consultation_id])
    told = "It is asked no more, and those after it move up by one. Nobody has answered it yet."
    if asked := ask_first(request, f"Remove “{question}”?", told, yes="Remove the question", back=back):
        return asked
    act(request, remove_question, question, done=f"“{question}” is removed.")
    return redirect(back)


def _render(request: SignedInRequest, name: str, consultation: Consultation, **more: Any) -> HttpResponse:
    programme = consultation.phase.programme
    context = {
        "programme": programme,
        "consultation": consultation,
        "clock": consultation.clock(timezone.now()),
    }
    return render(request, f"consultations/{name}.html", context | more)


def _consultation_or_404(programme: Programme, pk: int) -> Consultation:
    return get_object_or_404(Consultation.objects.select_related("phase__programme"), pk=pk, phase__programme=programme)


def _question_or_404(programme: Programme, pk: int) -> Question:
    questions = Question.objects.select_related("consultation__phase__programme")
    return get_object_or_404(questions, pk=pk, consultation__phase__programme=programme)
