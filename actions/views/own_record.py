"""Somebody's own record, by personal link: what they said they would do, to put right. No session is read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from actions.forms import RecordNameForm, RecordWordsForm
from actions.links import RECORD_LINK
from actions.models import Commitment, Correction, PersonalRecord
from actions.records import Kept, record_of
from actions.services import WrittenMeanwhile, correct_name, correct_words, put_back, take_back
from kit.refusals import InvalidTransition

TAKING_BACK = (Correction.Kind.NOT_SAID, Correction.Kind.NO_LONGER)


@RECORD_LINK.opening
def record_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return RECORD_LINK.let_in(request, token)


@RECORD_LINK.page()
def record_read(request: HttpRequest, row: PersonalRecord) -> HttpResponse:
    """Show somebody what they said they would do, what is with the team, and what they have taken back."""
    taken_back = withdrawn_by(row).select_related("area").order_by("pk")
    return render(request, "actions/record_read.html", page_of(row, record=record_of(row), taken_back=taken_back))


@RECORD_LINK.page("GET", "POST")
def record_name(request: HttpRequest, row: PersonalRecord) -> HttpResponse:
    """Let somebody put their name right."""
    form = RecordNameForm.of(record_of(row).name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct_name(row, words=form.snapshot, version=form.cleaned_data["version"], by=None, at=timezone.now())
        except WrittenMeanwhile as meanwhile:
            form.overtaken_by(meanwhile.words)
        else:
            return redirect("actions:record-read", pk=row.pk)
    return render(request, "actions/record_name.html", page_of(row, form=form))


@RECORD_LINK.page("GET", "POST")
def record_commitment(request: HttpRequest, row: PersonalRecord, item: int) -> HttpResponse:
    """Let somebody say in other words what they will do, or take it back."""
    mine = {each.thing.pk: each for each in record_of(row).commitments}
    if item not in mine and withdrawn_by(row).filter(pk=item).exists():
        # Taken back in another window: what was typed here is not lost, and not taken in.
        return render(request, "actions/record_taken_back.html", page_of(row, typed=request.POST.get("text", "")))
    return put_right(request, row, mine.get(item))


@RECORD_LINK.page("GET", "POST")
def record_step(request: HttpRequest, row: PersonalRecord, item: int) -> HttpResponse:
    """Let somebody say in other words what a step of theirs is, or that it is not theirs."""
    return put_right(request, row, {each.thing.pk: each for each in record_of(row).steps}.get(item))


@RECORD_LINK.page("POST")
def record_put_back(request: HttpRequest, row: PersonalRecord, item: int) -> HttpResponse:
    """Let stand again what somebody had taken back."""
    mine = Commitment.objects.filter(programme=row.programme_id, person=row.person_id)
    put_back(row, get_object_or_404(mine, pk=item), by=None, at=timezone.now())
    return redirect("actions:record-read", pk=row.pk)


def put_right(request: HttpRequest, row: PersonalRecord, kept: Kept | None) -> HttpResponse:
    """Answer the page of one thing in a record; None is nothing of theirs."""
    if kept is None:
        return RECORD_LINK.gone(request)
    form, at = RecordWordsForm.of(kept.words, request.POST or None), timezone.now()
    if request.POST.get("take_back") in TAKING_BACK:
        take_back(row, kept.thing, kind=request.POST["take_back"], by=None, at=at)
        return redirect("actions:record-read", pk=row.pk)
    if request.method == "POST" and form.is_valid():
        try:
            correct_words(row, kept.thing, words=form.snapshot, version=form.cleaned_data["version"], by=None, at=at)
        except WrittenMeanwhile as meanwhile:
            form.overtaken_by(meanwhile.words)
        except InvalidTransition:
            return render(request, "actions/record_taken_back.html", page_of(row, typed=form.snapshot.text))
        else:
            return redirect("actions:record-read", pk=row.pk)
    return render(request, "actions/record_put_right.html", page_of(row, kept=kept, form=form))


def withdrawn_by(row: PersonalRecord) -> Any:
    """Return what somebody has taken back."""
    return Commitment.objects.filter(programme=row.programme_id, person=row.person_id, withdrawn_at__isnull=False)


def page_of(row: PersonalRecord, **more: Any) -> dict[str, Any]:
    """Return what every page of a record shows."""
    return {"row": row, "programme": row.programme, **more}
