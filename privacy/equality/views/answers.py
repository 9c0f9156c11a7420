"""Answering about equality: public pages of one address for everybody, without account, cookie, token or key.

Nobody is signed in here, so that there is nothing a page of somebody else could misuse: at worst it adds a false
answer, as anybody can. No address of the page that led here comes along, and none goes on.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kit.pages import act, posted
from kit.public_forms import may_send, open_page
from privacy.equality.forms import AnswerForm
from privacy.equality.models import Questionnaire
from privacy.equality.services.asking import take_answers
from programmes.publication import page


@open_page("GET", "POST")
def equality_answer(request: HttpRequest, slug: str, occasion: str) -> HttpResponse:
    """Ask about equality and count the answers; once the questions are closed, say so."""
    asked = _asked_or_404(slug, occasion)
    if request.method != "POST" and not asked.is_open:
        return _alone("equality_closed", asked)
    form = posted(request, AnswerForm, questions=asked.questions.order_by("position"))
    is_sent = form.is_valid() and may_send(request, form)
    if is_sent and act(request, take_answers, asked, form=form, by=None, **form.for_service()):
        return _untold(redirect("privacy:equality-thanks", slug, occasion))
    return _alone("equality_answer", asked, form=form)


@open_page()
def equality_thanks(request: HttpRequest, slug: str, occasion: str) -> HttpResponse:
    """Thank whoever answered, in the same words for everybody."""
    return _alone("equality_thanks", _asked_or_404(slug, occasion))


def _asked_or_404(slug: str, occasion: str) -> Questionnaire:
    """Return what a published programme asks after an occasion, or asked last; raises Http404 where it never did."""
    opened = Questionnaire.objects.filter(opened_at__isnull=False, programme__published_at__isnull=False)
    opened = opened.filter(programme__slug=slug, occasion=occasion).select_related("programme", "policy_document")
    asked = opened.order_by("-pk").first()
    if asked is None:
        raise Http404("Nothing about equality is asked here.")
    return asked


def _alone(template: str, asked: Questionnaire, **context: Any) -> HttpResponse:
    return _untold(page(f"privacy/{template}.html", {"programme": asked.programme, "asked": asked, **context}))


def _untold(response: HttpResponse) -> HttpResponse:
    """Let a browser tell the next page nothing of this one."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
