"""One request at the desk: what is next to do, and each step on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.days import day
from kit.folds import same_person
from kit.looks import look
from kit.pages import act, posted, sent_once
from kit.pdf import PdfNotPossible, as_pdf
from privacy.access.found import progress_of
from privacy.models import Request, RequestLetter
from privacy.requests import forms, services
from privacy.requests.letter_pdf import letter_pdf
from privacy.requests.next_steps import next_step, other_steps
from privacy.requests.views.register import ANSWER, request_or_404
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.models import Person


@desk_page(ANSWER)
def request_detail(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show one request: what is next to do and by when, what has been done, and each letter."""
    asked = request_or_404(programme, number)
    today = timezone.localdate()
    stops = list(asked.stops.select_related("stopped_by").order_by("stopped_on", "pk"))
    progress = progress_of(asked)
    steps = other_steps(asked, stops, today, progress)
    coming = next_step(asked, stops, progress)
    context = {
        "programme": programme,
        "asked": asked,
        "today": today,
        "is_late": asked.is_late(today),
        "next": coming,
        "others": [each for each in steps if coming is None or each[1] != coming.page],
        "stops": stops,
        "letters": asked.letters.select_related("written_by").order_by("written_at", "pk"),
        "holds": asked.holds.select_related("programme").order_by("pk"),
    }
    return render(look(request, asked, programme.pk), "privacy/request_detail.html", context)


@desk_page(ANSWER, "GET", "POST")
def request_change(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Put right what was written down."""
    asked = request_or_404(programme, number)
    look(request, asked, programme.pk)
    form = posted(request, forms.RequestChangeForm, asked=asked, today=timezone.localdate(), initial=vars(asked))
    done = "Put right. The last day follows from it."
    if form.is_valid() and act(
        request, services.change_request, asked, form=form, done=done, details=form.details(**_kept(asked, form))
    ):
        return redirect("privacy:request-detail", programme.slug, number)
    return _step_page(request, "change", programme, asked, form)


def _kept(asked: Request, form: forms.RequestChangeForm) -> dict[str, Any]:
    return {} if "channel" in form.fields else {"channel": asked.channel}


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_acknowledge(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Tell whoever asked that we have it, and by when they hear from us."""
    initial = {"promised_on": timezone.localdate() + forms.PROMISED_WITHIN}
    return _step(request, programme, number, "acknowledge", services.acknowledge, _told, initial=initial)


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_progress(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Tell a complainant how far it is."""
    initial = {"promised_on": timezone.localdate() + forms.PROMISED_WITHIN}
    return _step(request, programme, number, "progress", services.tell_progress, _told, initial=initial)


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_stop(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Ask for what is needed first, and let the clock stand still."""
    return _step(request, programme, number, "stop", services.stop_clock, "The clock stands still until it comes.")


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_start(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Let the clock run again."""
    today = timezone.localdate()
    initial = {"came_on": today}
    return _step(request, programme, number, "start", services.start_clock, _due, initial=initial, today=today)


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_extend(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Take the more time that the law gives."""
    return _step(request, programme, number, "extend", services.extend, _due)


@desk_page(ANSWER, "GET", "POST")
def request_identity(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Write down how it was made sure who asks."""
    return _step(request, programme, number, "identity", services.check_identity, "Written down.")


@desk_page(ANSWER, "GET", "POST")
def request_person(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Say which of those whom the programme knows it is about: by address, telephone number or name."""
    asked = request_or_404(programme, number)
    people = _alike(asked)
    look(request, asked, programme.pk)
    return _step(
        request, programme, number, "person", services.find_person, "Written down.",
        initial={"person": asked.person_id}, people=people,
    )  # fmt: skip


@desk_page(ANSWER, "GET", "POST")
@sent_once
def request_answer(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Tell whoever asked what came of it, and close the request."""
    return _step(request, programme, number, "answer", services.answer, "Answered, and closed.")


@desk_page(ANSWER)
def request_letter(request: SignedInRequest, programme: Programme, number: int, pk: int) -> HttpResponse:
    """Give one letter as a PDF, for whoever has no e-mail."""
    letters = RequestLetter.objects.select_related("request__programme")
    letter = get_object_or_404(letters, request__programme=programme, request__number=number, pk=pk)
    look(request, letter.request, programme.pk)
    try:
        return as_pdf(letter_pdf(letter), f"{programme.slug}-request-{number}-{letter.pk}.pdf")
    except PdfNotPossible as error:
        context = {"programme": programme, "asked": letter.request, "letter": letter, "why": str(error)}
        return render(request, "privacy/request_letter.html", context)


FORMS: dict[str, type[forms.StepForm]] = {
    "acknowledge": forms.AcknowledgeForm,
    "progress": forms.ProgressForm,
    "stop": forms.StopForm,
    "start": forms.StartForm,
    "extend": forms.ExtendForm,
    "identity": forms.IdentityForm,
    "person": forms.PersonForm,
    "answer": forms.AnswerForm,
}


def _step(
    request: SignedInRequest,
    programme: Programme,
    number: int,
    step: str,
    service: Callable[..., Any],
    done: str | Callable[[Any], str],
    **about_form: Any,
) -> HttpResponse:
    """Show the form of one step of a request, or take the step."""
    asked = request_or_404(programme, number)
    form = posted(request, FORMS[step], asked=asked, **about_form)
    if form.is_valid() and act(request, service, asked, form=form, done=done, **form.cleaned_data):
        return redirect("privacy:request-detail", programme.slug, number)
    return _step_page(request, step, programme, asked, form)


def _step_page(request: SignedInRequest, step: str, programme: Programme, asked: Request, form: Any) -> HttpResponse:
    return render(request, f"privacy/request_{step}.html", {"programme": programme, "asked": asked, "form": form})


def _alike(asked: Request) -> Any:
    """Return the people of a programme who have the address, the telephone number or the name of a request."""
    known = Person.objects.known_to(asked.programme)
    ways = Q(pk=asked.person_id)
    if asked.email:
        ways |= Q(email=asked.email) | Q(user__email=asked.email)
    if asked.telephone:
        ways |= Q(telephone=asked.telephone)
    named = [pk for pk, name in known.values_list("pk", "name") if same_person(name, asked.name)]
    return known.filter(ways | Q(pk__in=named)).order_by("name", "pk")


def _told(letter: RequestLetter) -> str:
    return "They are told by e-mail." if letter.by_email else "The letter is written: print it, or read it out."


def _due(asked: Request) -> str:
    return f"The last day is {day(asked.due_on)} now. They are told."
