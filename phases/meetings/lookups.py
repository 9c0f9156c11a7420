"""What pages of meetings look up, and the permission that those of the team's desk ask for."""

from django.shortcuts import get_object_or_404

from phases.models import Attendance, Meeting
from programmes.models import Programme

RUN = "phases.run_meeting"


def meeting_or_404(programme: Programme, pk: int) -> Meeting:
    """Return a meeting of the programme; raises Http404 where it has none of this number."""
    return get_object_or_404(programme.meetings.select_related("programme"), pk=pk)


def counted_meeting_or_404(programme: Programme, pk: int) -> Meeting:
    """Return the same with how many people come and wait (`with_counts`)."""
    return get_object_or_404(programme.meetings.with_counts().select_related("programme"), pk=pk)


def attendance_or_404(programme: Programme, pk: int) -> Attendance:
    """Return one person's attendance at a meeting of the programme; raises Http404 where there is none."""
    attendances = Attendance.objects.filter(meeting__programme=programme).select_related("meeting__programme", "person")
    return get_object_or_404(attendances, pk=pk)


def published_meeting_or_404(slug: str, pk: int) -> Meeting:
    """Return a meeting of a published programme; raises Http404 where there is none."""
    meetings = Meeting.objects.published().select_related("programme")
    return get_object_or_404(meetings, programme__slug=slug, pk=pk)
