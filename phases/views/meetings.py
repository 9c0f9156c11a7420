"""Meetings at the team's desk: who comes, who waits, what they need, and who is there on the day."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from kit.pages import act
from kit.qr import qr_code
from kit.windows import Clock
from phases.forms.meetings import NeedsMetForm, SetUpForm, WalkInForm
from phases.forms.registering import RegistrationForm
from phases.models import CAME, Attendance, Meeting, Presence
from phases.services import (
    check_in,
    give_up_place,
    record_needs,
    register,
    set_up_meeting,
    undo_check_in,
    walk_in,
)
from phases.views.desk import RUN, attendance_for, meeting_for
from programmes.desk import desk_programme
from programmes.models import Programme


@never_cache
@login_required
@require_safe
def meeting_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the meetings, the next first, with how many come; the numbers are for those who look after them."""
    programme, at = desk_programme(request, slug), timezone.now()
    meetings = list(programme.meetings.with_counts().order_by("starts_at", "pk"))
    for each in meetings:
        each.programme = programme
    context = {
        "programme": programme,
        "to_come": [each for each in meetings if each.clock(at) != Clock.PAST],
        "past": [each for each in reversed(meetings) if each.clock(at) == Clock.PAST],
        "may_run": request.user.has_perm(RUN, programme),
    }
    return render(request, "phases/meeting_list.html", context)


@never_cache
@login_required
@require_safe
def meeting_people(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show who comes to a meeting, who waits and who cannot come, and what each of them needs."""
    programme, meeting = meeting_for(request, slug, pk)
    people = _people(meeting)
    context = {
        "programme": programme,
        "meeting": meeting,
        "registration": meeting.registration(timezone.now()),
        "unknowing": sum(each.can_be_given_up and each.told_revision < meeting.revision for each in people),
        "coming": [each for each in people if each.has_place],
        "waiting": [each for each in people if each.presence == Presence.WAITING],
        "apologies": [each for each in people if each.presence == Presence.APOLOGIES],
    }
    return render(request, "phases/meeting_people.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_set_up(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say how many places there are, when people can register, and how they join."""
    programme, meeting = meeting_for(request, slug, pk)
    form = SetUpForm.of(meeting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_up_meeting(meeting, **form.for_service(), by=request.user, at=timezone.now())
        messages.success(request, "Saved. Whoever now has a place is told by e-mail.")
        return redirect("phases:meeting-people", slug, pk)
    return render(request, "phases/meeting_set_up.html", {"programme": programme, "meeting": meeting, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_create(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Register somebody who rang: said by them, entered by whoever is signed in."""
    programme, meeting = meeting_for(request, slug, pk)
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        attendance = register(meeting, key=form.form_key, wanted=form.wanted(), by=request.user, at=timezone.now())
        messages.success(request, f"{attendance.person}: {attendance.get_presence_display().lower()}.")
        return redirect("phases:meeting-people", slug, pk)
    return render(request, "phases/attendance_create.html", {"programme": programme, "meeting": meeting, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_needs(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether somebody has what they need, and how, or why not."""
    programme, attendance = attendance_for(request, slug, pk)
    form = NeedsMetForm.of(attendance, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record_needs(attendance, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"Written down for {attendance.person}.")
        return redirect("phases:meeting-people", slug, attendance.meeting_id)
    context = {"programme": programme, "meeting": attendance.meeting, "attendance": attendance, "form": form}
    return render(request, "phases/attendance_needs.html", context)


@never_cache
@login_required
@require_POST
def attendance_give_up(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give up the place of somebody who told us that they cannot come."""
    _, attendance = attendance_for(request, slug, pk)
    done = f"{attendance.person} cannot come. A free place goes to the first who waits."
    act(request, give_up_place, attendance, done=done)
    return redirect("phases:meeting-people", slug, attendance.meeting_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_check_in(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Find somebody by name, to check them in; write down whoever walks in (POST)."""
    programme, meeting = meeting_for(request, slug, pk)
    form = WalkInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        came = walk_in(meeting, key=form.form_key, name=name, by=request.user, at=timezone.now())
        messages.success(request, f"{came.person} walked in.")
        return redirect("phases:meeting-check-in", slug, pk)
    sought, people = request.GET.get("name", "").strip()[:200], _people(meeting)
    context = {
        "programme": programme,
        "meeting": meeting,
        "form": form,
        "sought": sought,
        "found": [each for each in people if sought.casefold() in each.person.name.casefold()],
        "came": sum(each.presence in CAME for each in people),
        "expected": sum(each.presence == Presence.REGISTERED for each in people),
    }
    return render(request, "phases/meeting_check_in.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_check_in(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Check one person in; the code on a badge leads here, and only a press of the button does it."""
    programme, attendance = attendance_for(request, slug, pk)
    if request.method == "POST":
        act(request, check_in, attendance, done=f"{attendance.person} is here.")
        return redirect("phases:meeting-check-in", slug, attendance.meeting_id)
    context = {"programme": programme, "meeting": attendance.meeting, "attendance": attendance}
    return render(request, "phases/attendance_check_in.html", context)


@never_cache
@login_required
@require_POST
def attendance_undo(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a check-in made by mistake."""
    _, attendance = attendance_for(request, slug, pk)
    act(request, undo_check_in, attendance, done=f"Taken back: {attendance.person}.")
    return redirect("phases:meeting-check-in", slug, attendance.meeting_id)


@never_cache
@login_required
@require_safe
def meeting_sheet(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show a sheet to be printed and signed: names alone, for it lies open on a table."""
    programme, meeting = meeting_for(request, slug, pk)
    people = [each for each in _people(meeting) if each.has_place]
    context = {"programme": programme, "meeting": meeting, "people": people, "empty": range(8)}
    return render(request, "phases/meeting_sheet.html", context)


@never_cache
@login_required
@require_safe
def meeting_badges(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show name badges to be printed, each with the code that leads to the person's check-in."""
    programme, meeting = meeting_for(request, slug, pk)
    people = [(each, qr_code(_check_in_address(programme, each))) for each in _people(meeting) if each.has_place]
    return render(request, "phases/meeting_badges.html", {"programme": programme, "meeting": meeting, "people": people})


def _people(meeting: Meeting) -> list[Attendance]:
    """Return everybody of a meeting by name; those who wait come in the order in which they do."""
    rows = meeting.attendances.select_related("person", "partnership__organisation", "entered_by")
    people = list(rows.order_by("registered_at", "pk"))
    waiting = [each for each in people if each.presence == Presence.WAITING]
    others = [each for each in people if each.presence != Presence.WAITING]
    others.sort(key=lambda each: (each.person.name.casefold(), each.pk))
    return others + waiting


def _check_in_address(programme: Programme, attendance: Attendance) -> str:
    return settings.SITE_URL + reverse("phases:attendance-check-in", args=[programme.slug, attendance.pk])
