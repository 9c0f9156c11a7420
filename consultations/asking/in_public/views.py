"""A consultation that is for everybody, on a page of its own: without an account, and without a cookie to read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from consultations.asking.in_public.forms import PublicAnswerForm
from consultations.asking.in_public.services import answer_in_public
from consultations.asking.models import Audience, Consultation
from consultations.hand_ins.models import HandIn
from kit.pages import act, posted
from kit.public_forms import SHOWN_FOR, is_thanked, may_send, open_page, thank
from kit.windows import Clock
from programmes.models import Programme
from programmes.publication import page


@open_page("GET", "POST")
def consultation_answer(request: HttpRequest, slug: str, consultation: str) -> HttpResponse:
    """Ask anybody the questions of a consultation, and take in what they answer."""
    at = timezone.now()
    asked = _consultation_or_404(slug, consultation, at)
    if request.method != "POST" and asked.clock(at) != Clock.OPEN:
        return _draw("consultation_answer_closed", asked)
    form = posted(request, PublicAnswerForm, questions=asked.questions.in_order())
    if form.is_valid() and may_send(request, form):
        key, who, answers = form.form_key, form.who, form.answers
        if act(request, answer_in_public, asked, form=form, by=None, key=key, who=who, answers=answers):
            return thank("consultations:consultation-answered", slug, consultation, form.form_key)
    return _draw("consultation_answer", asked, form=form)


@open_page()
def consultation_answered(request: HttpRequest, slug: str, consultation: str, key: UUID) -> HttpResponse:
    """Thank whoever answered, and show for an hour what they sent."""
    at = timezone.now()
    asked = _consultation_or_404(slug, consultation, at)
    mine = HandIn.objects.filter(feedback__consultation=asked).select_related("feedback")
    hand_in = get_object_or_404(mine, key=key)
    shown = hand_in if at < hand_in.handed_in_at + SHOWN_FOR else None
    answers = hand_in.feedback.answers.in_order() if shown and hand_in.feedback else []
    return _draw(
        "consultation_answered", asked, hand_in=shown, answers=answers, is_thanked=is_thanked(request), key=key
    )


def _consultation_or_404(slug: str, consultation: str, at: datetime) -> Consultation:
    """Return a consultation for everybody, of a published programme, once it has begun."""
    public = Consultation.objects.filter(
        pk__in=Consultation.objects.at_address(slug, consultation, at).values("pk"),
        audience=Audience.EVERYBODY,
        phase__programme__in=Programme.objects.published(),
    )
    return get_object_or_404(public.select_related("phase__programme"))


def _draw(name: str, consultation: Consultation, **context: Any) -> HttpResponse:
    programme = consultation.phase.programme
    return page(f"consultations/{name}.html", {"programme": programme, "consultation": consultation} | context)
