"""The team's desk for succession: whoever was named is asked with one press; how to reach them is shown by a look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pages import SignedInRequest
from actions.forms import HandOnForm, ReachForm
from actions.models import FollowUp, Proposer
from actions.services import hand_on, look_at_named
from kit.pages import act
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


def proposer_for(request: SignedInRequest, slug: str, pk: int) -> Proposer:
    """Return a proposer of a programme whose rounds the member of staff runs."""
    programme = desk_programme(request, slug, "actions.run_rounds")
    proposers = Proposer.objects.select_related("area__programme", "person", "successor")
    return get_object_or_404(proposers, area__programme=programme, pk=pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def proposer_hand_on(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Hand an action area on; what was told of who may carry it on is shown by a press, which is logged as a look."""
    proposer = proposer_for(request, slug, pk)
    told, is_look = told_by(proposer), "look" in request.POST
    named = named_by(told)
    if is_look:
        look_at_named(proposer, by=request.user, at=timezone.now())
    else:
        named = {name: named[name] for name in named.keys() - ReachForm.base_fields.keys()}
    form = HandOnForm(request.POST if request.method == "POST" and not is_look else None, initial=named)
    if form.is_valid():
        try:
            successor = hand_on(proposer, **form.cleaned_data, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{proposer.area.title}” is handed on to {successor.person.name}.")
            return redirect("actions:round-list", slug=slug)
    context = {"programme": proposer.area.programme, "proposer": proposer, "form": form, "told": told}
    return render(request, "actions/proposer_hand_on.html", context | {"is_look": is_look})


@login_required
@require_POST
def proposer_ask_named(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Hand an action area on to whoever was named for it, whose address nobody need see for that."""
    proposer = proposer_for(request, slug, pk)
    form = HandOnForm(named_by(told_by(proposer)))
    if not form.is_valid():
        messages.error(request, "Their name alone is not enough. Write down how they can be reached.")
        return redirect("actions:proposer-hand-on", slug=slug, pk=pk)
    done = f"“{proposer.area.title}” is handed on to {form.cleaned_data['name']}."
    act(request, hand_on, proposer, done=done, **form.cleaned_data)
    return redirect("actions:round-list", slug=slug)


def told_by(proposer: Proposer) -> FollowUp | None:
    """Return the asking in which somebody last said who may carry it on, by name or in words."""
    told = proposer.follow_ups.exclude(successor_name="", successor_suggested="")
    return told.select_related("proposer").order_by("-pk").first()


def named_by(told: FollowUp | None) -> dict[str, str]:
    """Return whom they named, as the form's content; the public learns no name by itself."""
    if told is None or not told.successor_name:
        return {}
    return {
        "name": told.successor_name,
        "email": told.successor_email,
        "telephone": told.successor_telephone,
        "public_name": f"Whoever took over from {told.proposer.public_name}",
    }
