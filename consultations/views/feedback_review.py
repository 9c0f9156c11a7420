"""The desk's pages for feedback: read by the whole team, reviewed by those who lead and those who code."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.pages import SignedInRequest
from consultations.forms import ReviewForm
from consultations.models import Feedback
from consultations.services import review_feedback
from kit.pages import act, posted
from programmes.desk import desk_page
from programmes.models import Programme

RELATED = ("consultation", "meeting", "on_behalf_of__organisation", "speaking_for", "said_by", "reviewed_by")


@desk_page()
def feedback_review_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what waits to be read, oldest first; and what has been read."""
    feedback = Feedback.objects.filter(programme=programme).select_related(*RELATED)
    context = {
        "programme": programme,
        "waiting": feedback.to_review(),
        "reviewed": feedback.filter(reviewed_at__isnull=False).order_by("-reviewed_at"),
    }
    return render(request, "consultations/feedback_review_list.html", context)


@desk_page("programmes.view_desk", "GET", "POST")
def feedback_review(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what was said; take in what is published of it as the pressed button says, and what became of it."""
    sent = Feedback.objects.filter(programme=programme).sent().select_related(*RELATED)
    feedback = get_object_or_404(sent, pk=pk)
    may_review = request.user.has_perm("consultations.review_feedback", programme)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    form, publish = posted(request, ReviewForm, feedback=feedback), "publish" in request.POST
    became = "is published" if publish else "is kept unpublished"
    done = f"{feedback.reference} {became}. Whoever said it is told what became of it."
    if form.is_valid() and act(
        request, review_feedback, feedback, form=form, done=done, publish=publish, **form.for_service()
    ):
        return redirect("consultations:feedback-review-list", programme.slug)
    context = {"programme": programme, "feedback": feedback, "form": form, "may_review": may_review}
    status = 409 if form.stands_now else 200
    return render(request, "consultations/feedback_review.html", context, status=status)
