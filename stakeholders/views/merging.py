"""Two organisations that are one, at the team's desk: those that are likely, and what would move."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme
from stakeholders.forms.organisations import MergeForm
from stakeholders.merging import may_merge, moves_of
from stakeholders.models import Organisation
from stakeholders.name_matching import Known
from stakeholders.services import merge_organisations
from stakeholders.views.organisations import CHANGE, names_of

MOST_PAIRS = 100


@never_cache
@login_required
@require_safe
def merge_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the programme's organisations that are likely to be there twice, and have any two chosen by name."""
    programme = desk_programme(request, slug, CHANGE)
    known = Known.read()
    form = MergeForm(request.GET if "gone" in request.GET else None, known=known)
    if form.is_bound and form.is_valid():
        return redirect("stakeholders:merge-confirm", slug=slug, **form.cleaned_data)
    ours = programme.partnerships.filter(merged_into=None).values_list("organisation", flat=True)
    pairs = [((first, known.names[first]), (second, known.names[second])) for first, second in known.pairs(ours)]
    context = {"programme": programme, "form": form, "pairs": pairs[:MOST_PAIRS], "names": names_of(known)}
    return render(request, "stakeholders/merge_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge_confirm(request: SignedInRequest, slug: str, kept: int, gone: int) -> HttpResponse:
    """Show side by side what would move, and merge two organisations, one of which has a part in the programme."""
    programme = desk_programme(request, slug, CHANGE)
    standing = Organisation.objects.standing()
    stays, goes = get_object_or_404(standing, pk=kept), get_object_or_404(standing.exclude(pk=kept), pk=gone)
    get_object_or_404(standing.filter(partnerships__programme=programme, pk__in=[kept, gone]).distinct()[:1])
    if request.method == "POST":
        try:
            merge_organisations(stays, goes, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
            return redirect("stakeholders:merge-confirm", slug=slug, kept=kept, gone=gone)
        messages.success(request, f"{goes} is now {stays}. It is still found under its old name.")
        return redirect("stakeholders:merge-list", slug=slug)
    moves = moves_of(stays, goes, at=timezone.now())
    obstacles = [move.obstacle for move in moves if move.obstacle]
    context = {"programme": programme, "kept": stays, "gone": goes, "moves": moves, "obstacles": obstacles}
    context["allowed"] = may_merge(request.user, stays, goes)
    return render(request, "stakeholders/merge_confirm.html", context)
