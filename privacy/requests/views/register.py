"""The register of requests: of one programme, and of all in which somebody answers them."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from kit.pages import act, page_of, posted, sent_once
from privacy.models import Request, RequestKind
from privacy.requests.forms import RequestForm
from privacy.requests.models import RequestQuerySet
from privacy.requests.services import record_request
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.rules import permissions_in

ANSWER = "privacy.answer_requests"
# Which of them are shown, by `?show=`.
SHOWN = {"open": "Open", "late": "Late", "answered": "Answered", "all": "All"}
FIND = ["number", "name", "acting_name", "asked"]


@desk_page(ANSWER)
def request_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List a programme's requests, the most pressing first."""
    today = timezone.localdate()
    shown, kind = _asked(request)
    rows = _narrowed(programme.requests.all(), shown, kind, today)
    page = page_of(request, rows, find=FIND)
    context = {"programme": programme, "page": page, **_filters(shown, kind)}
    return render(request, "privacy/request_list.html", context)


@signed_in_page()
def request_all(request: SignedInRequest) -> HttpResponse:
    """List the requests of every programme in which whoever asks answers them, the most pressing first."""
    if not request.user.is_staff:
        raise Http404
    today = timezone.localdate()
    seen = list(Programme.objects.visible_to(request.user, today))
    may = permissions_in(request.user, seen)
    mine = [programme for programme in seen if may(ANSWER, programme)]
    shown, kind = _asked(request)
    rows = _narrowed(Request.objects.filter(programme__in=mine), shown, kind, today)
    page = page_of(request, rows, find=[*FIND, "programme__title"])
    return render(request, "privacy/request_all.html", {"page": page, **_filters(shown, kind)})


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write down what somebody asked by telephone, in a letter or across a table."""
    today = timezone.localdate()
    form = posted(request, RequestForm, today=today, initial={"received_on": today, "channel": "telephone"})
    if form.is_valid():
        made = act(request, record_request, programme, form=form, done=_recorded, details=form.details())
        if made:
            return redirect("privacy:request-detail", programme.slug, made.number)
    return render(request, "privacy/request_create.html", {"programme": programme, "form": form})


def _recorded(made: Request) -> str:
    return f"It is in the register: number {made.number}. Tell them the number."


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Return which requests the address asks for: by where they stand, and of which kind (all, if blank)."""
    shown, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    return (shown if shown in SHOWN else "open"), (kind if kind in RequestKind.values else "")


def _narrowed(rows: RequestQuerySet, shown: str, kind: str, today: date) -> RequestQuerySet:
    rows = rows.select_related("programme").with_late(today)
    if shown == "open":
        rows = rows.open()
    elif shown == "late":
        rows = rows.late(today)
    elif shown == "answered":
        rows = rows.filter(status=Request.Status.ANSWERED)
    return (rows.filter(kind=kind) if kind else rows).by_urgency()


def _filters(shown: str, kind: str) -> dict[str, object]:
    return {
        "shown": shown,
        "kind": kind,
        "shows": SHOWN.items(),
        "kinds": [("", "Of every kind"), *RequestKind.choices],
    }


def request_or_404(programme: Programme, number: int, *kinds: RequestKind) -> Request:
    """Return a programme's request by its number; where kinds are named, one of another kind is not there."""
    requests = Request.objects.select_related("person", "identity_checked_by", "recorded_by", "programme")
    return get_object_or_404(requests.filter(kind__in=kinds or RequestKind), programme=programme, number=number)
