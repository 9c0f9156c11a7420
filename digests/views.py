"""Digests of what has happened: staff see who would read what and press; whoever gets one stops it with one click."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from digests import emails
from digests.digest import digests_of, sending_day
from digests.links import LINK
from digests.models import Reader
from digests.readers import readers_of
from digests.services import choose_digests, resume_digests, send_digests, stop_digests
from kit.looks import look
from kit.pages import act, page_of
from kit.public_forms import open_page
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.models import Appointment


@desk_page("digests.send_digests", "GET", "POST")
def digest_send(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show who would be sent what, word for word, and who would not, and why; send it when that is confirmed."""
    at = timezone.now()
    if request.method == "POST":
        as_seen = request.POST.get("as_seen", "")
        act(request, send_digests, programme, as_seen=as_seen, done="The messages are on their way.")
        return redirect("digests:digest-send", programme.slug)
    digests = digests_of(programme, at)
    page = page_of(request, digests.everybody, find=lambda row: f"{row[1].name} {row[1].why}")
    context = {
        "programme": programme,
        "digests": digests,
        "page": page,
        "subject": emails.subject_of(programme),
        "letters": [(each, emails.text_of(each, programme)) for each in page.groups["to_send"]],
        "sent_later_on": None if sending_day(at) == timezone.localdate(at) else sending_day(at),
    }
    look(request, programme, programme.pk)
    return render(request, "digests/digest_send.html", context)


@open_page("GET", "POST")
def digest_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in to the page of a stop; a POST from a mail programme stops at once. GET changes nothing."""
    return LINK.let_in_or_click(request, token, clicked=partial(stop_digests, by=None))


@LINK.page("GET", "POST")
def digest_stop(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Ask whoever came by their link whether they want no more of them; let them undo it."""
    if request.method == "POST":
        act(request, resume_digests if "again" in request.POST else stop_digests, reader, by=None)
        return redirect("digests:digest-stop", pk=reader.pk)
    return render(request, "digests/digest_stop.html", {"reader": reader, "programme": reader.programme})


@signed_in_page("GET", "POST")
def own_digests(request: SignedInRequest) -> HttpResponse:
    """Let a representative see, and change, whether they are told what has happened: programme by programme."""
    current = Appointment.objects.of(request.user).current(timezone.now())
    mine = current.select_related("person__user", "partnership__organisation", "partnership__programme").order_by("pk")
    if not mine:
        raise Http404
    if request.method == "POST":
        theirs = mine.filter(partnership__programme__slug=request.POST.get("programme", ""))
        appointment = theirs.last()
        if appointment is None:
            raise Http404
        act(request, choose_digests, appointment, is_wanted="again" in request.POST)
        return redirect("digests:own-digests")
    stopped = {each.programme_id for each in readers_of(mine[0]).stopped()}
    programmes = {each.partnership.programme for each in mine}
    rows = [(programme, programme.pk in stopped) for programme in sorted(programmes, key=str)]
    # Of several, none has its own word for what each of them is.
    context = {"rows": rows, "programme": rows[0][0] if len(rows) == 1 else None}
    return render(request, "digests/own_digests.html", context)
