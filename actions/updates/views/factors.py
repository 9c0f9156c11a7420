"""The team's desk for what helps and what stands in the way: the words behind each, and one name for one thing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.pages import SignedInRequest
from actions.models import Factor
from actions.updates.factor_summaries import add_quotes, ranked_factors
from actions.updates.forms.factors import FactorMergeForm, FactorNameForm
from actions.updates.services.factors import merge_factor, rename_factor, separate_factor
from kit.lists import grouped
from kit.pages import act, page_of, posted
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page("actions.review_update")
def factor_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List what helped and what hindered, with how many areas named it."""
    page = page_of(request, grouped(**ranked_factors(programme)), find=lambda row: row[1].names)
    add_quotes(summary for _, summary in page)
    return render(request, "actions/factor_list.html", {"programme": programme, "page": page})


@desk_page("actions.review_update", "GET", "POST")
def factor_detail(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show the words behind one factor; give it another name."""
    factor = factor_or_404(programme, pk)
    if factor.merged_into_id is not None:
        return redirect("actions:factor-detail", slug=programme.slug, pk=factor.merged_into_id)
    form = posted(request, FactorNameForm, initial={"name": factor.name})
    done = "Renamed. The name it had still finds it."
    if form.is_valid() and act(request, rename_factor, factor, form=form, done=done, **form.cleaned_data):
        return redirect("actions:factor-detail", slug=programme.slug, pk=pk)
    summary = next(each for each in ranked_factors(programme)[factor.kind] if each.factor.pk == pk)
    add_quotes([summary])
    context = {"programme": programme, "summary": summary, "factor": summary.factor, "form": form}
    return render(request, "actions/factor_detail.html", context | {"merge": FactorMergeForm(factor=factor)})


@desk_page("actions.review_update", "POST")
def factor_merge(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let a factor count as another from now on."""
    factor = factor_or_404(programme, pk)
    form = posted(request, FactorMergeForm, factor=factor)
    if not form.is_valid():
        messages.error(request, "Choose from the list what it is to count as.")
        return redirect("actions:factor-detail", slug=programme.slug, pk=pk)
    act(request, merge_factor, factor, done="Merged. It can be taken apart again.", into=form.chosen)
    return redirect("actions:factor-detail", slug=programme.slug, pk=form.chosen.pk)


@desk_page("actions.review_update", "POST")
def factor_separate(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let a factor that went into another count for itself again."""
    factor = factor_or_404(programme, pk)
    act(request, separate_factor, factor, done=f"“{factor.name}” counts for itself again.")
    return redirect("actions:factor-detail", slug=programme.slug, pk=pk)


def factor_or_404(programme: Programme, pk: int) -> Factor:
    """Return a factor of the programme."""
    return get_object_or_404(Factor.objects.select_related("programme", "merged_into"), programme=programme, pk=pk)
