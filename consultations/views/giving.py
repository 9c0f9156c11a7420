"""A representative's pages. Each request asks anew for whom this person speaks: what has ended is not there."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.pages import SignedInRequest
from consultations.assignments import Ask, appointments_of, appointments_or_404, asks_of, chosen, meetings_for
from consultations.forms import FeedbackForm
from consultations.models import Consultation, Feedback
from consultations.services import (
    AlreadySaid,
    ChangedMeanwhile,
    ConsultationClosed,
    NotRepresentative,
    Unanswered,
    save_draft,
    submit_feedback,
)
from stakeholders.models import Appointment


@login_required
@never_cache
@require_safe
def next_meetings(request: SignedInRequest) -> HttpResponse:
    """When we meet next, in the programmes in which I speak."""
    at = timezone.now()
    meetings = meetings_for(appointments_or_404(request.user, at), at)
    return render(request, "consultations/next_meetings.html", {"meetings": meetings})


@login_required
@never_cache
def feedback_give(request: SignedInRequest, slug: str, consultation: str) -> HttpResponse:
    """Write an answer to each question; nothing is sent here."""
    at = timezone.now()
    if request.method == "POST" and (ended := _ended_ask(request, slug, consultation, at)):
        return _no_longer(request, ended)
    ask = _ask_or_404(request, slug, consultation, at)
    if request.method == "POST":
        return _keep(request, ask, at)
    if ask.said is not None:
        return redirect("findings:feedback-receipt", ask.said.pk)
    if not ask.is_open(at):
        return render(request, "consultations/feedback_closed.html", {"ask": ask})
    form = FeedbackForm(ask=ask, complete=True)
    return render(request, "consultations/feedback_give.html", {"ask": ask, "form": form})


@login_required
@never_cache
def feedback_check(request: SignedInRequest, slug: str, consultation: str) -> HttpResponse:
    """Read everything through, then send it, once."""
    at = timezone.now()
    if request.method == "POST" and (ended := _ended_ask(request, slug, consultation, at)):
        return _no_longer(request, ended)
    ask = _ask_or_404(request, slug, consultation, at)
    if ask.said is not None:
        return redirect("findings:feedback-receipt", ask.said.pk)
    if ask.draft is None or not ask.is_open(at):
        return redirect(ask.url)
    if request.method == "POST":
        return _send(request, ask, ask.draft, at)
    written = {answer.question_id: answer.text for answer in ask.draft.answers.all()}
    questions = ask.consultation.questions.order_by("position")
    context = {"ask": ask, "answers": [(question, written.get(question.pk, "")) for question in questions]}
    return render(request, "consultations/feedback_check.html", context)


def _ask_or_404(request: SignedInRequest, slug: str, consultation: str, at: datetime) -> Ask:
    """Return what is asked of this person; what is not theirs, has not begun or is not there is alike not there."""
    appointments = appointments_of(request.user, at=at)
    begun = Consultation.objects.filter(starts_at__lte=at, slug=consultation, phase__programme__slug=slug)
    # Should two phases use one slug, the newer consultation is meant.
    newest = begun.filter(pk__in=begun.order_by("-starts_at", "-pk").values("pk")[:1])
    ask = chosen(asks_of(appointments, newest), request.GET.get("for"))
    if ask is None:
        raise Http404
    return ask


def _ended_ask(request: SignedInRequest, slug: str, consultation: str, at: datetime) -> Ask | None:
    """Return what was asked of somebody who speaks for nobody here any more: they may have been writing just now."""
    spoke = Appointment.objects.of(request.user).filter(partnership__programme__slug=slug)
    if spoke.current(at).exists():
        return None
    ended = spoke.select_related("partnership__organisation", "partnership__programme").order_by("-started_at", "-pk")
    return next(iter(asks_of(list(ended), Consultation.objects.filter(starts_at__lte=at, slug=consultation))), None)


def _no_longer(request: SignedInRequest, ask: Ask) -> HttpResponse:
    """Say that somebody no longer speaks for the organisation, and show what they typed, which is stored nowhere."""
    typed = FeedbackForm(request.POST, ask=ask, complete=False).typed()
    return render(request, "consultations/feedback_no_longer.html", {"ask": ask, "typed": typed}, status=403)


def _keep(request: SignedInRequest, ask: Ask, at: datetime) -> HttpResponse:
    """Keep what was typed as a draft, and go on to where its button leads."""
    later = "later" in request.POST or not ask.is_open(at)
    form = FeedbackForm(request.POST, ask=ask, complete=not later)
    if form.is_valid():
        try:
            save_draft(
                ask.consultation,
                appointment=ask.appointment,
                speaking_for=form.speaking_for,
                texts=form.texts,
                version=form.cleaned_data["version"],
                by=request.user,
                at=at,
            )
        except NotRepresentative:
            return _no_longer(request, ask)
        except AlreadySaid as error:
            return _sent_already(request, ask, form, error.feedback)
        except ChangedMeanwhile as error:
            form.overtaken_by(error.feedback)
            context = {"ask": ask, "form": form, "elsewhere": error.feedback.answers.in_order()}
            return render(request, "consultations/feedback_give.html", context, status=409)
        return _go_on(request, ask, later=later, is_open=ask.is_open(at))
    return render(request, "consultations/feedback_give.html", {"ask": ask, "form": form})


def _go_on(request: SignedInRequest, ask: Ask, *, later: bool, is_open: bool) -> HttpResponse:
    if not is_open:
        return redirect(ask.url)
    if later:
        messages.success(request, "We have kept what you wrote. It is not sent yet: come back to it whenever you like.")
        return redirect("actions:home")
    return redirect(ask.check_url)


def _sent_already(request: SignedInRequest, ask: Ask, form: FeedbackForm, said: Feedback) -> HttpResponse:
    """Nothing is sent twice, and nothing typed is lost: show what this window holds beside what was sent."""
    if [(question.pk, text) for question, text in form.typed()] == list(
        said.answers.order_by("question__position").values_list("question_id", "text")
    ):
        return redirect("findings:feedback-receipt", said.pk)
    context = {"ask": ask, "feedback": said, "typed": form.typed()}
    return render(request, "consultations/feedback_sent_already.html", context, status=409)


def _send(request: SignedInRequest, ask: Ask, draft: Feedback, at: datetime) -> HttpResponse:
    try:
        feedback = submit_feedback(draft, version=request.POST.get("version", ""), by=request.user, at=at)
    except NotRepresentative:
        return _no_longer(request, ask)
    except ConsultationClosed:
        return redirect(ask.url)
    except ChangedMeanwhile:
        messages.error(request, "This was changed in another window since you read it. Read it through once more.")
        return redirect(ask.check_url)
    except Unanswered:
        messages.error(request, "One question still needs an answer before you can send this.")
        return redirect(ask.url)
    return redirect("findings:feedback-receipt", feedback.pk)
