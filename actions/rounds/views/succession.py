"""The team's desk for succession: whoever was named is asked with one press; how to reach them is shown by a look."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from actions.contact_forms import ReachForm
from actions.models import FollowUp, Proposer
from actions.rounds.forms.succession import HandOnForm
from actions.rounds.recipients import reason_not_to_ask_successor
from actions.rounds.services.succession import hand_on
from kit.looks import look
from kit.pages import act, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page("actions.run_rounds", "GET", "POST")
@sent_once
def proposer_hand_on(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Hand an action area on; what was told of who may carry it on is shown by a press, which is logged as a look."""
    proposer = proposer_or_404(programme, pk)
    suggestion = latest_suggestion(proposer)
    named = suggested_successor(suggestion)
    is_look = "look" in request.POST
    if is_look:
        look(request, proposer, programme.pk)
        form = HandOnForm(initial=named)
    else:
        form = posted(request, HandOnForm, initial={n: named[n] for n in named.keys() - ReachForm.base_fields.keys()})
    if form.is_valid() and act(
        request,
        hand_on,
        proposer,
        form=form,
        done=lambda successor: f"“{proposer.area.title}” is handed on to {successor.person.name}.",
        **form.cleaned_data,
    ):
        return redirect("actions:round-list", slug=programme.slug)
    round, on = programme.follow_up_rounds.open().first(), timezone.localdate()
    context = {
        "programme": programme,
        "proposer": proposer,
        "has_left": proposer.has_left(on),
        "form": form,
        "suggestion": suggestion,
        "is_look": is_look,
        "round": round,
        "not_asked_because": reason_not_to_ask_successor(proposer, round, on),
    }
    return render(request, "actions/proposer_hand_on.html", context)


@desk_page("actions.run_rounds", "POST")
def proposer_ask_named(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Hand an action area on to whoever was named for it, whose address nobody need see for that."""
    proposer = proposer_or_404(programme, pk)
    form = HandOnForm(suggested_successor(latest_suggestion(proposer)))
    if not form.is_valid():
        messages.error(request, "Their name alone is not enough. Write down how they can be reached.")
        return redirect("actions:proposer-hand-on", slug=programme.slug, pk=pk)
    done = f"“{proposer.area.title}” is handed on to {form.cleaned_data['name']}."
    act(request, hand_on, proposer, done=done, **form.cleaned_data)
    return redirect("actions:round-list", slug=programme.slug)


def proposer_or_404(programme: Programme, pk: int) -> Proposer:
    """Return a proposer of the programme."""
    proposers = Proposer.objects.select_related("area__programme", "person", "successor")
    return get_object_or_404(proposers, area__programme=programme, pk=pk)


def latest_suggestion(proposer: Proposer) -> FollowUp | None:
    """Return the follow-up in which somebody last said who may carry it on, by name or in words."""
    suggestion = proposer.follow_ups.exclude(successor_name="", successor_note="")
    return suggestion.select_related("proposer").order_by("-pk").first()


def suggested_successor(suggestion: FollowUp | None) -> dict[str, str]:
    """Return whom they named, as the form's content; the public learns no name by itself."""
    if suggestion is None or not suggestion.successor_name:
        return {}
    return {
        "name": suggestion.successor_name,
        "email": suggestion.successor_email,
        "telephone": suggestion.successor_telephone,
        "public_name": f"Whoever took over from {suggestion.proposer.public_name}",
    }
