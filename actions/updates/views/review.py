"""The team's desk for answers: what was said, beside what the public will read."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.pages import SignedInRequest
from actions.models import ProgressUpdate
from actions.updates.forms.review import ReviewForm
from actions.updates.services.review import review_update
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme

LOOKED_THROUGH = [
    "area__title",
    "follow_up__proposer__person__name",
    "follow_up__round__name",
    "what_happened",
    "what_helped",
    "what_hindered",
    "headline",
]


@desk_page("actions.review_update")
def update_review_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the answers that wait for review, oldest first, then those that were reviewed, the latest first."""
    updates = ProgressUpdate.objects.filter(area__programme=programme)
    rows = updates.awaiting_review_first().with_names().select_related("reviewed_by")
    context = {
        "programme": programme,
        "waiting": updates.awaiting_review().count(),
        "page": page_of(request, rows, find=LOOKED_THROUGH),
    }
    return render(request, "actions/update_review_list.html", context)


@desk_page("actions.review_update", "GET", "POST")
@sent_once
def update_review(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what was said beside the words for the public; publish these, or keep the answer unpublished."""
    update = get_object_or_404(ProgressUpdate.objects.with_names(), area__programme=programme, pk=pk)
    form = posted(request, ReviewForm, update=update)
    if form.is_valid():
        given = {"publish": form.publishes, "review": form.review, "version": form.cleaned_data["version"]}
        done = "Published." if form.publishes else "Kept unpublished."
        if act(request, review_update, update, form=form, done=done, **given):
            return redirect("actions:update-review-list", slug=programme.slug)
    others = update.follow_up.updates.exclude(pk=pk).order_by("-version")
    context = {"programme": programme, "update": update, "form": form, "others": others}
    return render(request, "actions/update_review.html", context)
