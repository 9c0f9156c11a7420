"""Feedback: a representative’s pages, which ask anew at each request for whom this person speaks, and the desk’s."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, LPad
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.pages import SignedInRequest, signed_in_page
from consultations.asking.answer_fields import AnswerBoxes
from consultations.asking.assignments import (
    Assignment,
    appointments_of,
    appointments_or_404,
    assignments_of,
    choose_assignment,
    meetings_for,
)
from consultations.asking.forms import FeedbackForm, ReviewForm
from consultations.asking.models import Consultation, Feedback
from consultations.asking.services import review_feedback, save_draft, submit_feedback, withdraw_feedback
from kit.ask_first import ask_first
from kit.kept_words import words_refused
from kit.lists import Find
from kit.pages import act, page_of, posted, sent_once
from kit.sent_once import SENT_ALREADY
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.models import Appointment

RELATED = (
    "consultation",
    "meeting",
    "on_behalf_of__organisation",
    "speaking_for",
    "said_by",
    "reviewed_by",
    "withdrawn_by",
    "hand_in",
)

# As `reference` says it.
REFERENCE = Concat(Value("F"), LPad(Cast("pk", CharField()), 5, Value("0")))
LOOKED_THROUGH: Find = [
    REFERENCE,
    "on_behalf_of__organisation__name",
    "said_by__name",
    "voice_of",
    "signed",
    "speaking_for__name",
    "consultation__title",
    "meeting__title",
    "answers__text",
]


@signed_in_page()
def next_meetings(request: SignedInRequest) -> HttpResponse:
    """When we meet next, in the programmes in which I speak."""
    at = timezone.now()
    page = page_of(request, meetings_for(appointments_or_404(request.user, at), at), find=["title", "venue"])
    return render(request, "consultations/next_meetings.html", {"page": page})


@signed_in_page("GET", "POST")
def feedback_edit(request: SignedInRequest, slug: str, consultation: str) -> HttpResponse:
    """Ask for an answer to each question, and keep what was typed as a draft; nothing is sent here."""
    at = timezone.now()
    if (ended := _ended_assignment(request, slug, consultation, at)) is not None:
        return _no_longer(request, ended)
    assignment = _assignment_or_404(request, slug, consultation, at)
    if request.method != "POST" and assignment.sent is not None:
        return redirect("findings:feedback-receipt", assignment.sent.pk)
    if request.method != "POST" and not assignment.is_open(at):
        written = assignment.draft.answers.in_order() if assignment.draft else []
        return render(request, "consultations/feedback_closed.html", {"assignment": assignment, "written": written})
    later = "later" in request.POST or not assignment.is_open(at)
    form = posted(request, FeedbackForm, assignment=assignment, complete=not later)
    if form.is_valid() and (kept := _kept(request, assignment, form)):
        return _go_on(request, assignment, kept, later=later, is_open=assignment.is_open(at))
    context = {"assignment": assignment, "form": form}
    if form.errors and assignment.sent is not None:
        return _sent_already(request, assignment, assignment.sent, form)
    return render(request, "consultations/feedback_edit.html", context, status=409 if form.stands_now else 200)


@signed_in_page("GET", "POST")
def feedback_check(request: SignedInRequest, slug: str, consultation: str) -> HttpResponse:
    """Let a representative read everything through, then send it, once."""
    at = timezone.now()
    if (ended := _ended_assignment(request, slug, consultation, at)) is not None:
        return _no_longer(request, ended)
    assignment = _assignment_or_404(request, slug, consultation, at)
    draft = assignment.draft
    if assignment.sent is not None:
        return redirect("findings:feedback-receipt", assignment.sent.pk)
    if draft is None or not assignment.is_open(at):
        return redirect(assignment.url)
    if request.method == "POST":
        sent = act(request, submit_feedback, draft, version=request.POST.get("version", ""))
        return redirect("findings:feedback-receipt", sent.pk) if sent else redirect(assignment.check_url)
    answers = [
        (question, text, AnswerBoxes(question, complete=True).landing)
        for question, text in assignment.answers_by_question()
    ]
    context = {"assignment": assignment, "answers": answers}
    return render(request, "consultations/feedback_check.html", context)


def _assignment_or_404(request: SignedInRequest, slug: str, consultation: str, at: datetime) -> Assignment:
    """Return what is asked of this person; what is not theirs, has not begun or is not there is alike not there."""
    appointments = appointments_of(request.user, at=at)
    assignments = assignments_of(appointments, Consultation.objects.at_address(slug, consultation, at))
    assignment = choose_assignment(assignments, request.GET.get("for"))
    if assignment is None:
        raise Http404
    return assignment


def _ended_assignment(request: SignedInRequest, slug: str, consultation: str, at: datetime) -> Assignment | None:
    """Return what was asked of somebody who sends, and speaks for nobody here any more: they may have been writing."""
    spoke = Appointment.objects.of(request.user).filter(partnership__programme__slug=slug)
    if request.method != "POST" or spoke.current(at).exists():
        return None
    ended = spoke.select_related("partnership__organisation", "partnership__programme").order_by("-started_at", "-pk")
    return next(iter(assignments_of(list(ended), Consultation.objects.at_address(slug, consultation, at))), None)


def _no_longer(request: SignedInRequest, assignment: Assignment) -> HttpResponse:
    """Say that somebody no longer speaks for the organisation, and show what they typed, which is stored nowhere."""
    form, programme = FeedbackForm(request.POST, assignment=assignment, complete=False), assignment.programme
    title = f"You no longer speak for {assignment.appointment.partnership.organisation}"
    why = (
        "Nothing was sent or kept just now. Should this be a mistake, "
        f"write to {programme.contact_name}, {programme.contact_email}."
    )
    told = words_refused(request, why, title=title, form=form, status=403)
    if told is None:
        raise PermissionDenied
    return told


def _sent_already(request: SignedInRequest, assignment: Assignment, sent: Feedback, form: FeedbackForm) -> HttpResponse:
    """Say that feedback was sent in other words, and show what came too late; where nothing did, what was sent."""
    receipt = reverse("findings:feedback-receipt", args=[sent.pk])
    then = date_format(timezone.localtime(sent.said_at), "j F Y, H:i")
    said = f"Feedback of {assignment.appointment.partnership.organisation} was sent on {then}, and we have it."
    why = f"{said} What you wrote in this window was not sent."
    return words_refused(request, why, title=SENT_ALREADY, form=form, leads_to=receipt) or redirect(receipt)


def _kept(request: SignedInRequest, assignment: Assignment, form: FeedbackForm) -> Feedback | None:
    """Keep what was typed; return the draft, or what was sent in just these words, or None when it was refused."""
    kept: Feedback | None = act(
        request,
        save_draft,
        assignment.consultation,
        form=form,
        appointment=assignment.appointment,
        speaking_for=form.speaking_for,
        answers=form.answers,
        version=form.cleaned_data["version"],
    )
    return kept


def _go_on(
    request: SignedInRequest, assignment: Assignment, kept: Feedback, *, later: bool, is_open: bool
) -> HttpResponse:
    """Go on from what was kept to where the pressed button leads."""
    if kept.status != Feedback.Status.DRAFT:
        return redirect("findings:feedback-receipt", kept.pk)
    if not is_open:
        return redirect(assignment.url)
    if later:
        messages.success(request, "We have kept what you wrote. It is not sent yet: come back to it whenever you like.")
        return redirect("actions:home")
    return redirect(assignment.check_url)


@desk_page()
def feedback_review_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show what waits to be read, oldest first; and what has been read."""
    feedback = Feedback.objects.filter(programme=programme).in_order_of_review()
    page = page_of(request, feedback.select_related(*RELATED), find=LOOKED_THROUGH)
    context = {
        "programme": programme,
        "page": page,
        "waiting": [each for each in page if each.status == Feedback.Status.RECEIVED],
        "reviewed": [each for each in page if each.status != Feedback.Status.RECEIVED],
    }
    return render(request, "consultations/feedback_review_list.html", context)


@desk_page("programmes.view_work", "GET", "POST")
@sent_once
def feedback_review(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what was said; take in what is published of it as the pressed button says, and what became of it."""
    sent = Feedback.objects.filter(programme=programme).sent().select_related(*RELATED)
    feedback = get_object_or_404(sent, pk=pk)
    may_review = request.user.has_perm("consultations.review_feedback", programme)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    form, publish = posted(request, ReviewForm, feedback=feedback), "publish" in request.POST
    if form.is_valid() and act(
        request, review_feedback, feedback, form=form, done=_reviewed, publish=publish, **form.for_service()
    ):
        return redirect("consultations:feedback-review-list", programme.slug)
    context = {
        "programme": programme,
        "feedback": feedback,
        "form": form,
        "may_review": may_review,
        "hand_in": getattr(feedback, "hand_in", None),
        "may_look": request.user.has_perm("consultations.manage_hand_ins", programme),
    }
    status = 409 if form.stands_now else 200
    return render(request, "consultations/feedback_review.html", context, status=status)


@desk_page("consultations.review_feedback", "POST")
def feedback_withdraw(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take back what was said at the word of whoever said it, once that was asked."""
    feedback = get_object_or_404(Feedback.objects.filter(programme=programme).sent(), pk=pk)
    back = reverse("consultations:feedback-review", args=[programme.slug, pk])
    told = "Nothing of it is public any more, and nobody can undo that. Figures that were published stay as they were."
    if asked := ask_first(request, f"Take {feedback.reference} back?", told, yes="Take it back", back=back):
        return asked
    act(request, withdraw_feedback, feedback, done=f"{feedback.reference} is taken back.")
    return redirect(back)


def _reviewed(feedback: Feedback) -> str:
    became = "is published" if feedback.status == Feedback.Status.PUBLISHED else "is kept unpublished"
    if feedback.is_told:
        return f"{feedback.reference} {became}. Whoever said it is told what became of it."
    return f"{feedback.reference} {became}. No e-mail goes out: they have been told in these words, or have no address."
