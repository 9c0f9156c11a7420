"""A representative's own page of a meeting to come: whether they come, and the file for their calendar."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from kit.pages import act, posted, sent_once
from kit.windows import Clock
from phases.meetings.forms.answers import AnswerForm
from phases.meetings.places import attendance_of
from phases.meetings.services import answer_meeting
from phases.meetings.views.place import calendar_answer
from phases.models import Attendance, Meeting, Presence
from stakeholders.models import Appointment


@signed_in_page("GET", "POST")
@sent_once
def meeting_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether I come to a meeting and what I need there; show whether I have a place, and how to join."""
    at = timezone.now()
    meeting, appointment = _mine_or_404(request, pk)
    attendance = attendance_of(meeting, appointment.person)
    form = posted(request, AnswerForm, person=appointment.person, attendance=attendance)
    if form.is_valid() and act(
        request, answer_meeting, meeting, form=form, done=_said, appointment=appointment, **form.for_service()
    ):
        return redirect("phases:meeting-answer", pk)
    context = {
        "meeting": meeting,
        "programme": meeting.programme,
        "attendance": attendance,
        "form": form,
        "clock": meeting.clock(at),
        "can_answer": bool(form.errors) or meeting.answering(at) == Clock.OPEN or _comes_or_waits(meeting, attendance),
    }
    return render(request, "phases/meeting_answer.html", context)


def _said(attendance: Attendance) -> str:
    """Say what came of an answer."""
    said = {Presence.REGISTERED: "You have a place.", Presence.WAITING: "You are on the waiting list."}
    return said.get(Presence(attendance.presence), "Thank you for telling us that you cannot come.")


def _comes_or_waits(meeting: Meeting, attendance: Attendance | None) -> bool:
    """Whether somebody can still say otherwise, although nobody new can register."""
    there = attendance is not None and attendance.can_be_given_up
    return there and meeting.cancelled_at is None and timezone.now() < meeting.starts_at


@signed_in_page()
def meeting_calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a representative who has a place the meeting for their calendar."""
    meeting, appointment = _mine_or_404(request, pk)
    attendance = attendance_of(meeting, appointment.person)
    if attendance is None or not attendance.has_place:
        raise Http404
    return calendar_answer(attendance, at=timezone.now())


def _mine_or_404(request: SignedInRequest, pk: int) -> tuple[Meeting, Appointment]:
    """Return a meeting of a programme in which somebody speaks, and as what; to others it is not there."""
    meeting = get_object_or_404(Meeting.objects.select_related("programme"), pk=pk)
    mine = Appointment.objects.of(request.user).current(timezone.now()).with_names()
    appointment = mine.filter(partnership__programme=meeting.programme_id).order_by("pk").first()
    if appointment is None:
        raise Http404
    return meeting, appointment
