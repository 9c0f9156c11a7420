"""What is deleted, and when, at the desk: what goes in the next days, what went, what failed, and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, CharField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.pages import act, page_of, posted, sent_once
from kit.text import several
from privacy.models import RetentionFailure, RetentionForecast, RetentionPeriod, RetentionRun
from privacy.retention.due import Rule, rules
from privacy.retention.forms import PeriodForm
from privacy.retention.services import end_period, set_period
from privacy.retention.words import what_goes
from privacy.verbs import Verb
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import renamed

MAY = "privacy.see_retention"
# The newest; the others are on the page of holds.
HOLDS_SHOWN = 5


@dataclass(frozen=True)
class Went:
    """What went of one kind, at one run."""

    entry: LogEntry
    what: str
    rows: int


@dataclass(frozen=True)
class Keeping:
    """How long a programme keeps one kind of thing: the usual time, and its own, if it has one."""

    rule: Rule
    what: str
    usual: str
    own: RetentionPeriod | None

    @property
    def period(self) -> str:
        """The programme's own time, in words."""
        return several(self.own.days, "day") if self.own else ""


@desk_page(MAY)
def retention_due(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what goes in the next 30 days, by day and kind, what has failed, and what is held and why."""
    today, ours = timezone.localdate(), Q(programme=programme) | Q(programme=None)
    coming = RetentionForecast.objects.filter(ours, on__gte=today).order_by("on", "what", "pk")
    holds = list(programme.holds.on(today).select_related("request__programme").in_order(today))
    failures = RetentionFailure.objects.filter(ours).order_by("since", "pk")
    context = {
        "programme": programme,
        "page": page_of(request, coming, find=["what"]),
        "failures": [(each, _what(each.key, programme)) for each in failures],
        "held": holds[:HOLDS_SHOWN],
        "more_held": max(len(holds) - HOLDS_SHOWN, 0),
        "last_run": RetentionRun.objects.order_by("-on").first(),
    }
    return render(request, "privacy/retention_due.html", context)


@desk_page(MAY)
def retention_done(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what went by the clock, the newest first."""
    ours = Q(programme_id=programme.pk) | Q(programme_id=None)
    entries = LogEntry.objects.filter(ours, verb=Verb.KEPT_NO_LONGER).order_by("-at", "-pk")
    words = [When(details__kept=key, then=Value(_what(key, programme))) for key in rules()]
    shown = page_of(request, entries, find=[Case(*words, default=Value(""), output_field=CharField())])
    went = [Went(each, _what(each.details.get("kept", ""), programme), each.details.get("rows", 0)) for each in shown]
    return render(request, "privacy/retention_done.html", {"programme": programme, "page": shown, "went": went})


@desk_page(MAY)
def retention_period_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show for how long everything is kept, and where the programme has a time of its own."""
    own = {each.key: each for each in RetentionPeriod.objects.filter(programme=programme).select_related("set_by")}
    kept = [_keeping(rule, programme, own.get(key)) for key, rule in rules().items()]
    return render(request, "privacy/retention_period_list.html", {"programme": programme, "kept": kept})


@desk_page(MAY, "GET", "POST")
@sent_once
def retention_period_set(request: SignedInRequest, programme: Programme, key: str) -> HttpResponse:
    """Keep something for another time than the usual one."""
    rule = _rule_or_404(key)
    own = RetentionPeriod.objects.filter(programme=programme, key=key).first()
    initial = {"days": own.days, "reason": own.reason} if own else {}
    form = posted(request, PeriodForm, initial=initial)
    done = "It is kept for this time from now on."
    if form.is_valid() and act(request, set_period, programme, form=form, done=done, key=key, **form.cleaned_data):
        return redirect("privacy:retention-period-list", programme.slug)
    context = {"programme": programme, "keeping": _keeping(rule, programme, own), "form": form}
    return render(request, "privacy/retention_period_set.html", context)


@desk_page(MAY, "POST")
def retention_period_end(request: SignedInRequest, programme: Programme, key: str) -> HttpResponse:
    """Keep something for the usual time again."""
    rule = _rule_or_404(key)
    period = get_object_or_404(RetentionPeriod, programme=programme, key=key)
    back = reverse("privacy:retention-period-list", args=[programme.slug])
    told = f"It is then kept for {rule.kept.period}. What is older goes with the next run, and cannot be brought back."
    if asked := ask_first(request, "Go back to the usual time?", told, yes="Go back to it", back=back):
        return asked
    act(request, end_period, period, done="It is kept for the usual time again.")
    return redirect(back)


def _keeping(rule: Rule, programme: Programme, own: RetentionPeriod | None) -> Keeping:
    return Keeping(rule, _what(rule.key, programme), renamed(programme, str(rule.kept)), own)


def _what(key: str, programme: Programme) -> str:
    rule = rules().get(key)
    return renamed(programme, what_goes(rule)) if rule else key


def _rule_or_404(key: str) -> Rule:
    rule = rules().get(key)
    if rule is None or not rule.may_differ:
        raise Http404
    return rule
