"""A meeting that moves or is cancelled, at the team's desk: changed, and those told who do not know yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pages import SignedInRequest
from kit.pages import act
from kit.refusals import Refused
from phases.forms.meetings import ChangeForm
from phases.services import (
    cancel_meeting,
    change_meeting,
    close_registration,
    note_told,
    revoke_link,
    send_new_link,
    tell_of_changes,
)
from phases.views.desk import attendance_for, meeting_for


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Move a meeting to another time or place, then lead to those who should be told."""
    programme, meeting = meeting_for(request, slug, pk)
    form = ChangeForm.of(meeting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(meeting, **form.for_service(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("phases:meeting-tell", slug, pk)
    return render(request, "phases/meeting_change.html", {"programme": programme, "meeting": meeting, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once more, then cancel a meeting, and lead to those who should be told."""
    programme, meeting = meeting_for(request, slug, pk)
    if request.method == "POST":
        act(request, cancel_meeting, meeting, done="The meeting is cancelled.")
        return redirect("phases:meeting-tell", slug, pk)
    return render(request, "phases/meeting_cancel.html", {"programme": programme, "meeting": meeting})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_tell(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show who does not know yet how a meeting is now, and write to them (POST)."""
    programme, meeting = meeting_for(request, slug, pk)
    if request.method == "POST":
        told = tell_of_changes(meeting, by=request.user, at=timezone.now())
        messages.success(request, f"{told} {'e-mail is' if told == 1 else 'e-mails are'} on the way.")
        return redirect("phases:meeting-tell", slug, pk)
    unknowing = list(meeting.attendances.to_be_told(meeting).select_related("person"))
    context = {
        "programme": programme,
        "meeting": meeting,
        "to_write": [each for each in unknowing if each.is_written_to],
        "to_ring": [each for each in unknowing if not each.is_written_to],
    }
    return render(request, "phases/meeting_tell.html", context)


@login_required
@require_POST
def attendance_told(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that somebody was rung and knows."""
    _, attendance = attendance_for(request, slug, pk)
    act(request, note_told, attendance, done=f"{attendance.person} knows.")
    return redirect("phases:meeting-tell", slug, attendance.meeting_id)


@login_required
@require_POST
def registration_close(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Close registration at once."""
    _, meeting = meeting_for(request, slug, pk)
    act(request, close_registration, meeting, done="Registration is closed. You can still add people.")
    return redirect("phases:meeting-people", slug, pk)


@login_required
@require_POST
def attendance_revoke_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Close the link of somebody's place."""
    _, attendance = attendance_for(request, slug, pk)
    done = f"The link of {attendance.person} opens nothing any more. They keep their place."
    act(request, revoke_link, attendance, done=done)
    return redirect("phases:meeting-people", slug, attendance.meeting_id)


@login_required
@require_POST
def attendance_new_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send somebody a new link; the old one opens nothing more."""
    _, attendance = attendance_for(request, slug, pk)
    act(request, send_new_link, attendance, done=f"A new link is on the way to {attendance.person}.")
    return redirect("phases:meeting-people", slug, attendance.meeting_id)
