"""A proposer's own page, by personal link. No account, no session; a GET writes nothing."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.links import View, hash_of, kept_from_others, takes_token
from actions.forms import AnswerForm, MoveOnForm
from actions.links import LINKS
from actions.models import FollowUp, FollowUpRound, ProgressUpdate, Way
from actions.services import answer_follow_up, move_on
from programmes.lifecycle import WrongState


def by_link(view: View) -> View:
    """Give the view the asking that this browser was let in to; unknown, expired and revoked are answered alike."""

    @kept_from_others
    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        let_in = FollowUp.objects.by_token_hash(LINKS.let_in_hash(request, pk), timezone.now())
        follow_up = let_in.with_names().filter(pk=pk).first()
        return gone(request) if follow_up is None else view(request, follow_up)

    return answer


def gone(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing, and what to do, without a word on why."""
    return render(request, "actions/follow_up_gone.html", status=404)


@takes_token
def follow_up_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    follow_up = FollowUp.objects.by_token_hash(hash_of(token), timezone.now()).first()
    return gone(request) if follow_up is None else LINKS.let_in(follow_up.pk, follow_up.token_hash or "")


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def follow_up_answer(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """Ask what has happened; after an answer, show it, to be changed until the round closes."""
    last = follow_up.updates.order_by("-version").first()
    form = AnswerForm(request.POST or None, initial=words_of(last))
    if request.method == "POST" and form.is_valid():
        try:
            answer_follow_up(follow_up, **form.cleaned_data, way=Way.LINK, by=None, at=timezone.now())
        except WrongState:
            # It has closed, or been handed on, while they wrote: the page shows what they typed and whom to write to.
            follow_up = FollowUp.objects.with_names().get(pk=follow_up.pk)
        else:
            return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_answer.html", page_of(follow_up, form=form, last=last))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def follow_up_move_on(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """Let a proposer say that they have moved on, and who might carry it on."""
    form = MoveOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_on(follow_up, **form.cleaned_data, by=None, at=timezone.now())
        except WrongState:
            # Said already, or overtaken by an answer or the end of the round: the page says where things are.
            return redirect("actions:follow-up-answer", pk=follow_up.pk)
        return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_move_on.html", page_of(follow_up, form=form))


@require_safe
@by_link
def follow_up_thanks(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """Thank a proposer, and say what becomes of what they said."""
    last = follow_up.updates.order_by("-version").first()
    return render(request, "actions/follow_up_thanks.html", page_of(follow_up, last=last))


def words_of(update: ProgressUpdate | None) -> dict[str, str]:
    """Return an answer as the form's first content."""
    names = ("standing", "what_happened", "what_helped", "what_hindered")
    return {name: getattr(update, name) for name in names} if update else {}


def page_of(follow_up: FollowUp, **more: Any) -> dict[str, Any]:
    """Return what every page of a personal link shows."""
    is_open = follow_up.round.status == FollowUpRound.Status.OPEN
    return {
        "follow_up": follow_up,
        "area": follow_up.proposer.area,
        "steps": follow_up.proposer.area.steps.order_by("position"),
        "programme": follow_up.round.programme,
        "has_moved_on": follow_up.status == FollowUp.Status.MOVED_ON,
        "can_answer": is_open and follow_up.status != FollowUp.Status.MOVED_ON,
        "can_move_on": is_open and follow_up.status in FollowUp.TRANSITIONS[FollowUp.Status.MOVED_ON],
        **more,
    }
