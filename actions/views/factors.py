"""The team's desk for what helps and what stands in the way: the words behind each, and one name for one thing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import SignedInRequest
from actions.factors import said_of_factors
from actions.forms import FactorMergeForm, FactorNameForm
from actions.models import Factor
from actions.services import merge_factor, rename_factor, separate_factor
from kit.pages import act
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


def factor_for(request: SignedInRequest, slug: str, pk: int) -> Factor:
    """Return a factor of a programme whose answers the member of staff reviews."""
    programme = desk_programme(request, slug, "actions.review_update")
    return get_object_or_404(Factor.objects.select_related("programme", "merged_into"), programme=programme, pk=pk)


@login_required
@require_GET
def factor_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List what helped and what hindered, with how many areas named it."""
    programme = desk_programme(request, slug, "actions.review_update")
    said = said_of_factors(programme)
    return render(request, "actions/factor_list.html", {"programme": programme, **said})


@login_required
@require_http_methods(["GET", "POST"])
def factor_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show the words behind one factor; give it another name."""
    factor = factor_for(request, slug, pk)
    if factor.merged_into_id is not None:
        return redirect("actions:factor-detail", slug=slug, pk=factor.merged_into_id)
    form = FactorNameForm(request.POST or None, initial={"name": factor.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_factor(factor, form.cleaned_data["name"], by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Renamed. The name it had still finds it.")
            return redirect("actions:factor-detail", slug=slug, pk=pk)
    said = next(each for each in said_of_factors(factor.programme)[factor.kind] if each.factor.pk == pk)
    context = {"programme": factor.programme, "said": said, "form": form, "merging": FactorMergeForm(factor=factor)}
    return render(request, "actions/factor_detail.html", context)


@login_required
@require_POST
def factor_merge(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let a factor count as another from now on."""
    factor = factor_for(request, slug, pk)
    form = FactorMergeForm(request.POST, factor=factor)
    if not form.is_valid():
        messages.error(request, "Choose from the list what it is to count as.")
        return redirect("actions:factor-detail", slug=slug, pk=pk)
    act(request, merge_factor, factor, done="Merged. It can be taken apart again.", into=form.chosen)
    return redirect("actions:factor-detail", slug=slug, pk=form.chosen.pk)


@login_required
@require_POST
def factor_separate(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let a factor that went into another count for itself again."""
    factor = factor_for(request, slug, pk)
    act(request, separate_factor, factor, done=f"“{factor.name}” counts for itself again.")
    return redirect("actions:factor-detail", slug=slug, pk=pk)
