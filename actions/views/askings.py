"""The team's desk for one asking: an answer written down, somebody who moved on, a new link, a successor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pages import SignedInRequest
from actions.answer_state import Written
from actions.forms import MoveOnForm, RecordForm
from actions.models import FollowUp, FollowUpRound
from actions.services import (
    ChangedMeanwhile,
    answer_follow_up,
    mark_unreachable,
    move_on,
    revoke_link,
    say_not_me,
    send_new_link,
)
from kit.pages import act
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


def follow_up_for(request: SignedInRequest, slug: str, pk: int) -> FollowUp:
    """Return an asking of a programme whose rounds the member of staff runs."""
    programme = desk_programme(request, slug, "actions.run_rounds")
    return get_object_or_404(FollowUp.objects.with_names(), round__programme=programme, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def follow_up_record(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down an answer that somebody gave by telephone, on paper or in a meeting."""
    follow_up = follow_up_for(request, slug, pk)
    written, elsewhere = Written.of(follow_up), None
    form = RecordForm(request.POST or None, written=written)
    if request.method == "POST" and form.is_valid():
        try:
            update = answer_follow_up(follow_up, **form.for_service(), by=request.user, at=timezone.now())
        except ChangedMeanwhile as changed:
            form.overtaken_by(changed.written)
            elsewhere = changed.written
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The answer is written down, and waits for review.")
            return redirect("actions:round-detail", slug=slug, number=update.follow_up.round.number)
    page = desk_page_of(follow_up, form=form, last=written.last, elsewhere=elsewhere)
    return render(request, "actions/follow_up_record.html", page)


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
def follow_up_not_theirs(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Record that somebody told us that it was never theirs."""
    follow_up = follow_up_for(request, slug, pk)
    if act(request, say_not_me, follow_up, done="Recorded. Hand it to whoever it is when you know."):
        return redirect("actions:proposer-hand-on", slug=slug, pk=follow_up.proposer_id)
    return redirect("actions:round-detail", slug=slug, number=follow_up.round.number)


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
    done = "A new link is on its way. The old one no longer works."
    act(request, send_new_link, follow_up, done=done, as_seen=request.POST.get("link", ""))
    return redirect("actions:follow-up-record", slug=slug, pk=pk)


@login_required
@require_POST
def follow_up_revoke_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make a personal link open nothing more."""
    follow_up = follow_up_for(request, slug, pk)
    act(request, revoke_link, follow_up, done="The link no longer works.")
    return redirect("actions:follow-up-record", slug=slug, pk=pk)


def desk_page_of(follow_up: FollowUp, **more: Any) -> dict[str, Any]:
    """Return what every page of the desk about one asking shows."""
    is_open = follow_up.round.status == FollowUpRound.Status.OPEN
    unanswered = follow_up.status in FollowUp.TRANSITIONS[FollowUp.Status.MOVED_ON]
    return {
        "follow_up": follow_up,
        "proposer": follow_up.proposer,
        "area": follow_up.proposer.area,
        "round": follow_up.round,
        "programme": follow_up.round.programme,
        "can_answer": follow_up.can_be_answered,
        "unanswered": is_open and unanswered,
        "has_live_link": follow_up.token_hash is not None and follow_up.link_revoked_at is None,
        **more,
    }
