"""Two organisations that are one, at the team's desk: those that are likely, and what would move."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import act, page_of, sent_once
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.forms.partnerships import MergeForm
from stakeholders.merging import moves_of
from stakeholders.models import Organisation
from stakeholders.name_matching import KnownOrganisations
from stakeholders.rules import may_merge
from stakeholders.services import merge_organisations


@desk_page("stakeholders.change_partnership")
def merge_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the programme's organisations that are likely to be there twice, and have any two chosen by name."""
    known = KnownOrganisations.read()
    form = MergeForm(request.GET if "gone" in request.GET else None, known=known)
    if form.is_valid():
        chosen = form.cleaned_data
        return redirect("stakeholders:merge-confirm", programme.slug, chosen["kept"], chosen["gone"])
    ours = programme.partnerships.filter(merged_into=None).values_list("organisation", flat=True)
    pairs = [((first, known.names[first]), (second, known.names[second])) for first, second in known.pairs(ours)]
    page = page_of(request, pairs, find=lambda pair: f"{pair[0][1]} {pair[1][1]}")
    context = {"programme": programme, "form": form, "page": page, "names": known.suggestions()}
    return render(request, "stakeholders/merge_list.html", context)


@desk_page("stakeholders.change_partnership", "GET", "POST")
@sent_once
def merge_confirm(request: SignedInRequest, programme: Programme, kept: int, gone: int) -> HttpResponse:
    """Show side by side what would move, and merge two organisations, one of which has a part in the programme."""
    standing = Organisation.objects.standing()
    stays, goes = get_object_or_404(standing, pk=kept), get_object_or_404(standing.exclude(pk=kept), pk=gone)
    get_object_or_404(standing.filter(partnerships__programme=programme, pk__in=[kept, gone]).distinct()[:1])
    if request.method == "POST":
        done = f"{goes} is now {stays}. It is still found under its old name."
        if act(request, merge_organisations, stays, goes, done=done):
            return redirect("stakeholders:merge-list", programme.slug)
        return redirect("stakeholders:merge-confirm", slug=programme.slug, kept=kept, gone=gone)
    moves = moves_of(stays, goes, at=timezone.now())
    obstacles = [move.obstacle for move in moves if move.obstacle]
    context = {"programme": programme, "kept": stays, "gone": goes, "moves": moves, "obstacles": obstacles}
    context["allowed"] = may_merge(request.user, stays, goes)
    return render(request, "stakeholders/merge_confirm.html", context)
