"""The team's desk for follow-up: plan a round, see who is asked, open it, see who has answered, close it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import SignedInRequest
from actions.askings import askings_of
from actions.forms import HandOnForm, MoveOnForm, RecordForm, RoundForm
from actions.models import FollowUp, FollowUpRound, Proposer
from actions.recipients import recipients_of
from actions.services import (
    answer_follow_up,
    close_round,
    hand_on,
    mark_unreachable,
    move_on,
    open_round,
    plan_round,
    revoke_link,
    send_new_link,
)
from programmes.desk import desk_programme
from programmes.lifecycle import WrongState


def round_for(request: SignedInRequest, slug: str, number: int, permission: str) -> FollowUpRound:
    """Return a round of a programme that the member of staff sees."""
    programme = desk_programme(request, slug, permission)
    return get_object_or_404(FollowUpRound.objects.select_related("programme"), programme=programme, number=number)


def follow_up_for(request: SignedInRequest, slug: str, pk: int) -> FollowUp:
    """Return an asking of a programme whose rounds the member of staff runs."""
    programme = desk_programme(request, slug, "actions.run_rounds")
    return get_object_or_404(FollowUp.objects.with_names(), round__programme=programme, pk=pk)


@login_required
@require_GET
def round_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the rounds of a programme with how many were asked and have answered."""
    programme = desk_programme(request, slug, "actions.view_rounds")
    rounds = programme.follow_up_rounds.annotate(
        asked=Count("follow_ups"), answered=Count("follow_ups", filter=Q(follow_ups__status=FollowUp.Status.ANSWERED))
    ).order_by("-number")
    may_run = request.user.has_perm("actions.run_rounds", programme)
    return render(request, "actions/round_list.html", {"programme": programme, "rounds": rounds, "may_run": may_run})


@login_required
@require_http_methods(["GET", "POST"])
def round_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Plan a round."""
    programme, at = desk_programme(request, slug, "actions.run_rounds"), timezone.now()
    form = RoundForm(request.POST or None, today=timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_round(programme, **form.cleaned_data, by=request.user, at=at)
        except WrongState as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("actions:round-open", slug=slug, number=planned.number)
    return render(request, "actions/round_create.html", {"programme": programme, "form": form})


@login_required
@require_GET
def round_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show who has answered and who has not, each with the next best thing to do."""
    round = round_for(request, slug, number, "actions.view_rounds")
    askings = askings_of(round, timezone.now())
    counts = Counter(asking.follow_up.get_status_display() for asking in askings)
    context = {
        "programme": round.programme,
        "round": round,
        "askings": askings,
        "counts": [(label, counts[label]) for label in FollowUp.Status.labels if counts[label]],
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
        except WrongState as refusal:
            messages.error(request, str(refusal))
            return redirect("actions:round-open", slug=slug, number=number)
        messages.success(request, "The round is open. The messages are on their way.")
        return redirect("actions:round-detail", slug=slug, number=number)
    if round.status != FollowUpRound.Status.PLANNED:
        return redirect("actions:round-detail", slug=slug, number=number)
    context = {"programme": round.programme, "round": round, "recipients": recipients_of(round, at)}
    return render(request, "actions/round_open.html", context)


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


@login_required
@require_http_methods(["GET", "POST"])
def follow_up_record(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down an answer that somebody gave by telephone, on paper or in a meeting."""
    follow_up = follow_up_for(request, slug, pk)
    last = follow_up.updates.order_by("-version").first()
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            update = answer_follow_up(follow_up, **form.cleaned_data, by=request.user, at=timezone.now())
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The answer is written down, and waits for review.")
            return redirect("actions:round-detail", slug=slug, number=update.follow_up.round.number)
    return render(request, "actions/follow_up_record.html", desk_page_of(follow_up, form=form, last=last))


@login_required
@require_http_methods(["GET", "POST"])
def follow_up_moved_on(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Record that a proposer told us they have moved on."""
    follow_up = follow_up_for(request, slug, pk)
    form = MoveOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "Recorded. Hand it on when you know to whom."
        if act(request, move_on, follow_up, done=done, **form.cleaned_data):
            return redirect("actions:proposer-hand-on", slug=slug, pk=follow_up.proposer_id)
        return redirect("actions:round-detail", slug=slug, number=follow_up.round.number)
    return render(request, "actions/follow_up_moved_on.html", desk_page_of(follow_up, form=form))


@login_required
@require_POST
def follow_up_not_reached(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Record that a proposer could not be reached."""
    follow_up = follow_up_for(request, slug, pk)
    act(request, mark_unreachable, follow_up, done="Recorded as “could not be reached”.")
    return redirect("actions:round-detail", slug=slug, number=follow_up.round.number)


@login_required
@require_POST
def follow_up_new_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send a new personal link; the old one opens nothing more."""
    follow_up = follow_up_for(request, slug, pk)
    act(request, send_new_link, follow_up, done="A new link is on its way. The old one no longer works.")
    return redirect("actions:follow-up-record", slug=slug, pk=pk)


@login_required
@require_POST
def follow_up_revoke_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make a personal link open nothing more."""
    follow_up = follow_up_for(request, slug, pk)
    act(request, revoke_link, follow_up, done="The link no longer works.")
    return redirect("actions:follow-up-record", slug=slug, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def proposer_hand_on(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Hand an action area on from one proposer to the next."""
    programme = desk_programme(request, slug, "actions.run_rounds")
    proposers = Proposer.objects.select_related("area__programme", "person", "successor")
    proposer = get_object_or_404(proposers, area__programme=programme, pk=pk)
    form = HandOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            successor = hand_on(proposer, **form.cleaned_data, by=request.user, at=timezone.now())
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{successor.area.title}” is handed on to {successor.person.name}.")
            return redirect("actions:round-list", slug=slug)
    suggestions = proposer.follow_ups.exclude(successor_suggested="").order_by("-pk")
    context = {"programme": programme, "proposer": proposer, "form": form, "suggestions": suggestions}
    return render(request, "actions/proposer_hand_on.html", context)


def act(request: SignedInRequest, service: Callable[..., Any], obj: Any, *, done: str, **given: Any) -> bool:
    """Call one service as the person signed in, and tell them what came of it. Returns whether it was done."""
    try:
        service(obj, **given, by=request.user, at=timezone.now())
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def desk_page_of(follow_up: FollowUp, **more: Any) -> dict[str, Any]:
    """Return what every page of the desk about one asking shows."""
    is_open = follow_up.round.status == FollowUpRound.Status.OPEN
    unanswered = follow_up.status in (FollowUp.Status.ASKED, FollowUp.Status.UNREACHABLE)
    return {
        "follow_up": follow_up,
        "proposer": follow_up.proposer,
        "area": follow_up.proposer.area,
        "round": follow_up.round,
        "programme": follow_up.round.programme,
        "can_answer": is_open and follow_up.status != FollowUp.Status.MOVED_ON,
        "unanswered": is_open and unanswered,
        "has_live_link": follow_up.token_hash is not None and follow_up.link_revoked_at is None,
        **more,
    }
