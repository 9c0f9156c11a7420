"""The way to a meeting at the team's desk, for those who look after it."""

from django.shortcuts import get_object_or_404

from accounts.pages import SignedInRequest
from phases.models import Attendance, Meeting
from programmes.desk import desk_programme
from programmes.models import Programme

RUN = "phases.run_meeting"


def meeting_for(request: SignedInRequest, slug: str, pk: int) -> tuple[Programme, Meeting]:
    """Return a meeting to whoever may look after it (else 403, or 404), with its programme."""
    programme = desk_programme(request, slug, RUN)
    return programme, get_object_or_404(programme.meetings.select_related("programme"), pk=pk)


def attendance_for(request: SignedInRequest, slug: str, pk: int) -> tuple[Programme, Attendance]:
    """Return somebody's attendance to whoever may look after its meeting (else 403, or 404), with the programme."""
    programme = desk_programme(request, slug, RUN)
    attendances = Attendance.objects.filter(meeting__programme=programme).select_related("meeting__programme", "person")
    return programme, get_object_or_404(attendances, pk=pk)
