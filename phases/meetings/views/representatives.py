"""At the desk: who of the representatives has said whether they come to a meeting."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.looks import look
from kit.pages import page_of
from phases.meetings.lookups import RUN, meeting_or_404
from phases.models import PRESENT, Meeting, Presence
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.models import Appointment

COMES = (Presence.REGISTERED, *PRESENT)


@desk_page(RUN)
def meeting_representatives(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """List who speaks in the programme now, with what each has said of one meeting."""
    meeting = meeting_or_404(programme, pk)
    said = _with_answers(Appointment.objects.current(timezone.now()).filter(partnership__programme=programme), meeting)
    counted = said.aggregate(
        comes=Count("pk", filter=Q(presence__in=COMES)),
        waits=Count("pk", filter=Q(presence=Presence.WAITING)),
        cannot=Count("pk", filter=Q(presence=Presence.APOLOGIES)),
        silent=Count("pk", filter=Q(presence=None)),
    )
    rows = said.select_related("person", "partnership__organisation").order_by("partnership__organisation__name", "pk")
    page = page_of(request, rows, find=["partnership__organisation__name", "person__name"])
    context = {"programme": programme, "meeting": meeting, "page": page, "counted": counted}
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_representatives.html", context)


def _with_answers(appointments: QuerySet[Appointment], meeting: Meeting) -> QuerySet[Appointment]:
    """Return appointments with the `presence` of each person at a meeting; None where they have said nothing."""
    theirs = meeting.attendances.of_person(OuterRef("person"), OuterRef("person__name"), OuterRef("person__email"))
    return appointments.annotate(presence=Subquery(theirs.values("presence")[:1]))
