"""Quiet periods at the desk."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.days import day
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Doing, Programme, QuietException, QuietPeriod
from programmes.quiet_periods.forms import LetGoOnForm, QuietPeriodForm
from programmes.quiet_periods.services import change_quiet_period, end_quiet_period, let_go_on, set_quiet_period

# How long it is quiet before an election, about.
USUAL = timedelta(weeks=6)


@desk_page("programmes.view_desk")
def quiet_period_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show the quiet periods, the latest first, and what a lead has let go on in each."""
    today = timezone.localdate()
    periods = programme.quiet_periods.prefetch_related("exceptions__written_by").order_by("-from_on", "-pk")
    context = {
        "programme": programme,
        "page": page_of(request, periods, find=["name"]),
        "today": today,
        "waiting": [doing.label for doing in Doing],
        "may_change": request.user.has_perm("programmes.keep_quiet", programme),
    }
    return render(request, "programmes/quiet_period_list.html", context)


@desk_page("programmes.keep_quiet", "GET", "POST")
@sent_once
def quiet_period_set(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Set a quiet period."""
    today = timezone.localdate()
    initial = {"from_on": today, "last_on": today + USUAL - timedelta(days=1)}
    form = posted(request, QuietPeriodForm, programme=programme, at=timezone.now(), initial=initial)
    if form.is_valid() and act(request, set_quiet_period, programme, form=form, done=_set, **form.for_service()):
        return redirect("programmes:quiet-period-list", programme.slug)
    return render(request, "programmes/quiet_period_set.html", {"programme": programme, "form": form})


def _set(period: QuietPeriod) -> str:
    return f"“{period}” lasts from {day(period.from_on)} until the end of {day(period.last_on)}."


@desk_page("programmes.keep_quiet", "GET", "POST")
def quiet_period_change(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give a quiet period another name or other days."""
    period = _period_or_404(programme, pk)
    initial = {"name": period.name, "from_on": period.from_on, "last_on": period.last_on}
    of = {"programme": programme, "period": period, "at": timezone.now()}
    form = posted(request, QuietPeriodForm, **of, initial=initial)
    if form.is_valid() and act(request, change_quiet_period, period, form=form, done=_set, **form.for_service()):
        return redirect("programmes:quiet-period-list", programme.slug)
    context = {"programme": programme, "period": period, "form": form}
    return render(request, "programmes/quiet_period_change.html", context)


@desk_page("programmes.keep_quiet", "GET", "POST")
@sent_once
def quiet_period_let_go_on(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let something go on in a quiet period, with the reason."""
    period = _period_or_404(programme, pk)
    form = posted(request, LetGoOnForm, initial={"last_on": timezone.localdate()})
    if form.is_valid() and act(request, let_go_on, period, form=form, done=_goes_on, **form.cleaned_data):
        return redirect("programmes:quiet-period-list", programme.slug)
    context = {"programme": programme, "period": period, "form": form}
    return render(request, "programmes/quiet_period_let_go_on.html", context)


def _goes_on(exception: QuietException) -> str:
    what = str(exception.get_doing_display()).capitalize()
    return f"{what}: it goes on until the end of {day(exception.last_on)}."


@desk_page("programmes.keep_quiet", "POST")
def quiet_period_end(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """End a quiet period, or take one away that has not begun."""
    period = _period_or_404(programme, pk)
    today = timezone.localdate()
    has_begun = period.from_on < today
    title = f"End “{period}” today?" if has_begun else f"Take “{period}” away?"
    told = "What waits because of it alone can be done, and reminders that are due go out by themselves."
    told = told if period.from_on <= today else "It has not begun: nothing waits because of it."
    told += " What it has had open later keeps its new days."
    yes = "End it" if has_begun else "Take it away"
    back = reverse("programmes:quiet-period-list", args=[programme.slug])
    if asked := ask_first(request, title, told, yes=yes, back=back):
        return asked
    act(request, end_quiet_period, period, done=f"“{period}” is {'over' if has_begun else 'taken away'}.")
    return redirect(back)


def _period_or_404(programme: Programme, pk: int) -> QuietPeriod:
    return get_object_or_404(QuietPeriod, programme=programme, pk=pk)
