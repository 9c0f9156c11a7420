"""What became of what a representative said: read by them alone."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.pages import SignedInRequest
from consultations.assignments import appointments_or_404
from consultations.models import Conversation, Feedback
from findings.feedback_progress import thread_of, with_what_was_heard


@login_required
@never_cache
@require_safe
def said(request: SignedInRequest) -> HttpResponse:
    """What we said, newest first, and what became of it."""
    at = timezone.now()
    appointments = appointments_or_404(request.user, at)
    feedback = with_what_was_heard(Feedback.objects.of_representative(request.user, at).sent())
    feedback = feedback.select_related("consultation", "meeting", "programme", "on_behalf_of__organisation")
    talks = with_what_was_heard(Conversation.objects.of_representative(request.user, at))
    talks = talks.select_related("programme", "hand_in__appointment__partnership__organisation")
    context = {
        "appointments": appointments,
        "said": [(each, thread_of(each)) for each in feedback],
        "talks": [(each, thread_of(each)) for each in talks.order_by("-hand_in__handed_in_at", "-pk")],
    }
    return render(request, "findings/said.html", context)


@login_required
@never_cache
@require_safe
def feedback_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was sent, its reference, how it stands, and what became of it."""
    mine = Feedback.objects.of_representative(request.user, timezone.now()).sent()
    related = ("consultation", "programme", "on_behalf_of__organisation", "speaking_for", "said_by")
    feedback = get_object_or_404(with_what_was_heard(mine).select_related(*related), pk=pk)
    context = {"feedback": feedback, "answers": feedback.answers.in_order(), "thread": thread_of(feedback)}
    return render(request, "findings/feedback_receipt.html", context)
