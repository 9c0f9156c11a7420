"""A meeting that moves or is cancelled, at the team's desk: changed, and those told who do not know yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.lists import grouped
from kit.looks import look
from kit.pages import act, page_of, posted, sent_once
from kit.text import several
from phases.meetings.forms.meeting import MeetingChangeForm
from phases.meetings.lookups import RUN, attendance_or_404, meeting_or_404
from phases.meetings.moves import what_waits
from phases.meetings.services import (
    cancel_meeting,
    change_meeting,
    close_registration,
    inform_of_changes,
    record_informed,
    revoke_link,
    send_new_link,
)
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page(RUN, "GET", "POST")
def meeting_change(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Move a meeting to another time or place, then lead to those who should be told."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, MeetingChangeForm, meeting=meeting)
    if form.is_valid() and (moved := act(request, change_meeting, meeting, form=form, **form.for_service())):
        if waits := what_waits(moved, stood=meeting):
            messages.warning(request, waits)
        return redirect("phases:meeting-inform", programme.slug, pk)
    return render(request, "phases/meeting_change.html", {"programme": programme, "meeting": meeting, "form": form})


@desk_page(RUN, "GET", "POST")
def meeting_cancel(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask once more, then cancel a meeting, and lead to those who should be told."""
    meeting = meeting_or_404(programme, pk)
    if request.method == "POST":
        act(request, cancel_meeting, meeting, done="The meeting is cancelled.")
        return redirect("phases:meeting-inform", programme.slug, pk)
    context = {"programme": programme, "meeting": meeting, "has_begun": timezone.now() >= meeting.starts_at}
    return render(request, "phases/meeting_cancel.html", context)


@desk_page(RUN, "GET", "POST")
def meeting_inform(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show who does not know yet how a meeting is now, and write to them (POST)."""
    meeting = meeting_or_404(programme, pk)
    if request.method == "POST":
        act(request, inform_of_changes, meeting, done=_on_the_way)
        return redirect("phases:meeting-inform", programme.slug, pk)
    uninformed = list(meeting.attendances.uninformed(meeting).select_related("person"))
    to_email = [each for each in uninformed if each.gets_email]
    to_call = [each for each in uninformed if not each.gets_email]
    page = page_of(request, grouped(to_email=to_email, to_call=to_call), find=lambda row: str(row[1].person))
    context = {"programme": programme, "meeting": meeting, "to_email": to_email, "to_call": to_call, "page": page}
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_inform.html", context)


def _on_the_way(emails: int) -> str:
    return f"{several(emails, 'e-mail is', 'e-mails are')} on the way."


@desk_page(RUN, "POST")
def attendance_informed(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Write down that somebody was rung and knows."""
    attendance = attendance_or_404(programme, pk)
    act(request, record_informed, attendance, done=f"{attendance.person} knows.")
    return redirect("phases:meeting-inform", programme.slug, attendance.meeting_id)


@desk_page(RUN, "POST")
def registration_close(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Close registration at once."""
    done = "Registration is closed. You can still add people."
    act(request, close_registration, meeting_or_404(programme, pk), done=done)
    return redirect("phases:meeting-people", programme.slug, pk)


@desk_page(RUN, "POST")
def attendance_revoke_link(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Close the link of somebody's place."""
    attendance = attendance_or_404(programme, pk)
    back = reverse("phases:meeting-people", args=[programme.slug, attendance.meeting_id])
    told = "It opens nothing any more, and cannot be opened again. They keep their place, and can be sent a new link."
    title = f"Close the link of {attendance.person}?"
    look(request, attendance, programme.pk)
    if asked := ask_first(request, title, told, yes="Close their link", back=back):
        return asked
    done = f"The link of {attendance.person} opens nothing any more. They keep their place."
    act(request, revoke_link, attendance, done=done)
    return redirect(back)


@desk_page(RUN, "POST")
@sent_once
def attendance_new_link(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Send somebody a new link; the old one opens nothing more."""
    attendance = attendance_or_404(programme, pk)
    act(request, send_new_link, attendance, done=f"A new link is on the way to {attendance.person}.")
    return redirect("phases:meeting-people", programme.slug, attendance.meeting_id)
