"""A meeting in public, and registering for it: no account, no cookie.

Nobody is signed in here, so that there is nothing a page of somebody else could misuse: no CSRF token is asked for,
which would turn away telephones that keep no cookies. Whoever is registered already is answered like everybody else.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kit.disclosure.rounding import disclosed, in_words
from kit.pages import act, posted
from kit.public_forms import may_send, may_write_at_once, open_page
from kit.windows import Clock
from phases.meetings.forms.registration import RegistrationForm
from phases.meetings.lookups import published_meeting_or_404
from phases.meetings.services import register
from phases.models import MeetingPaper, Minutes
from programmes.models import Programme
from programmes.publication import QUARTER_SECONDS, page, public_page


@public_page(seconds=QUARTER_SECONDS)
def meeting_detail(request: HttpRequest, programme: Programme, at: datetime, pk: int) -> HttpResponse:
    """Show what a meeting is for, when and where, whether there are places, and afterwards what came of it."""
    meeting = get_object_or_404(programme.meetings.with_counts(), pk=pk)
    context = {
        "programme": programme,
        "meeting": meeting,
        "clock": meeting.clock(at),
        "registration": meeting.registration(at),
        "evaluation": meeting.evaluation(at),
        "is_full": meeting.capacity is not None and (meeting.placed >= meeting.capacity or meeting.waiting > 0),
        "minutes": Minutes.objects.published().filter(meeting=meeting).first(),
        "papers": MeetingPaper.objects.published().filter(minutes__meeting=meeting).listed(),
        "present": in_words(disclosed(meeting.present)) if meeting.present else "",
    }
    return page("phases/meeting_detail.html", context)


@open_page("GET", "POST")
def meeting_register(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask who wants to come and take it in; outside its time say since or until when."""
    meeting = published_meeting_or_404(slug, pk)
    at = timezone.now()
    registration, clock = meeting.registration(at), meeting.clock(at)
    context = {"programme": meeting.programme, "meeting": meeting, "registration": registration, "clock": clock}
    if request.method != "POST" and registration != Clock.OPEN:
        return page("phases/meeting_register_closed.html", context)
    form = posted(request, RegistrationForm)
    is_sent = form.is_valid() and may_send(request, form)
    if is_sent and act(
        request,
        register,
        meeting,
        form=form,
        by=None,
        told_at_once=may_write_at_once(request, form.cleaned_data["email"]),
        **form.for_service(),
    ):
        return redirect("phases:meeting-registered", slug, pk)
    return page("phases/meeting_register.html", context | {"form": form})


@open_page()
def meeting_registered(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Thank whoever has registered, the same words for everybody: the e-mail says the rest."""
    meeting = published_meeting_or_404(slug, pk)
    return page("phases/meeting_registered.html", {"programme": meeting.programme, "meeting": meeting})
