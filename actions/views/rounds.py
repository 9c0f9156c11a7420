"""The team's desk for follow-up: plan a round, see who is asked, open it, see who has answered, close it."""

from copy import copy
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import SignedInRequest
from actions import emails
from actions.extending import told_of_more_time
from actions.follow_up_status import GROUPS, askings_of, grouped
from actions.forms import ExtendForm, RoundForm
from actions.models import FollowUp, FollowUpRound, MailStep
from actions.recipients import day, recipients_of
from actions.services import close_round, extend_round, open_round, plan_round, replan_round
from kit.pages import act
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


def round_for(request: SignedInRequest, slug: str, number: int, permission: str) -> FollowUpRound:
    """Return a round of a programme that the member of staff sees."""
    programme = desk_programme(request, slug, permission)
    return get_object_or_404(FollowUpRound.objects.select_related("programme"), programme=programme, number=number)


@login_required
@require_GET
def round_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the rounds of a programme with how many were asked and have answered."""
    programme = desk_programme(request, slug, "actions.view_rounds")
    rounds = programme.follow_up_rounds.annotate(
        asked=Count("follow_ups"), answered=Count("follow_ups", filter=Q(follow_ups__status=FollowUp.Status.ANSWERED))
    ).order_by("-number")
    context = {
        "programme": programme,
        "rounds": rounds,
        "may_run": request.user.has_perm("actions.run_rounds", programme),
        "may_review": request.user.has_perm("actions.review_update", programme),
    }
    return render(request, "actions/round_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def round_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Plan a round."""
    programme, at = desk_programme(request, slug, "actions.run_rounds"), timezone.now()
    form = RoundForm(request.POST or None, today=timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_round(programme, **form.cleaned_data, by=request.user, at=at)
        except InvalidTransition as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("actions:round-open", slug=slug, number=planned.number)
    return render(request, "actions/round_create.html", {"programme": programme, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def round_edit(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Change the dates of a round that nobody has been asked in yet."""
    round, at = round_for(request, slug, number, "actions.run_rounds"), timezone.now()
    if round.status != FollowUpRound.Status.PLANNED:
        return redirect("actions:round-detail", slug=slug, number=number)
    form = RoundForm(request.POST or None, today=timezone.localdate(at), round=round)
    if request.method == "POST" and form.is_valid():
        try:
            replan_round(round, **form.cleaned_data, by=request.user, at=at)
        except InvalidTransition as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("actions:round-open", slug=slug, number=number)
    context = {"programme": round.programme, "round": round, "form": form}
    return render(request, "actions/round_create.html", context)


@login_required
@require_GET
def round_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show who has answered and who has not, each with the next best thing to do."""
    round = round_for(request, slug, number, "actions.view_rounds")
    askings = askings_of(round, timezone.now())
    show = request.GET.get("show", "")
    context = {
        "programme": round.programme,
        "round": round,
        "total": len(askings),
        "groups": grouped(askings),
        "show": show if show in dict(GROUPS) else "",
        "askings": [each for each in askings if each.group == show] or askings,
        "to_review": sum(asking.to_review for asking in askings),
        "may_run": request.user.has_perm("actions.run_rounds", round.programme),
        "may_review": request.user.has_perm("actions.review_update", round.programme),
    }
    return render(request, "actions/round_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def round_open(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show exactly who is asked, who is not, and why; ask them when that is confirmed."""
    round, at = round_for(request, slug, number, "actions.run_rounds"), timezone.now()
    if request.method == "POST":
        try:
            open_round(round, by=request.user, at=at, as_seen=request.POST.get("as_seen", ""))
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            return redirect("actions:round-open", slug=slug, number=number)
        messages.success(request, "The round is open. The messages are on their way.")
        return redirect("actions:round-detail", slug=slug, number=number)
    if round.status != FollowUpRound.Status.PLANNED:
        return redirect("actions:round-detail", slug=slug, number=number)
    recipients = recipients_of(round, at)
    letters = [
        {"step": step.label, "on": day, **emails.preview(round, each.proposer, step, on=day)}
        for each in recipients.by_email[:1]
        for step, day in round.schedule
    ]
    context = {"programme": round.programme, "round": round, "recipients": recipients, "letters": letters}
    return render(request, "actions/round_open.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def round_extend(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask for a later last day; show what that changes and who is told; put it off when that is confirmed."""
    round, at = round_for(request, slug, number, "actions.run_rounds"), timezone.now()
    if round.status != FollowUpRound.Status.OPEN:
        return redirect("actions:round-detail", slug=slug, number=number)
    form = ExtendForm(request.POST or None, round=round, today=timezone.localdate(at))
    context: dict[str, Any] = {"programme": round.programme, "round": round, "form": form}
    if request.method == "POST" and form.is_valid():
        answer_by_on, as_seen = form.cleaned_data["answer_by_on"], request.POST.get("as_seen")
        if as_seen is not None:
            done = f"The last day is {day(answer_by_on)} now. Those who were asked by e-mail are told."
            if act(request, extend_round, round, done=done, answer_by_on=answer_by_on, as_seen=as_seen):
                return redirect("actions:round-detail", slug=slug, number=number)
        context |= what_more_time_does(round, answer_by_on, at)
    return render(request, "actions/round_extend.html", context)


def what_more_time_does(round: FollowUpRound, answer_by_on: date, at: datetime) -> dict[str, Any]:
    """Return how a round will be with a later last day (nothing is stored), who is told, and how that reads."""
    later, told, on = copy(round), told_of_more_time(round, at), timezone.localdate(at)
    later.put_off(answer_by_on, on=on)
    letters = [emails.preview(later, each.proposer, MailStep.MORE_TIME, on=on) for each in told.by_email[:1]]
    return {"later": later, "recipients": told, "letter": letters[0] if letters else None}


@login_required
@require_http_methods(["GET", "POST"])
def round_close(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say what closing does, and close the round when that is confirmed."""
    round = round_for(request, slug, number, "actions.run_rounds")
    if request.method == "POST":
        done = "The round is closed. Whoever did not answer is recorded as “no reply”."
        act(request, close_round, round, done=done)
        return redirect("actions:round-detail", slug=slug, number=number)
    if round.status != FollowUpRound.Status.OPEN:
        return redirect("actions:round-detail", slug=slug, number=number)
    silent = round.follow_ups.filter(status=FollowUp.Status.ASKED).select_related("proposer__area", "proposer__person")
    context = {"programme": round.programme, "round": round, "silent": silent.order_by("proposer__area__number", "pk")}
    return render(request, "actions/round_close.html", context)
