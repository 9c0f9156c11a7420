"""What became of what a representative said: read by them alone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from consultations.asking.assignments import appointments_or_404
from consultations.models import Feedback
from findings.feedback_progress import thread_of, with_progress
from findings.own_input import keys_of_own_input, own_input_of
from kit.pages import page_of


@signed_in_page()
def own_input(request: SignedInRequest) -> HttpResponse:
    """Show what we said, newest first, and what became of it."""
    at = timezone.now()
    appointments = appointments_or_404(request.user, at)
    page = page_of(request, keys_of_own_input(request.user, at))
    context = {"appointments": appointments, "page": page, "said": own_input_of(page)}
    return render(request, "findings/own_input.html", context)


@signed_in_page()
def feedback_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was sent, its reference, how it stands, and what became of it."""
    mine = Feedback.objects.of_representative(request.user, timezone.now()).sent()
    related = ("consultation", "programme", "on_behalf_of__organisation", "speaking_for", "said_by")
    feedback = get_object_or_404(with_progress(mine).select_related(*related), pk=pk)
    context = {"feedback": feedback, "answers": feedback.answers.in_order(), "thread": thread_of(feedback)}
    return render(request, "findings/feedback_receipt.html", context)
