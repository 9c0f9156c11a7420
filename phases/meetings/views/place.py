"""Somebody's own place at a meeting, by personal link. No session is read; a GET writes nothing."""

from datetime import datetime

from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kit.pages import act, posted
from kit.windows import Clock
from phases.meetings.calendar import calendar_file
from phases.meetings.forms.registration import NeedsForm
from phases.meetings.links import LINK
from phases.meetings.services import change_place, give_up_place
from phases.meetings.support.own import arranged_for
from phases.models import Attendance, Presence


@LINK.opening
def place_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return LINK.let_in(request, token)


@LINK.page()
def place_detail(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Show somebody whether they have a place, how to join, what they told us, and what is arranged for them."""
    arranged = arranged_for(attendance, timezone.now())
    return render(request, "phases/place_detail.html", page_of(attendance) | {"arranged": arranged})


@LINK.page("GET", "POST")
def place_change(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Let somebody change what they need."""
    form = posted(request, NeedsForm, initial=model_to_dict(attendance, NeedsForm.base_fields))
    if form.is_valid() and act(request, change_place, attendance, form=form, by=None, **form.cleaned_data):
        return redirect("phases:place-detail", pk=attendance.pk)
    return render(request, "phases/place_change.html", page_of(attendance) | {"form": form})


@LINK.page("GET", "POST")
def place_give_up(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Ask once more, then give the place to whoever waits."""
    if request.method == "POST":
        # Given up already, or been there: the page says which.
        give_up_place(attendance, by=None, at=timezone.now())
        return redirect("phases:place-detail", pk=attendance.pk)
    return render(request, "phases/place_give_up.html", page_of(attendance))


@LINK.page()
def place_calendar(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Give somebody who has a place the meeting for their calendar."""
    if not attendance.has_place:
        return LINK.gone(request)
    return calendar_answer(attendance, at=timezone.now())


def calendar_answer(attendance: Attendance, *, at: datetime) -> HttpResponse:
    """Return the answer by which a browser keeps the meeting's file for somebody's calendar."""
    return HttpResponse(
        calendar_file(attendance, at=at),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
    )


def page_of(attendance: Attendance) -> dict[str, object]:
    """Return what every page of a place shows."""
    meeting, at = attendance.meeting, timezone.now()
    clock = meeting.clock(at)
    # Whether they come, or may still get a place, and the meeting takes place and is not over.
    comes = attendance.presence == Presence.REGISTERED and clock != Clock.PAST
    waits = attendance.presence == Presence.WAITING and clock == Clock.UPCOMING
    return {
        "attendance": attendance,
        "meeting": meeting,
        "programme": meeting.programme,
        "clock": clock,
        "expects": (comes or waits) and not meeting.cancelled_at,
        "registration": meeting.registration(at),
        "evaluation": meeting.evaluation(at),
    }
