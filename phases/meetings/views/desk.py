"""Meetings at the team's desk: who comes, who waits, what they need, and who is there on the day."""

from django.conf import settings
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, page_of, posted
from kit.qr import qr_code
from kit.windows import Clock
from phases.meetings.forms.meeting import MeetingSetUpForm, NeedsMetForm, WalkInForm
from phases.meetings.forms.registration import DeskRegistrationForm
from phases.meetings.lookups import RUN, attendance_or_404, counted_meeting_or_404, meeting_or_404
from phases.meetings.services import (
    add_walk_in,
    check_in,
    give_up_place,
    record_needs,
    register,
    set_up_meeting,
    undo_check_in,
)
from phases.models import Attendance, Presence
from programmes.desk import desk_page
from programmes.models import Programme

# Of how many meetings before, the lessons are offered to whoever sets one up.
LESSONS_OF = 3


@desk_page()
def meeting_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the meetings, the next first, with how many come; the numbers are for those who look after them."""
    at = timezone.now()
    page = page_of(request, programme.meetings.with_counts().in_order_of_desk(at), find=["title", "venue", "purpose"])
    for each in page:
        each.programme = programme
    context = {
        "programme": programme,
        "page": page,
        "to_come": [each for each in page if each.clock(at) != Clock.PAST],
        "past": [each for each in page if each.clock(at) == Clock.PAST],
        "may_run": request.user.has_perm(RUN, programme),
    }
    return render(request, "phases/meeting_list.html", context)


@desk_page(RUN)
def meeting_people(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show who comes to a meeting, who waits and who cannot come, and what each of them needs."""
    meeting = counted_meeting_or_404(programme, pk)
    columns = ["person__name", "person__email", "partnership__organisation__name", "comes_from"]
    page = page_of(request, meeting.attendances.listed(), find=[*columns, "access_needs", "communication_needs"])
    context = {
        "programme": programme,
        "meeting": meeting,
        "registration": meeting.registration(timezone.now()),
        "uninformed": meeting.attendances.uninformed(meeting).count(),
        "page": page,
        "placed": [each for each in page if each.has_place],
        "waiting": [each for each in page if each.presence == Presence.WAITING],
        "apologies": [each for each in page if each.presence == Presence.APOLOGIES],
        "is_past": meeting.clock(timezone.now()) == Clock.PAST,
    }
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_people.html", context)


@desk_page(RUN, "GET", "POST")
def meeting_set_up(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Say how many places there are, when people can register, and how they join."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, MeetingSetUpForm, meeting=meeting)
    done = "Saved. Whoever now has a place is told by e-mail."
    if form.is_valid() and act(request, set_up_meeting, meeting, form=form, done=done, **form.for_service()):
        return redirect("phases:meeting-people", programme.slug, pk)
    before = programme.meetings.filter(starts_at__lt=meeting.starts_at).exclude(lessons="")
    context = {
        "programme": programme,
        "meeting": meeting,
        "form": form,
        "before": before.order_by("-starts_at", "-pk")[:LESSONS_OF],
    }
    return render(request, "phases/meeting_set_up.html", context)


@desk_page(RUN, "GET", "POST")
def attendance_create(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Register somebody who rang: said by them, entered by whoever is signed in."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, DeskRegistrationForm)
    if form.is_valid() and act(request, register, meeting, form=form, done=_given_or_waiting, **form.for_service()):
        return redirect("phases:meeting-people", programme.slug, pk)
    return render(request, "phases/attendance_create.html", {"programme": programme, "meeting": meeting, "form": form})


def _given_or_waiting(attendance: Attendance) -> str:
    return f"{attendance.person}: {attendance.get_presence_display().lower()}."


@desk_page(RUN, "GET", "POST")
def attendance_needs(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Say whether somebody has what they need, and how, or why not."""
    attendance = attendance_or_404(programme, pk)
    form = posted(request, NeedsMetForm, initial=model_to_dict(attendance, NeedsMetForm.base_fields))
    done = f"Written down for {attendance.person}."
    if form.is_valid() and act(request, record_needs, attendance, form=form, done=done, **form.cleaned_data):
        return redirect("phases:meeting-people", programme.slug, attendance.meeting_id)
    context = {"programme": programme, "meeting": attendance.meeting, "attendance": attendance, "form": form}
    look(request, attendance, programme.pk)
    return render(request, "phases/attendance_needs.html", context)


@desk_page(RUN, "POST")
def attendance_give_up(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give up the place of somebody who told us that they cannot come."""
    attendance = attendance_or_404(programme, pk)
    back = reverse("phases:meeting-people", args=[programme.slug, attendance.meeting_id])
    told = "A place of theirs goes to the first who waits, and both are told. This cannot be undone."
    look(request, attendance, programme.pk)
    if asked := ask_first(request, f"{attendance.person} cannot come?", told, yes="They cannot come", back=back):
        return asked
    done = f"{attendance.person} cannot come. A free place goes to the first who waits."
    act(request, give_up_place, attendance, done=done)
    return redirect(back)


@desk_page(RUN, "GET", "POST")
def meeting_check_in(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Find somebody by name, to check them in; write down whoever walks in (POST)."""
    meeting = counted_meeting_or_404(programme, pk)
    form = posted(request, WalkInForm)
    if form.is_valid() and act(request, add_walk_in, meeting, form=form, done=_walked_in, **form.for_service()):
        return redirect("phases:meeting-check-in", programme.slug, pk)
    context = {
        "programme": programme,
        "meeting": meeting,
        "form": form,
        "page": page_of(request, meeting.attendances.listed(), find=["person__name"], label="Name, or part of it"),
        "expected": meeting.placed - meeting.present,
    }
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_check_in.html", context)


def _walked_in(attendance: Attendance) -> str:
    return f"{attendance.person} walked in."


@desk_page(RUN, "GET", "POST")
def attendance_check_in(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Check one person in; the code on a badge leads here, and only a press of the button does it."""
    attendance = attendance_or_404(programme, pk)
    if request.method == "POST":
        act(request, check_in, attendance, done=f"{attendance.person} is here.")
        return redirect("phases:meeting-check-in", programme.slug, attendance.meeting_id)
    context = {"programme": programme, "meeting": attendance.meeting, "attendance": attendance}
    look(request, attendance, programme.pk)
    return render(request, "phases/attendance_check_in.html", context)


@desk_page(RUN, "POST")
def attendance_undo_check_in(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take back a check-in made by mistake."""
    attendance = attendance_or_404(programme, pk)
    act(request, undo_check_in, attendance, done=f"Taken back: {attendance.person}.")
    return redirect("phases:meeting-check-in", programme.slug, attendance.meeting_id)


@desk_page(RUN)
def meeting_sign_in_sheet(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show a sheet to be printed and signed: names alone, for it lies open on a table."""
    meeting = meeting_or_404(programme, pk)
    people = meeting.attendances.placed().listed()
    context = {"programme": programme, "meeting": meeting, "people": people, "empty": range(8)}
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_sign_in_sheet.html", context)


@desk_page(RUN)
def meeting_badges(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show name badges to be printed, each with the code that leads to the person's check-in."""
    meeting = meeting_or_404(programme, pk)
    people = [(each, qr_code(_check_in_address(programme, each))) for each in meeting.attendances.placed().listed()]
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_badges.html", {"programme": programme, "meeting": meeting, "people": people})


def _check_in_address(programme: Programme, attendance: Attendance) -> str:
    path = reverse("phases:attendance-check-in", args=[programme.slug, attendance.pk])
    return f"{settings.SITE_URL}{path}"
