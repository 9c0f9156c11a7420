"""A proposer's own page, by personal link or signed in. Without an account no session is read; a GET writes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import User
from actions.models import AnswerChannel, FollowUp, FollowUpRound, ProgressUpdate
from actions.rounds.answer_state import AnswerState
from actions.rounds.forms.answers import AnswerForm
from actions.rounds.forms.succession import MoveOnForm, NotMeForm
from actions.rounds.links import LINK
from actions.rounds.services.answers import answer_follow_up, move_on, save_draft, say_not_me
from kit.pages import act, posted, sent_once
from kit.personal_links import LinkRequest


@LINK.opening
def follow_up_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return LINK.let_in(request, token)


@LINK.page("GET", "POST")
def follow_up_answer(request: LinkRequest, follow_up: FollowUp) -> HttpResponse:
    """Ask what has happened; after an answer, show it, to be changed until the round closes."""
    state = AnswerState.of(follow_up)
    form = posted(request, AnswerForm, state=state)
    if form.is_valid():
        given = {"answer": form.snapshot, "version": form.cleaned_data["version"], "by": request.by}
        if form.complete:
            given["channel"] = AnswerChannel.SIGNED_IN if request.by else AnswerChannel.LINK
        if act(request, answer_follow_up if form.complete else save_draft, follow_up, form=form, **given):
            return redirect("actions:follow-up-thanks", pk=follow_up.pk)
        # It may have closed, or been handed on, while they wrote: the page shows what they typed and whom to write to.
        follow_up = FollowUp.objects.with_names().get(pk=follow_up.pk)
    told_before = ProgressUpdate.objects.told_before(follow_up)
    page = context_of(follow_up, request.by, form=form, state=state, told_before=told_before)
    return render(request, "actions/follow_up_answer.html", page)


@sent_once
@LINK.page("GET", "POST")
def follow_up_move_on(request: LinkRequest, follow_up: FollowUp) -> HttpResponse:
    """Let a proposer say that they have moved on, and who might carry it on."""
    form = posted(request, MoveOnForm)
    if form.is_valid():
        # Said already, or overtaken by an answer or the end of the round: the link says so, with what they wrote.
        move_on(follow_up, **form.cleaned_data, by=request.by, at=timezone.now())
        return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_move_on.html", context_of(follow_up, request.by, form=form))


@sent_once
@LINK.page("GET", "POST")
def follow_up_not_me(request: LinkRequest, follow_up: FollowUp) -> HttpResponse:
    """Let somebody who was asked by mistake say so."""
    form = posted(request, NotMeForm)
    if form.is_valid():
        say_not_me(follow_up, **form.cleaned_data, by=request.by, at=timezone.now())
        return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_not_me.html", context_of(follow_up, request.by, form=form))


@LINK.page()
def follow_up_thanks(request: LinkRequest, follow_up: FollowUp) -> HttpResponse:
    """Thank a proposer, and say what becomes of what they said."""
    page = context_of(follow_up, request.by, state=AnswerState.of(follow_up))
    return render(request, "actions/follow_up_thanks.html", page)


def context_of(follow_up: FollowUp, by: User | None, **more: Any) -> dict[str, Any]:
    """Return what every page of a follow-up shows to whom it asks; `by` is who signed in for it."""
    is_open = follow_up.round.status == FollowUpRound.Status.OPEN
    return {
        "follow_up": follow_up,
        "by": by,
        "area": follow_up.proposer.area,
        "steps": follow_up.proposer.area.steps.order_by("position"),
        "programme": follow_up.round.programme,
        "before": (before := follow_up.proposer.took_over_from) and not before.named_by_mistake and before,
        "has_moved_on": follow_up.status == FollowUp.Status.MOVED_ON,
        "was_not_theirs": follow_up.status == FollowUp.Status.NOT_ME,
        "can_answer": follow_up.can_be_answered,
        "is_late": timezone.localdate() > follow_up.round.answer_by_on,
        "can_move_on": is_open and follow_up.status in FollowUp.TRANSITIONS[FollowUp.Status.MOVED_ON],
        **more,
    }
