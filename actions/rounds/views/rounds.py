"""The team's desk for follow-up: plan a round, see who is asked, open it, see who has answered, close it."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from actions.models import ActionArea, FollowUpRound, MailStep
from actions.rounds import emails
from actions.rounds.extension_recipients import extension_recipients
from actions.rounds.follow_up_status import GROUPS, follow_up_statuses, group_counts
from actions.rounds.forms.rounds import CloseForm, ExtendConfirmForm, ExtendForm, RoundForm
from actions.rounds.recipients import round_recipients
from actions.rounds.services.rounds import close_round, extend_round, open_round, plan_round, replan_round
from kit.days import day
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import reword


@desk_page("actions.view_rounds")
def round_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the rounds of a programme with how many were asked and have answered."""
    context = {
        "programme": programme,
        "page": page_of(request, programme.follow_up_rounds.with_counts().order_by("-number"), find=["name"]),
        "may_run": request.user.has_perm("actions.run_rounds", programme),
        "may_review": request.user.has_perm("actions.review_update", programme),
    }
    return render(request, "actions/round_list.html", context)


@desk_page("actions.run_rounds", "GET", "POST")
@sent_once
def round_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Plan a round."""
    form = reword(posted(request, RoundForm, today=timezone.localdate()), programme)
    if form.is_valid() and (planned := act(request, plan_round, programme, form=form, plan=form.plan)):
        return redirect("actions:round-open", slug=programme.slug, number=planned.number)
    return render(request, "actions/round_create.html", {"programme": programme, "form": form})


@desk_page("actions.run_rounds", "GET", "POST")
def round_edit(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Change the dates of a round that nobody has been asked in yet."""
    round = round_or_404(programme, number)
    if round.status != FollowUpRound.Status.PLANNED:
        return redirect("actions:round-detail", slug=programme.slug, number=number)
    form = reword(posted(request, RoundForm, today=timezone.localdate(), round=round), programme)
    if form.is_valid() and act(request, replan_round, round, form=form, plan=form.plan):
        return redirect("actions:round-open", slug=programme.slug, number=number)
    return render(request, "actions/round_edit.html", {"programme": programme, "round": round, "form": form})


@desk_page("actions.view_rounds")
def round_detail(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show who has answered and who has not, each with the next best thing to do."""
    round = round_or_404(programme, number)
    entries = follow_up_statuses(round, timezone.now())
    asked = request.GET.get("show", "")
    show = asked if asked in dict(GROUPS) else ""
    shown = [each for each in entries if each.group == show] if show else entries
    context = {
        "programme": programme,
        "round": round,
        "total": len(entries),
        "groups": group_counts(entries),
        "show": show,
        "page": page_of(request, shown, find=lambda entry: entry.names),
        "left_out": _left_out(programme) if round.status == FollowUpRound.Status.OPEN else [],
        "to_review": sum(entry.to_review for entry in entries),
        "may_run": request.user.has_perm("actions.run_rounds", programme),
        "may_review": request.user.has_perm("actions.review_update", programme),
    }
    return render(request, "actions/round_detail.html", context)


@desk_page("actions.run_rounds", "GET", "POST")
def round_open(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show exactly who is asked, who is not, and why; ask them when that is confirmed."""
    round = round_or_404(programme, number)
    if request.method == "POST":
        done = "The round is open. The messages are on their way."
        if act(request, open_round, round, done=done, as_seen=request.POST.get("as_seen", "")):
            return redirect("actions:round-detail", slug=programme.slug, number=number)
        return redirect("actions:round-open", slug=programme.slug, number=number)
    if round.status != FollowUpRound.Status.PLANNED:
        return redirect("actions:round-detail", slug=programme.slug, number=number)
    recipients = round_recipients(round, timezone.now())
    previews = [
        {"step": step.label, "on": day, **emails.preview(round, each.proposer, step, on=day)}
        for each in recipients.by_email[:1]
        for step, day in round.schedule
    ]
    context = {
        "programme": programme,
        "round": round,
        "recipients": recipients,
        "page": page_of(request, recipients.everybody, find=lambda row: row[1].names),
        "previews": previews,
        "left_out": _left_out(programme),
    }
    return render(request, "actions/round_open.html", context)


@desk_page("actions.run_rounds", "GET", "POST")
def round_extend(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Ask for a later last day; show what that changes and who is told; put it off when that is confirmed."""
    round, at = round_or_404(programme, number), timezone.now()
    if round.status != FollowUpRound.Status.OPEN:
        return redirect("actions:round-detail", slug=programme.slug, number=number)
    form = posted(request, ExtendForm, round=round, today=timezone.localdate(at))
    context = {"programme": programme, "round": round, "form": form}
    if form.is_valid():
        answer_by_on = form.cleaned_data["answer_by_on"]
        done = f"The last day is {day(answer_by_on)} now. Those who were asked by e-mail are told."
        if form.cleaned_data["as_seen"] and act(request, extend_round, round, done=done, **form.cleaned_data):
            return redirect("actions:round-detail", slug=programme.slug, number=number)
        preview = extension_preview(round, answer_by_on, at)
        page = page_of(request, preview["recipients"].everybody)
        return render(request, "actions/round_extend_confirm.html", context | preview | {"page": page})
    return render(request, "actions/round_extend.html", context)


@desk_page("actions.run_rounds", "GET", "POST")
def round_close(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Say what closing does, and close the round when that is confirmed; before its last day too."""
    round = round_or_404(programme, number)
    if round.status != FollowUpRound.Status.OPEN:
        return redirect("actions:round-detail", slug=programme.slug, number=number)
    form = posted(request, CloseForm, last_on=round.answer_by_on, today=timezone.localdate())
    done = "The round is closed. Whoever did not answer is recorded as “no reply”."
    if form.is_valid():
        act(request, close_round, round, done=done)
        return redirect("actions:round-detail", slug=programme.slug, number=number)
    page = page_of(request, round.follow_ups.silent(), find=["proposer__area__title", "proposer__person__name"])
    context = {"programme": programme, "round": round, "form": form, "page": page}
    return render(request, "actions/round_close.html", context)


def round_or_404(programme: Programme, number: int) -> FollowUpRound:
    """Return a round of the programme by its number."""
    return get_object_or_404(FollowUpRound.objects.select_related("programme"), programme=programme, number=number)


def _left_out(programme: Programme) -> list[ActionArea]:
    """Return the published action areas about which nobody can be asked, because nobody put them forward."""
    return list(programme.action_areas.published().without_proposer().order_by("number"))


def extension_preview(round: FollowUpRound, answer_by_on: date, at: datetime) -> dict[str, Any]:
    """Return how a round will be with a later last day (nothing is stored), who is told, and how that reads."""
    told, on = extension_recipients(round, at), timezone.localdate(at)
    later = round.extended_to(answer_by_on, on=on)
    previews = [emails.preview(later, each.proposer, MailStep.MORE_TIME, on=on) for each in told.by_email[:1]]
    confirm = ExtendConfirmForm(answer_by_on=answer_by_on, as_seen=told.fingerprint, round=round, today=on)
    return {"later": later, "recipients": told, "preview": previews[0] if previews else None, "confirm": confirm}
