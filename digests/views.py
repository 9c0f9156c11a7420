"""Telling people what has happened: staff see who would read what and press; whoever is told stops it with one click.

The address in a message opens the page of the stop and takes a mail programme's one click (RFC 8058): no cookie and no
CSRF token are asked of that, only the link itself.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.pages import SignedInRequest
from digests import emails
from digests.digest import goes_on, readers_of, tellings_of
from digests.links import LINK
from digests.models import Reader
from digests.services import choose_telling, resume_telling, stop_telling, tell_people
from kit.pages import act
from kit.personal_links import hash_of, kept_from_others
from programmes.desk import desk_programme
from stakeholders.models import Appointment


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_send(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show who would be told what, word for word, and who would not, and why; tell them when that is confirmed."""
    programme, at = desk_programme(request, slug, "digests.tell_people"), timezone.now()
    if request.method == "POST":
        as_seen = request.POST.get("as_seen", "")
        act(request, tell_people, programme, as_seen=as_seen, done="The messages are on their way.")
        return redirect("digests:digest-send", slug=slug)
    tellings = tellings_of(programme, at)
    context = {
        "programme": programme,
        "tellings": tellings,
        "subject": emails.subject_of(programme),
        "letters": [(each, emails.text_of(each, programme)) for each in tellings.told],
        "goes_on": None if goes_on(at) == timezone.localdate(at) else goes_on(at),
    }
    return render(request, "digests/digest_send.html", context)


@csrf_exempt
def digest_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in to the page of a stop; a POST from a mail programme stops at once. GET changes nothing."""
    return _one_click(request, token) if request.method == "POST" else _let_in(request, token)


@LINK.opening
def _let_in(request: HttpRequest, token: str) -> HttpResponse:
    return LINK.let_in(request, token)


@kept_from_others
def _one_click(request: HttpRequest, token: str) -> HttpResponse:
    reader = Reader.objects.filter(token_hash=hash_of(token)).first()
    if reader is None:
        return HttpResponse("This link is not known.", status=404, content_type="text/plain; charset=utf-8")
    stop_telling(reader, by=None, at=timezone.now())
    return HttpResponse("Stopped.", content_type="text/plain; charset=utf-8")


@LINK.page("GET", "POST")
def digest_stop(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Ask whoever came by their link whether they want to be told no more; let them undo it."""
    if request.method == "POST":
        service = resume_telling if "again" in request.POST else stop_telling
        service(reader, by=None, at=timezone.now())
        return redirect("digests:digest-stop", pk=reader.pk)
    return render(request, "digests/digest_stop.html", {"reader": reader, "programme": reader.programme})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_digests(request: SignedInRequest) -> HttpResponse:
    """Let a representative see, and change, whether they are told what has happened: programme by programme."""
    at = timezone.now()
    speaking = Appointment.objects.of(request.user).current(at).with_names()
    mine = {each.partnership.programme: each for each in speaking.select_related("person__user")}
    if not mine:
        raise Http404
    if request.method == "POST":
        slug = request.POST.get("programme", "")
        appointment = next((each for programme, each in mine.items() if programme.slug == slug), None)
        if appointment is None:
            raise Http404
        choose_telling(appointment, is_wanted="again" in request.POST, by=request.user, at=at)
        return redirect("digests:own-digests")
    stopped = {each.programme_id for each in readers_of(next(iter(mine.values()))).stopped()}
    rows = [(programme, programme.pk in stopped) for programme in sorted(mine, key=str)]
    return render(request, "digests/own_digests.html", {"rows": rows})
