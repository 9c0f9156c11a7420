"""The desk's page for what came on paper, by letter, by e-mail, by telephone or at a meeting."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from consultations.asking.in_public.links import code_of
from consultations.asking.keying_in.forms import EnterForm
from consultations.asking.keying_in.services import enter_answers
from consultations.asking.models import Consultation
from consultations.hand_ins.models import HandIn
from kit.pages import act, posted
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page("consultations.enter_answers", "GET", "POST")
def answers_enter(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take in what came without the page; then the next can be entered."""
    begun = Consultation.objects.begun(timezone.now()).select_related("phase__programme")
    consultation = get_object_or_404(begun, pk=pk, phase__programme=programme)
    form = posted(request, EnterForm, consultation=consultation)
    if form.is_valid() and act(
        request, enter_answers, consultation, form=form, done=_entered, key=form.form_key, entry=form.entry
    ):
        return redirect("consultations:answers-enter", programme.slug, pk)
    context = {"programme": programme, "consultation": consultation, "form": form}
    return render(request, "consultations/answers_enter.html", context)


def _entered(hand_in: HandIn) -> str:
    assert hand_in.feedback is not None
    return f"{hand_in.feedback.reference} is entered. The code by which they see it: {code_of(hand_in)}."
