"""A consultation that is for everybody: without an account, page by page; reading it sets no cookie.

The first page is open to anybody. Whoever sends it has a personal link from then on, by which they go on, come back,
see what they said, and take it back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from consultations.asking.in_public.forms import CheckForm, ComeBackForm, FirstPageForm, OwnLinkForm, PageForm, WhoForm
from consultations.asking.in_public.links import LINK, code_of
from consultations.asking.in_public.services import (
    begin_answers,
    keep_answers,
    say_who,
    send_answers,
    send_own_link,
)
from consultations.asking.models import Audience, Consultation, Feedback
from consultations.asking.services import withdraw_feedback
from consultations.asking.sheets import Sheet, pages_of, version_of
from consultations.hand_ins.models import HandIn
from kit.pages import act, posted, sent_once
from kit.personal_links import BY_LINK
from kit.public_forms import may_send, may_write_at_once, open_page
from kit.windows import Clock
from programmes.models import Programme
from programmes.publication import page

NO_SUCH_CODE = "No answers are kept under this code. Read it once more: it has twelve letters and figures."
TOO_MANY_LETTERS = (
    "This address was written to several times today already. Write the code down, or try again tomorrow."
)


@open_page("GET", "POST")
def consultation_answer(request: HttpRequest, slug: str, consultation: str) -> HttpResponse:
    """Say what a consultation is about, and ask anybody what stands on its first page."""
    at = timezone.now()
    asked = _consultation_or_404(slug, consultation, at)
    if request.method != "POST" and asked.clock(at) != Clock.OPEN:
        return _draw("consultation_answer_closed", asked)
    pages = pages_of(asked.questions.in_order())
    form = posted(request, FirstPageForm, questions=pages[0] if pages else [])
    if form.is_valid() and may_send(request, form):
        begun = act(request, begin_answers, asked, form=form, by=None, key=form.form_key, answers=form.answers)
        if begun:
            response = LINK.let_in(request, LINK.token_of(begun))
            if "later" not in request.POST:
                response.headers["Location"] = _next_page(begun, 1)
            return response
    return _draw("consultation_answer", asked, form=form, pages=len(pages))


@open_page("GET", "POST")
def answers_return(request: HttpRequest, slug: str, consultation: str) -> HttpResponse:
    """Open somebody's own answers by the code that was written down. Wrong, and of another consultation, are alike."""
    asked = _consultation_or_404(slug, consultation, timezone.now())
    form = posted(request, ComeBackForm)
    if form.is_valid() and may_send(request, form):
        mine = HandIn.objects.open_by_link(timezone.now()).filter(feedback__consultation=asked)
        if (hand_in := mine.filter(code_hash=form.code_hash).first()) is not None:
            return LINK.let_in(request, LINK.token_of(hand_in))
        form.add_error("code", NO_SUCH_CODE)
    return _draw("answers_return", asked, form=form)


@LINK.opening
def answers_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar."""
    return LINK.let_in(request, token)


@LINK.page("GET", "POST")
@sent_once
def answers_detail(request: HttpRequest, hand_in: HandIn) -> HttpResponse:
    """Show somebody their own answers, how they stand and by which code they come back, and send them the link."""
    feedback = _feedback_of(hand_in)
    known = hand_in.contact_details if "@" in hand_in.contact_details else ""
    form = posted(request, OwnLinkForm, initial={"address": known})
    if form.is_valid():
        address = form.cleaned_data["address"]
        if not may_write_at_once(request, address):
            form.add_error("address", TOO_MANY_LETTERS)
        elif act(request, send_own_link, hand_in, form=form, address=address, **BY_LINK):
            return redirect(f"{reverse(LINK.leads_to, args=[hand_in.pk])}?link=sent")
    sheet, is_link_sent = Sheet.of(feedback), request.GET.get("link") == "sent"
    context = {"sheet": sheet, "goes_on_at": _goes_on_at(hand_in, sheet), "is_link_sent": is_link_sent, "form": form}
    return _render(request, "answers_detail", hand_in, **context)


@LINK.page("GET", "POST")
def answers_page(request: HttpRequest, hand_in: HandIn, number: int) -> HttpResponse:
    """Ask what stands on one page, and keep what is answered; nothing is sent here."""
    feedback = _feedback_of(hand_in)
    sheet = Sheet.of(feedback)
    questions = sheet.asked_on(number)
    if request.method != "POST" and (not questions or feedback.status != Feedback.Status.DRAFT):
        return redirect(LINK.leads_to, pk=hand_in.pk)
    form = posted(request, PageForm, questions=questions, written=sheet.answers)
    if form.is_valid() and act(request, keep_answers, hand_in, form=form, answers=form.answers, **BY_LINK):
        if "later" in request.POST:
            return redirect(LINK.leads_to, pk=hand_in.pk)
        return redirect(_next_page(hand_in, number))
    context = {"form": form, "number": number, "sheet": sheet, "before": sheet.before(number)}
    return _render(request, "answers_page", hand_in, **context)


@LINK.page("GET", "POST")
def answers_who(request: HttpRequest, hand_in: HandIn) -> HttpResponse:
    """Ask as whom somebody answers, and what may become of it."""
    feedback = _feedback_of(hand_in)
    if request.method != "POST" and feedback.status != Feedback.Status.DRAFT:
        return redirect(LINK.leads_to, pk=hand_in.pk)
    groups = list(feedback.programme.stakeholder_groups.order_by("name"))
    form = posted(request, WhoForm, feedback=feedback, hand_in=hand_in, groups=groups)
    if form.is_valid() and act(request, say_who, hand_in, form=form, who=form.who, **BY_LINK):
        return redirect(LINK.leads_to if "later" in request.POST else "consultations:answers-check", pk=hand_in.pk)
    sheet = Sheet.of(feedback)
    return _render(request, "answers_who", hand_in, form=form, before=sheet.before(sheet.count + 1))


@LINK.page("GET", "POST")
def answers_check(request: HttpRequest, hand_in: HandIn) -> HttpResponse:
    """Let somebody read everything through, then send it, once."""
    feedback = _feedback_of(hand_in)
    if feedback.status != Feedback.Status.DRAFT:
        return redirect(LINK.leads_to, pk=hand_in.pk)
    form = posted(request, CheckForm, initial={"version": version_of(feedback)})
    if form.is_valid():
        version = form.cleaned_data["version"]
        if act(request, send_answers, hand_in, form=form, version=version, **BY_LINK):
            return redirect(LINK.leads_to, pk=hand_in.pk)
    return _render(request, "answers_check", hand_in, form=form, sheet=Sheet.of(feedback))


@LINK.page("GET", "POST")
def answers_withdraw(request: HttpRequest, hand_in: HandIn) -> HttpResponse:
    """Ask once more, then take back what somebody sent."""
    feedback = _feedback_of(hand_in)
    if feedback.status in (Feedback.Status.DRAFT, Feedback.Status.WITHDRAWN):
        return redirect(LINK.leads_to, pk=hand_in.pk)
    if request.method == "POST":
        withdraw_feedback(feedback, by=None, at=timezone.now())
        return redirect(LINK.leads_to, pk=hand_in.pk)
    return _render(request, "answers_withdraw", hand_in)


def _next_page(hand_in: HandIn, number: int) -> str:
    """Return where somebody goes after a page: to the next on which they are asked something, then to who they are."""
    after = Sheet.of(_feedback_of(hand_in)).after(number)
    if after is not None:
        return reverse("consultations:answers-page", args=[hand_in.pk, after])
    return reverse("consultations:answers-who", args=[hand_in.pk])


def _goes_on_at(hand_in: HandIn, sheet: Sheet) -> str:
    """Return where a draft is gone on with: at what is not answered yet, at who they are, or to be read through."""
    if (number := sheet.goes_on_at) is not None:
        return reverse("consultations:answers-page", args=[hand_in.pk, number])
    page = "answers-check" if _feedback_of(hand_in).voice else "answers-who"
    return reverse(f"consultations:{page}", args=[hand_in.pk])


def _feedback_of(hand_in: HandIn) -> Feedback:
    """Return the answers of a hand-in that a link has opened."""
    assert hand_in.feedback is not None
    return hand_in.feedback


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


def _render(request: HttpRequest, name: str, hand_in: HandIn, **context: Any) -> HttpResponse:
    """Draw a page of somebody's own answers."""
    feedback = _feedback_of(hand_in)
    assert feedback.consultation is not None
    shown = {
        "programme": feedback.programme,
        "consultation": feedback.consultation,
        "feedback": feedback,
        "hand_in": hand_in,
        "code": code_of(hand_in),
        "is_open": feedback.consultation.clock(timezone.now()) == Clock.OPEN,
    }
    return render(request, f"consultations/{name}.html", shown | context)
