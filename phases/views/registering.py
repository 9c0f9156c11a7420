"""A meeting in public, and registering for it: no account, no cookie.

Nobody is signed in here, so that there is nothing a page of somebody else could misuse: no CSRF token is asked for,
which would turn away telephones that keep no cookies. Whoever is registered already is answered like everybody else.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kit.disclosure.rounding import disclosed
from kit.public_forms import may_send
from kit.windows import Clock
from phases.forms.registering import RegistrationForm
from phases.models import Meeting
from phases.services import RegistrationClosed, register
from programmes.models import Programme
from programmes.publication import QUARTER, page, public_page


@public_page(seconds=QUARTER)
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
        "came": disclosed(meeting.came) if meeting.came else "",
    }
    return page("phases/meeting_detail.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_register(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask who wants to come and take it in; outside its time say since or until when."""
    meeting, at = meeting_or_404(slug, pk), timezone.now()
    context = {"programme": meeting.programme, "meeting": meeting, "registration": meeting.registration(at)}
    if request.method != "POST" and context["registration"] != Clock.OPEN:
        return page("phases/meeting_closed.html", context)
    form = RegistrationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and may_send(request, form):
        try:
            register(meeting, key=form.form_key, wanted=form.wanted(), by=None, at=at)
        except RegistrationClosed:
            write_to = meeting.programme.contact_email
            form.add_error(None, f"Registration has closed. Copy what you wrote, and send it to {write_to}.")
        else:
            return redirect("phases:meeting-registered", slug, pk)
    return page("phases/meeting_register.html", context | {"form": form})


@never_cache
@require_safe
def meeting_registered(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Thank whoever has registered, the same words for everybody: the e-mail says the rest."""
    meeting = meeting_or_404(slug, pk)
    return page("phases/meeting_registered.html", {"programme": meeting.programme, "meeting": meeting})


def meeting_or_404(slug: str, pk: int) -> Meeting:
    """Return a meeting of a published programme."""
    meetings = Meeting.objects.select_related("programme").filter(programme__published_at__isnull=False)
    return get_object_or_404(meetings, programme__slug=slug, pk=pk)
