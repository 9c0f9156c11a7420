"""The team's desk for answers: what was said, beside what the public will read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import SignedInRequest
from actions.forms import ReviewForm
from actions.models import ProgressUpdate
from actions.services import review_update
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


@login_required
@require_GET
def update_review_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the answers that wait for review, oldest first, and the latest that were reviewed."""
    programme = desk_programme(request, slug, "actions.review_update")
    updates = ProgressUpdate.objects.filter(area__programme=programme).select_related(
        "area", "follow_up__round", "follow_up__proposer__person", "reviewed_by"
    )
    reviewed = updates.filter(status__in=[ProgressUpdate.Status.PUBLISHED, ProgressUpdate.Status.KEPT])
    context = {
        "programme": programme,
        "waiting": updates.waiting(),
        "reviewed": reviewed.order_by("-reviewed_at", "-pk")[:50],
    }
    return render(request, "actions/update_review_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def update_review(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show what was said beside the words for the public; publish these, or keep the answer unpublished."""
    programme = desk_programme(request, slug, "actions.review_update")
    updates = ProgressUpdate.objects.select_related("area", "follow_up__round", "follow_up__proposer__person")
    update = get_object_or_404(updates, area__programme=programme, pk=pk)
    form = ReviewForm(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        try:
            review_update(update, **form.for_service(), by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Published." if form.publishes else "Kept unpublished.")
            return redirect("actions:update-review-list", slug=slug)
    others = update.follow_up.updates.exclude(pk=pk).order_by("-version")
    context = {"programme": programme, "update": update, "form": form, "others": others}
    return render(request, "actions/update_review.html", context)
