"""The team's desk for one follow-up: an answer written down, somebody who moved on, a new link, a successor."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.pages import SignedInRequest
from actions.models import FollowUp, FollowUpRound
from actions.rounds.answer_state import AnswerState
from actions.rounds.forms.answers import AnswerEnterForm
from actions.rounds.forms.succession import MoveOnEnterForm
from actions.rounds.services.answers import answer_follow_up, mark_unreachable, move_on, say_not_me
from actions.rounds.services.rounds import revoke_link, send_new_link
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page("actions.run_rounds", "GET", "POST")
def follow_up_enter(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Write down an answer that somebody gave by telephone, on paper or in a meeting."""
    follow_up = follow_up_or_404(programme, pk)
    state = AnswerState.of(follow_up, with_draft=False)
    form = posted(request, AnswerEnterForm, state=state)
    if form.is_valid():
        given = {
            "answer": form.snapshot,
            "channel": form.cleaned_data["channel"],
            "version": form.cleaned_data["version"],
        }
        done = "The answer is written down, and waits for review."
        if act(request, answer_follow_up, follow_up, form=form, done=done, **given):
            return redirect("actions:round-detail", slug=programme.slug, number=follow_up.round.number)
    look(request, follow_up.proposer, programme.pk)
    return render(request, "actions/follow_up_enter.html", desk_page_of(follow_up, form=form, last=state.last))


@desk_page("actions.run_rounds", "GET", "POST")
@sent_once
def follow_up_moved_on(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Record that a proposer told us they have moved on."""
    follow_up = follow_up_or_404(programme, pk)
    form = posted(request, MoveOnEnterForm)
    if form.is_valid():
        done = "Recorded. Hand it on when you know to whom."
        if act(request, move_on, follow_up, done=done, **form.cleaned_data):
            return redirect("actions:proposer-hand-on", slug=programme.slug, pk=follow_up.proposer_id)
        return redirect("actions:round-detail", slug=programme.slug, number=follow_up.round.number)
    return render(request, "actions/follow_up_moved_on.html", desk_page_of(follow_up, form=form))


@desk_page("actions.run_rounds", "POST")
def follow_up_not_theirs(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Record that somebody told us that it was never theirs."""
    follow_up = follow_up_or_404(programme, pk)
    told = "Their part in it ends, and they are not asked again. This cannot be undone."
    if asked := _ask_first(request, follow_up, "Was this never theirs?", told, yes="It was never theirs"):
        return asked
    if act(request, say_not_me, follow_up, done="Recorded. Hand it to whoever it is when you know."):
        return redirect("actions:proposer-hand-on", slug=programme.slug, pk=follow_up.proposer_id)
    return redirect("actions:round-detail", slug=programme.slug, number=follow_up.round.number)


@desk_page("actions.run_rounds", "POST")
def follow_up_not_reached(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Record that a proposer could not be reached."""
    follow_up = follow_up_or_404(programme, pk)
    told = "They get no reminder any more in this round, and it is said that they could not be reached. An answer of "
    told += "theirs can still be taken in."
    if asked := _ask_first(request, follow_up, "Could they not be reached?", told, yes="Could not be reached"):
        return asked
    act(request, mark_unreachable, follow_up, done="Recorded as “could not be reached”.")
    return redirect("actions:round-detail", slug=programme.slug, number=follow_up.round.number)


@desk_page("actions.run_rounds", "POST")
def follow_up_new_link(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Send a new personal link; the old one opens nothing more."""
    follow_up = follow_up_or_404(programme, pk)
    done = "A new link is on its way. The old one no longer works."
    act(request, send_new_link, follow_up, done=done, as_seen=request.POST.get("link", ""))
    return redirect("actions:follow-up-enter", slug=programme.slug, pk=pk)


@desk_page("actions.run_rounds", "POST")
def follow_up_revoke_link(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Make a personal link open nothing more."""
    follow_up = follow_up_or_404(programme, pk)
    told = "It opens nothing any more, and what they have begun to write there is out of their reach. They can be sent "
    told += "a new link."
    if asked := _ask_first(request, follow_up, "Revoke their link?", told, yes="Revoke the link"):
        return asked
    act(request, revoke_link, follow_up, done="The link no longer works.")
    return redirect("actions:follow-up-enter", slug=programme.slug, pk=pk)


def _ask_first(
    request: SignedInRequest, follow_up: FollowUp, title: str, told: str, *, yes: str
) -> HttpResponse | None:
    """Ask before something is taken from whoever was asked."""
    back = reverse("actions:follow-up-enter", args=[follow_up.round.programme.slug, follow_up.pk])
    who = f"{follow_up.proposer.person}, “{follow_up.proposer.area}”."
    return ask_first(request, title, f"{who} {told}", yes=yes, back=back)


def follow_up_or_404(programme: Programme, pk: int) -> FollowUp:
    """Return a follow-up of the programme."""
    return get_object_or_404(FollowUp.objects.with_names(), round__programme=programme, pk=pk)


def desk_page_of(follow_up: FollowUp, **more: Any) -> dict[str, Any]:
    """Return what every page of the desk about one follow-up shows."""
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
