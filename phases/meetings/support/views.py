"""Support at a meeting: at the team's desk, what people need and what is arranged; for both, the form of a claim."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, page_of, posted, sent_once
from kit.pdf import PdfNotPossible, as_pdf
from phases.meetings.links import LINK
from phases.meetings.lookups import RUN, attendance_or_404, meeting_or_404
from phases.meetings.models.attendance import AttendanceQuerySet
from phases.meetings.support.forms import ArrangementForm
from phases.meetings.support.printing import claim_form_of
from phases.meetings.support.services import (
    add_arrangement,
    change_arrangement,
    move_arrangement,
    remove_arrangement,
)
from phases.models import Arrangement, Attendance, Meeting, Presence
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page(RUN)
def support_list(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """List everybody who needs something at a meeting, or for whom something is arranged, with all of it."""
    meeting, at = meeting_or_404(programme, pk), timezone.now()
    arrangements = Arrangement.objects.filter(attendance__meeting=meeting)
    columns = ["person__name", "access_needs", "communication_needs", "needs_note"]
    arranged = [f"arrangements__{name}" for name in ("language", "particulars", "owner__name")]
    context = {
        "programme": programme,
        "meeting": meeting,
        "late": set(arrangements.late(at).values_list("pk", flat=True)),
        "to_call_off": set(arrangements.to_call_off(at).values_list("pk", flat=True)),
        "page": page_of(request, _supported(meeting, timezone.localdate(at)), find=[*columns, *arranged]),
    }
    look(request, meeting, programme.pk)
    return render(request, "phases/support_list.html", context)


def _supported(meeting: Meeting, today: date) -> AttendanceQuerySet:
    """Return those who come or wait and need something, and all for whom something is arranged, as the desk lists."""
    arrangements = Arrangement.objects.with_seen_to(today).select_related("owner").order_by("arrange_by_on", "pk")
    has_needs = ~Q(access_needs="", communication_needs="") & ~Q(presence=Presence.APOLOGIES)
    has_arrangements = Exists(Arrangement.objects.filter(attendance=OuterRef("pk")))
    people = meeting.attendances.listed().filter(has_needs | Q(has_arrangements))
    return people.prefetch_related(Prefetch("arrangements", arrangements))


@desk_page(RUN, "GET", "POST")
@sent_once
def arrangement_create(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Write down something that is to be arranged for somebody."""
    attendance = attendance_or_404(programme, pk)
    form = posted(request, ArrangementForm, meeting=attendance.meeting, today=timezone.localdate())
    form.initial["owner"] = request.user.pk
    if form.is_valid():
        said = {"kind": form.cleaned_data["kind"], "details": form.details}
        if act(request, add_arrangement, attendance, form=form, done=_written_down, **said):
            return redirect("phases:support-list", programme.slug, attendance.meeting_id)
    context = {"programme": programme, "meeting": attendance.meeting, "attendance": attendance, "form": form}
    look(request, attendance, programme.pk)
    return render(request, "phases/arrangement_create.html", context)


@desk_page(RUN, "GET", "POST")
def arrangement_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Say otherwise what is arranged, who sees to it or until when."""
    arrangement = _arrangement_or_404(programme, pk)
    attendance = arrangement.attendance
    today = timezone.localdate()
    form = posted(request, ArrangementForm, meeting=attendance.meeting, today=today, arrangement=arrangement)
    done = _written_down
    if form.is_valid() and act(request, change_arrangement, arrangement, form=form, done=done, details=form.details):
        return redirect("phases:support-list", programme.slug, attendance.meeting_id)
    context = {"programme": programme, "meeting": attendance.meeting, "attendance": attendance, "form": form}
    look(request, attendance, programme.pk)
    return render(request, "phases/arrangement_edit.html", context | {"arrangement": arrangement})


def _written_down(arrangement: Arrangement) -> str:
    return f"{arrangement}: written down."


@desk_page(RUN, "POST")
def arrangement_move(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Say that something is booked, confirmed, claimed or paid, or is not after all."""
    arrangement = _arrangement_or_404(programme, pk)
    act(request, move_arrangement, arrangement, done=_moved, status=request.POST.get("status", ""))
    return redirect("phases:support-list", programme.slug, arrangement.attendance.meeting_id)


def _moved(arrangement: Arrangement) -> str:
    return f"{arrangement}: {arrangement.stands.lower()}."


@desk_page(RUN, "POST")
def arrangement_remove(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take away what is not needed any more, once it was asked."""
    arrangement = _arrangement_or_404(programme, pk)
    attendance = arrangement.attendance
    back = reverse("phases:support-list", args=[programme.slug, attendance.meeting_id])
    title = f"Take this away for {attendance.person}: {arrangement}?"
    told = "It stands on no list any more, nor on their own page. Nobody is told by it: call off what is booked."
    look(request, attendance, programme.pk)
    if asked := ask_first(request, title, told, yes="Take it away", back=back):
        return asked
    act(request, remove_arrangement, arrangement, done=f"{arrangement}: taken away.")
    return redirect(back)


def _arrangement_or_404(programme: Programme, pk: int) -> Arrangement:
    arrangements = Arrangement.objects.filter(attendance__meeting__programme=programme)
    return get_object_or_404(
        arrangements.select_related("owner", "attendance__person", "attendance__meeting__programme"), pk=pk
    )


@desk_page(RUN)
def claim_form(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show the form on which people claim what it cost them to take part, to be printed and filled in by hand."""
    context = {"programme": programme, "meeting": meeting_or_404(programme, pk)}
    return render(request, "phases/claim_form.html", context)


@desk_page(RUN)
def claim_form_pdf(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the same as PDF."""
    meeting = meeting_or_404(programme, pk)
    return _on_paper(request, "phases/claim_form.html", meeting, {})


@LINK.page()
def place_claim_form(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Show somebody the form on which they claim what it cost them to take part."""
    meeting = attendance.meeting
    context = {"attendance": attendance, "meeting": meeting, "programme": meeting.programme}
    return render(request, "phases/place_claim_form.html", context)


@LINK.page()
def place_claim_form_pdf(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Give them the same as PDF."""
    return _on_paper(request, "phases/place_claim_form.html", attendance.meeting, {"attendance": attendance})


def _on_paper(request: HttpRequest, instead: str, meeting: Meeting, context: dict[str, object]) -> HttpResponse:
    """Answer with the form as PDF; where this machine cannot draw it, with the page, which says so."""
    try:
        return as_pdf(claim_form_of(meeting), f"{meeting.programme.slug}-claim-form-{meeting.pk}.pdf")
    except PdfNotPossible:
        context |= {"programme": meeting.programme, "meeting": meeting, "no_pdf": True}
        return render(request, instead, context, status=503)
