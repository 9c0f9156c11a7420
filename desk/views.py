"""The team's desk: what waits today over all programmes of somebody's hats, search, and one programme's own desk."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from desk import names
from desk.counts import counts_of_work
from desk.links import LINK
from desk.models import DailyList
from desk.next_dates import NextDate, next_dates
from desk.search import Asked, search
from desk.services import choose_daily_list, switch_daily_list
from desk.todo import ProgrammeTodo, all_waiting, todo_by_programme
from kit.looks import look
from kit.pages import PAGE_SIZE, act, page_of
from kit.public_forms import open_page
from outbox.todo import state_of_mail
from programmes.desk import desk_page
from programmes.models import WORKING_HATS, Programme, TeamMember
from programmes.rules import permissions_in
from programmes.thread import Thread
from public.pages.programme_list import counted, glances
from stakeholders.models import Person

# What a programme's desk leads to only whoever may do it.
LEADS_ON = {
    "review_updates": "actions.review_update",
    "issue": "stocktakes.issue_stocktake",
    "send_digests": "digests.send_digests",
    "view_log": "programmes.view_log",
    "see_retention": "privacy.see_retention",
    "publish": "programmes.publish_programme",
    "view_work": "programmes.view_work",
    "answer_requests": "privacy.answer_requests",
}


@dataclass(frozen=True)
class Strip:
    """One programme on *Today*: somebody's hats in it, how far its thread has come, what is stuck, what comes next."""

    todo: ProgrammeTodo
    hats: str
    thread: Thread
    next_date: NextDate | None


@signed_in_page()
def programme_list(request: SignedInRequest) -> HttpResponse:
    """Show today: what waits over all programmes on which I have a hat, then how each of them stands."""
    if not request.user.is_staff:
        raise Http404
    at = timezone.now()
    on = timezone.localdate(at)
    mine = Programme.objects.visible_to(request.user, on).order_by("-starts_on", "title", "pk")
    todo = todo_by_programme(mine, request.user, at)
    waiting = all_waiting(todo, request.user, at)
    of = {each.programme.pk: each for each in todo}
    page = page_of(request, mine, find=["title", "place_text"])
    context = {
        "on": on,
        "waiting": waiting[:PAGE_SIZE],
        "more": len(waiting[PAGE_SIZE:]),
        "page": page,
        "strips": _strips(request, [of[each.pk] for each in page], at),
        "mail": state_of_mail(at),
        "has_daily_list": DailyList.objects.wanted().filter(user=request.user).exists(),
    }
    return render(request, "desk/programme_list.html", context)


def _strips(request: SignedInRequest, todo: list[ProgrammeTodo], at: datetime) -> list[Strip]:
    """Return the strip of each of some programmes: as many queries for many as for one."""
    programmes = [each.programme for each in todo]
    hats: dict[int, list[str]] = {}
    works = {programme.pk for programme in programmes if request.user.is_superuser}
    worn = TeamMember.objects.current(timezone.localdate(at)).filter(user=request.user, programme__in=programmes)
    for member in worn.order_by("pk"):
        hats.setdefault(member.programme_id, []).append(member.get_hat_display())
        works |= {member.programme_id} if member.hat in WORKING_HATS else set()
    shown = counted(Programme.objects.filter(pk__in=[each.pk for each in programmes]), timezone.localdate(at))
    threads = {glance.programme.pk: glance.thread for glance in glances([*shown])}
    # The officer reads what comes next, and has no page of it.
    dates = {pk: each if pk in works else replace(each, url="") for pk, each in next_dates(programmes, at).items()}
    return [
        Strip(each, ", ".join(hats.get(pk, [])), threads[pk], dates.get(pk))
        for each in todo
        for pk in [each.programme.pk]
    ]


@signed_in_page()
def search_results(request: SignedInRequest) -> HttpResponse:
    """Show what was found of what somebody looks for, over all programmes on which they have a hat."""
    if not request.user.is_staff:
        raise Http404
    typed = " ".join(request.GET.get("q", "").split())[:200]
    asked, kinds = Asked.read(typed), []
    if asked.is_enough:
        mine = Programme.objects.visible_to(request.user, timezone.localdate()).order_by("-starts_on", "title", "pk")
        kinds = search(asked, mine, request.user)
        for pk in sorted({pk for kind in kinds for pk in kind.looked_in}):
            look(request, Person, pk)
    return render(request, "desk/search_results.html", {"typed": typed, "is_enough": asked.is_enough, "kinds": kinds})


@desk_page("programmes.view_desk")
def programme_detail(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show one programme's desk, the next things to do on top."""
    at = timezone.now()
    (todo,) = todo_by_programme(Programme.objects.filter(pk=programme.pk), request.user, at)
    may = permissions_in(request.user, [programme])
    context = {
        "programme": programme,
        "waiting": all_waiting([todo], request.user, at),
        "counts": counts_of_work(programme, at),
        "may": {name: may(permission, programme) for name, permission in LEADS_ON.items()},
        "quiet": programme.quiet_periods.on(timezone.localdate(at)).order_by("until_on").last(),
        "withdrawal": programme.withdrawals.select_related("withdrawn_by").order_by("withdrawn_at", "pk").last(),
    }
    return render(request, "desk/programme_detail.html", context)


@desk_page("programmes.settle_names")
def name_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List names of before that mean one thing, each with the page on which that is settled."""
    context = {"programme": programme, "page": page_of(request, names.names_twice(programme))}
    return render(request, "desk/name_list.html", context)


@signed_in_page("GET", "POST")
def own_daily_list(request: SignedInRequest) -> HttpResponse:
    """Let a member of staff see, and change, whether they have what waits for them by e-mail."""
    if not request.user.is_staff:
        raise Http404
    if request.method == "POST":
        act(request, choose_daily_list, request.user, is_wanted="wanted" in request.POST)
        return redirect("desk:own-daily-list")
    context = {"is_wanted": DailyList.objects.wanted().filter(user=request.user).exists()}
    return render(request, "desk/own_daily_list.html", context)


@open_page("GET", "POST")
def daily_list_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in to the page of a stop; a POST from a mail program stops at once. GET changes nothing."""
    return LINK.let_in_or_click(request, token, clicked=partial(switch_daily_list, is_wanted=False, by=None))


@LINK.page("GET", "POST")
def daily_list_stop(request: HttpRequest, daily: DailyList) -> HttpResponse:
    """Ask whoever came by their link whether they want no more of it; let them undo it."""
    if request.method == "POST":
        act(request, switch_daily_list, daily, is_wanted="again" in request.POST, by=None)
        return redirect("desk:daily-list-stop", pk=daily.pk)
    return render(request, "desk/daily_list_stop.html", {"daily": daily})
