"""The desk's pages for what was said: read by the whole team, reviewed by those who lead and those who code."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.pages import SignedInRequest
from consultations.forms import ReviewForm, seen
from consultations.models import Feedback
from consultations.services import NothingToPublish, review_feedback
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme

RELATED = ("consultation", "meeting", "on_behalf_of__organisation", "speaking_for", "said_by", "reviewed_by")


@login_required
@never_cache
@require_safe
def feedback_review_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """What waits to be read, oldest first; and what has been read."""
    programme = desk_programme(request, slug)
    feedback = Feedback.objects.filter(programme=programme).select_related(*RELATED)
    context = {
        "programme": programme,
        "waiting": feedback.waiting(),
        "reviewed": feedback.filter(reviewed_at__isnull=False).order_by("-reviewed_at", "-pk"),
    }
    return render(request, "consultations/feedback_review_list.html", context)


@login_required
@never_cache
def feedback_review(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Read what was said; decide what is published of it, and say what became of it."""
    programme = desk_programme(request, slug)
    sent = Feedback.objects.filter(programme=programme).sent().select_related(*RELATED)
    feedback = get_object_or_404(sent, pk=pk)
    may_review = request.user.has_perm("consultations.review_feedback", programme)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    form = ReviewForm(request.POST or None, feedback=feedback)
    if form.is_valid() and _reviewed(request, feedback, form, timezone.now()):
        return redirect("consultations:feedback-review-list", programme.slug)
    context = {"programme": programme, "feedback": feedback, "form": form, "may_review": may_review}
    return render(request, "consultations/feedback_review.html", context)


def _reviewed(request: SignedInRequest, feedback: Feedback, form: ReviewForm, at: datetime) -> bool:
    """Review it as the pressed button says; where that cannot be, put the reason on the form."""
    if form.cleaned_data["seen"] != seen(feedback):
        form.overtaken_by(feedback)
        return False
    publish = "publish" in request.POST
    try:
        review_feedback(
            feedback,
            publish=publish,
            answers=form.published_texts,
            what_became_of_it=form.cleaned_data["what_became_of_it"],
            by=request.user,
            at=at,
        )
    except (NothingToPublish, InvalidTransition) as error:
        form.add_error(None, str(error))
        return False
    done = "is published" if publish else "is kept unpublished"
    messages.success(request, f"{feedback.reference} {done}. Whoever said it is told what became of it.")
    return True
