"""Opening, extending and closing a consultation, and who of those who are asked has answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from consultations.asking.models import Consultation
from consultations.asking.setting_up.forms import ExtendForm
from consultations.telling.asked_status import asked_by, asked_statuses, group_counts
from consultations.telling.emails import words_for
from consultations.telling.forms import CloseAndTellForm, OpenConfirmForm, OpenFirstForm, PlanForm
from consultations.telling.models import AskedRepresentative, Step, TellingPlan, plan_of
from consultations.telling.printing import letters_of, print_letters, unprinted
from consultations.telling.recipients import Recipients, recipients_of
from consultations.telling.services import (
    ask_again,
    change_plan,
    close_and_tell,
    extend_and_tell,
    open_and_tell,
    tell_now,
)
from kit.days import last_day_before
from kit.looks import look
from kit.pages import act, page_of, posted
from kit.pdf import PdfNotPossible, as_pdf
from kit.windows import Clock
from programmes.desk import desk_page
from programmes.models import Programme

SET_UP = "consultations.set_up"
SET_WINDOW = "consultations.set_window"


@desk_page(SET_WINDOW, "GET", "POST")
def consultation_open(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask for the last day; show who is told and what they read; open it and tell them when that is confirmed."""
    consultation, at = consultation_or_404(programme, pk), timezone.now()
    form = posted(request, OpenFirstForm)
    if not form.is_valid() or consultation.clock(at) != Clock.UPCOMING:
        return _render(request, "consultation_open", consultation, form=form)
    as_seen = form.cleaned_data["as_seen"]
    opening = {"ends_at": form.ends_at, "as_seen": as_seen}
    done = "It is open: people can answer. What tells them so is on its way."
    if as_seen and act(request, open_and_tell, consultation, form=form, done=done, **opening):
        return redirect("consultations:consultation-asked", programme.slug, pk)
    plan = _as_planned(consultation, form.ends_at)
    recipients = recipients_of(consultation, at)
    confirm = OpenConfirmForm(last_on=form.cleaned_data["last_on"], as_seen=recipients.fingerprint)
    told = _told(request, plan, recipients, at) | {"confirm": confirm, "refused": form.non_field_errors()}
    return _render(request, "consultation_open_confirm", consultation, **told)


@desk_page(SET_WINDOW, "GET", "POST")
def consultation_tell(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show who was not told yet of a consultation that is open, and tell them when that is confirmed."""
    consultation, at = consultation_or_404(programme, pk), timezone.now()
    if request.method == "POST":
        done, as_seen = "They are told. The messages are on their way.", request.POST.get("as_seen", "")
        act(request, tell_now, consultation, done=done, as_seen=as_seen)
        return redirect("consultations:consultation-asked", programme.slug, pk)
    plan, recipients = _plan(consultation), recipients_of(consultation, at)
    return _render(request, "consultation_tell", consultation, **_told(request, plan, recipients, at))


@desk_page(SET_WINDOW, "GET", "POST")
def consultation_extend(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Keep a consultation open longer, or open it again; those who have not answered are told."""
    consultation = consultation_or_404(programme, pk)
    form = posted(request, ExtendForm)
    said = {"ends_at": form.ends_at, "reason": form.cleaned_data["reason"]} if form.is_valid() else {}
    if said and act(request, extend_and_tell, consultation, form=form, done="It stays open.", **said):
        return redirect("consultations:consultation-detail", programme.slug, pk)
    return _render(request, "consultation_extend", consultation, form=form)


@desk_page(SET_WINDOW, "GET", "POST")
def consultation_close(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Close a consultation now, and tell those who were asked what happens next."""
    consultation = consultation_or_404(programme, pk)
    last_on = last_day_before(consultation.ends_at)
    initial = {"what_happens_next": plan_of(consultation).what_happens_next}
    form = posted(request, CloseAndTellForm, last_on=last_on, today=timezone.localdate(), initial=initial)
    if form.is_valid() and act(
        request, close_and_tell, consultation, form=form, done="It is closed.", **form.for_service()
    ):
        return redirect("consultations:consultation-detail", programme.slug, pk)
    return _render(request, "consultation_close", consultation, form=form)


@desk_page(SET_UP, "GET", "POST")
def consultation_reminders(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Change when those who have not answered are reminded, and what all are told at the end."""
    consultation = consultation_or_404(programme, pk)
    form = posted(request, PlanForm, plan=plan_of(consultation))
    if form.is_valid() and act(request, change_plan, consultation, form.details, form=form, done="Saved."):
        return redirect("consultations:consultation-detail", programme.slug, pk)
    return _render(request, "consultation_reminders", consultation, form=form)


@desk_page()
def consultation_asked(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show who of those who are asked has answered and who has not, each with the next best thing to do."""
    consultation, at = consultation_or_404(programme, pk), timezone.now()
    plan, rows = _plan(consultation), asked_by(consultation, at)
    groups = group_counts(rows)
    show = next((code for code, _, _ in groups if code == request.GET.get("show")), "")
    shown = rows.filter(group=show) if show else rows
    find = ["appointment__partnership__organisation__name", "appointment__person__name"]
    page = page_of(request, shown, find=find)
    letters = letters_of(consultation, at)
    context = {
        "plan": plan,
        "page": page,
        "entries": asked_statuses(page, plan, at),
        "groups": groups,
        "show": show,
        "total": sum(count for _, _, count in groups),
        "letters": letters.count(),
        "to_print": letters.filter(unprinted(consultation, at)).count(),
        "untold": len(recipients_of(consultation, at).all) if consultation.clock(at) == Clock.OPEN else 0,
        "may_open": request.user.has_perm(SET_WINDOW, programme),
        "may_set_up": request.user.has_perm(SET_UP, programme),
        "may_appoint": request.user.has_perm("stakeholders.appoint_representative", programme),
    }
    return _render(request, "consultation_asked", consultation, **context)


@desk_page(SET_WINDOW, "POST")
def consultation_letters(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the letters that are to be printed, as one PDF; taking them is logged."""
    consultation, at = consultation_or_404(programme, pk), timezone.now()
    try:
        pdf = act(request, print_letters, consultation)
    except PdfNotPossible as why:
        messages.error(request, str(why))
        pdf = None
    if pdf is None:
        return redirect("consultations:consultation-asked", programme.slug, pk)
    look(request, programme, programme.pk)
    return as_pdf(pdf, f"{programme.slug}-{consultation.slug}-letters-{at:%Y-%m-%d}.pdf", is_download=True)


@desk_page(SET_WINDOW, "POST")
def consultation_ask_again(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Send somebody once more what is asked of them, at the address we have now."""
    asked = get_object_or_404(AskedRepresentative.objects.with_names(), pk=pk, consultation__phase__programme=programme)
    act(request, ask_again, asked, done="It is on its way again.", as_seen=request.POST.get("as_seen", ""))
    return redirect("consultations:consultation-asked", programme.slug, asked.consultation_id)


def consultation_or_404(programme: Programme, pk: int) -> Consultation:
    """Return a consultation of the programme."""
    return get_object_or_404(Consultation.objects.select_related("phase__programme"), pk=pk, phase__programme=programme)


def _plan(consultation: Consultation) -> TellingPlan:
    """Return the plan, which knows the consultation as it was read here."""
    plan = plan_of(consultation)
    plan.consultation = consultation
    return plan


def _as_planned(consultation: Consultation, ends_at: datetime) -> TellingPlan:
    """Return the plan of a consultation as it will be with this end; nothing is stored."""
    plan = _plan(Consultation.objects.select_related("phase__programme").get(pk=consultation.pk))
    plan.consultation.ends_at = ends_at
    return plan


def _told(request: SignedInRequest, plan: TellingPlan, recipients: Recipients, at: datetime) -> dict[str, Any]:
    """Return who is told, by which way, and how each letter reads to the first of them."""
    first = next(iter(recipients.all), None)
    steps = [Step.OPENS, *(step for step, _ in plan.reminders), Step.CLOSED]
    previews = []
    if first is not None:
        asked = AskedRepresentative(consultation=plan.consultation, appointment=first, asked_at=at)
        previews = [(step, words_for(asked, plan, step, at=at)) for step in steps]
    return {
        "plan": plan,
        "recipients": recipients,
        "page": page_of(request, recipients.everybody, find=lambda row: f"{row[1].partnership.organisation} {row[1]}"),
        "previews": previews,
    }


def _render(request: SignedInRequest, name: str, consultation: Consultation, **more: Any) -> HttpResponse:
    context = {
        "programme": consultation.phase.programme,
        "consultation": consultation,
        "clock": consultation.clock(timezone.now()),
    }
    return render(request, f"consultations/{name}.html", context | more)
