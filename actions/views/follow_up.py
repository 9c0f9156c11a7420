"""A proposer's own page, by personal link or signed in. Without an account no session is read; a GET writes nothing."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from actions.answer_state import Written
from actions.forms import AnswerForm, MoveOnForm, NotMeForm
from actions.links import LINKS
from actions.models import FollowUp, FollowUpRound, Way
from actions.services import ChangedMeanwhile, answer_follow_up, move_on, save_draft, say_not_me
from kit.lifecycle import WrongState
from kit.personal_links import View, hash_of, kept_from_others, takes_token


def by_link(view: View) -> View:
    """Give the view the asking that this browser was let in to, and who signed in for it (None: by link).

    Whoever is signed in needs no link for what they are asked. Unknown, expired, revoked and not theirs are answered
    alike.
    """

    @kept_from_others
    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        askings, let_in = FollowUp.objects.with_names().filter(pk=pk), LINKS.let_in_hash(request, pk)
        if request.user.is_authenticated and (own := askings.of_person(request.user).first()):
            return view(request, own, request.user)
        follow_up = askings.by_token_hash(let_in, timezone.now()).first() if let_in else None
        return gone(request) if follow_up is None else view(request, follow_up, None)

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
def follow_up_answer(request: HttpRequest, follow_up: FollowUp, by: User | None) -> HttpResponse:
    """Ask what has happened; after an answer, show it, to be changed until the round closes."""
    written, more = Written.of(follow_up), {}
    form = AnswerForm(request.POST or None, written=written, complete="later" not in request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            keep(form, follow_up, by)
        except ChangedMeanwhile as changed:
            form.overtaken_by(changed.written)
            more = {"elsewhere": changed.written}
        except WrongState:
            # It has closed, or been handed on, while they wrote: the page shows what they typed and whom to write to.
            follow_up = FollowUp.objects.with_names().get(pk=follow_up.pk)
        else:
            return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_answer.html", page_of(follow_up, by, form=form, written=written, **more))


def keep(form: AnswerForm, follow_up: FollowUp, by: User | None) -> None:
    """Send what was written, or keep it for later, as the button that was pressed says."""
    at = timezone.now()
    if form.complete:
        answer_follow_up(follow_up, **form.for_service(), way=Way.SIGNED_IN if by else Way.LINK, by=by, at=at)
    else:
        save_draft(follow_up, **form.for_service(), by=by, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def follow_up_move_on(request: HttpRequest, follow_up: FollowUp, by: User | None) -> HttpResponse:
    """Let a proposer say that they have moved on, and who might carry it on."""
    form = MoveOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_on(follow_up, **form.cleaned_data, by=by, at=timezone.now())
        except WrongState:
            # Said already, or overtaken by an answer or the end of the round: the page says where things are.
            return redirect("actions:follow-up-answer", pk=follow_up.pk)
        return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_move_on.html", page_of(follow_up, by, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def follow_up_not_me(request: HttpRequest, follow_up: FollowUp, by: User | None) -> HttpResponse:
    """Let somebody who was asked by mistake say so."""
    form = NotMeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            say_not_me(follow_up, **form.cleaned_data, by=by, at=timezone.now())
        except WrongState:
            return redirect("actions:follow-up-answer", pk=follow_up.pk)
        return redirect("actions:follow-up-thanks", pk=follow_up.pk)
    return render(request, "actions/follow_up_not_me.html", page_of(follow_up, by, form=form))


@require_safe
@by_link
def follow_up_thanks(request: HttpRequest, follow_up: FollowUp, by: User | None) -> HttpResponse:
    """Thank a proposer, and say what becomes of what they said."""
    return render(request, "actions/follow_up_thanks.html", page_of(follow_up, by, written=Written.of(follow_up)))


def page_of(follow_up: FollowUp, by: User | None, **more: Any) -> dict[str, Any]:
    """Return what every page of an asking shows to whom it asks; `by` as `by_link` gives it."""
    is_open = follow_up.round.status == FollowUpRound.Status.OPEN
    return {
        "follow_up": follow_up,
        "by": by,
        "area": follow_up.proposer.area,
        "steps": follow_up.proposer.area.steps.order_by("position"),
        "programme": follow_up.round.programme,
        "before": (before := follow_up.proposer.took_over_from) and not before.mistaken and before,
        "has_moved_on": follow_up.status == FollowUp.Status.MOVED_ON,
        "was_not_theirs": follow_up.status == FollowUp.Status.NOT_ME,
        "can_answer": follow_up.can_be_answered,
        "can_move_on": is_open and follow_up.status in FollowUp.TRANSITIONS[FollowUp.Status.MOVED_ON],
        **more,
    }
