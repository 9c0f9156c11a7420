"""At the desk: who of the representatives has said whether they come to a meeting."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.looks import look
from kit.pages import page_of
from kit.windows import Clock
from phases.meetings.lookups import RUN, meeting_or_404
from phases.meetings.places import answers_to
from phases.models import PRESENT, Presence
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.models import Appointment

COMES = (Presence.REGISTERED, *PRESENT)


@desk_page(RUN)
def meeting_representatives(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """List who speaks in the programme now, with what each has said of one meeting."""
    meeting = meeting_or_404(programme, pk)
    said = answers_to(meeting)
    speakers = Appointment.objects.current(timezone.now()).filter(partnership__programme=programme)
    stand = Counter(said(*who) for who in speakers.values_list("person", "person__name", "person__email"))
    rows = speakers.select_related("person", "partnership__organisation")
    rows = rows.order_by("partnership__organisation__name", "pk")
    page = page_of(request, rows, find=["partnership__organisation__name", "person__name"])
    for each in page:
        each.presence = said(each.person_id, each.person.name, each.person.email)
    counted = {
        "comes": sum(stand[presence] for presence in COMES),
        "waits": stand[Presence.WAITING],
        "cannot": stand[Presence.APOLOGIES],
        "silent": stand[None],
    }
    is_over = meeting.cancelled_at is not None or meeting.clock(timezone.now()) == Clock.PAST
    context = {"programme": programme, "meeting": meeting, "page": page, "counted": counted, "is_over": is_over}
    look(request, meeting, programme.pk)
    return render(request, "phases/meeting_representatives.html", context)
