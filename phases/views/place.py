"""Somebody's own place at a meeting, by personal link. No session is read; a GET writes nothing."""

from contextlib import suppress
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kit.lifecycle import WrongState
from kit.personal_links import View, hash_of, kept_from_others, takes_token
from phases.calendar import calendar_file
from phases.forms.registering import NeedsForm
from phases.links import LINKS
from phases.models import Attendance
from phases.services import change_place, give_up_place


def by_link(view: View) -> View:
    """Give the view the place that this browser was let in to. Unknown and expired are answered alike."""

    @kept_from_others
    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        let_in = LINKS.let_in_hash(request, pk)
        found = Attendance.objects.by_token_hash(let_in, timezone.now()).filter(pk=pk).first() if let_in else None
        return gone(request) if found is None else view(request, found)

    return answer


def gone(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing, and what to do, without a word on why."""
    return render(request, "phases/place_gone.html", status=404)


@takes_token
def place_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    found = Attendance.objects.by_token_hash(hash_of(token), timezone.now()).first()
    return gone(request) if found is None else LINKS.let_in(found.pk, found.token_hash or "")


@require_safe
@by_link
def place_detail(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Show somebody whether they have a place, how to join, and what they told us."""
    return render(request, "phases/place_detail.html", page_of(attendance))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def place_change(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Let somebody change what they need."""
    form = NeedsForm.of(attendance, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_place(attendance, **form.cleaned_data, by=None, at=timezone.now())
        except WrongState:
            form.add_error(None, "You have given your place up, so nothing can be changed.")
        else:
            return redirect("phases:place-detail", pk=attendance.pk)
    return render(request, "phases/place_change.html", page_of(attendance) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def place_give_up(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Ask once more, then give the place to whoever waits."""
    if request.method == "POST":
        # Given up already, or been there: the page says which.
        with suppress(WrongState):
            give_up_place(attendance, by=None, at=timezone.now())
        return redirect("phases:place-detail", pk=attendance.pk)
    return render(request, "phases/place_give_up.html", page_of(attendance))


@require_safe
@by_link
def place_calendar(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    """Give somebody who has a place the meeting for their calendar."""
    if not attendance.has_place:
        return gone(request)
    content = calendar_file(attendance.meeting, at=timezone.now())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
    )


def page_of(attendance: Attendance) -> dict[str, object]:
    """Return what every page of a place shows."""
    meeting, at = attendance.meeting, timezone.now()
    return {
        "attendance": attendance,
        "meeting": meeting,
        "programme": meeting.programme,
        "clock": meeting.clock(at),
        "registration": meeting.registration(at),
        "evaluation": meeting.evaluation(at),
    }
