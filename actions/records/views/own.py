"""Somebody's own record, by personal link: what they said they would do, to put right. No session is read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from actions.models import Commitment, Correction, PersonalRecord
from actions.records.contents import RecordItem, record_content
from actions.records.forms import RecordNameForm, RecordWordsForm
from actions.records.links import RECORD_LINK
from actions.records.services.corrections import correct_name, correct_words, restore_commitment, take_back
from kit.pages import act, posted, sent_once

TAKING_BACK = (Correction.Kind.NOT_SAID, Correction.Kind.NO_LONGER)


@RECORD_LINK.opening
def record_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return RECORD_LINK.let_in(request, token)


@RECORD_LINK.page()
def record_detail(request: HttpRequest, personal_record: PersonalRecord) -> HttpResponse:
    """Show somebody what they said they would do, what is with the team, and what they have taken back."""
    taken_back = taken_back_by(personal_record).select_related("area").order_by("pk")
    return render(
        request,
        "actions/record_detail.html",
        context_of(personal_record, record=record_content(personal_record), taken_back=taken_back),
    )


@RECORD_LINK.page("GET", "POST")
def record_name_edit(request: HttpRequest, personal_record: PersonalRecord) -> HttpResponse:
    """Let somebody put their name right."""
    form = posted(request, RecordNameForm, text=record_content(personal_record).name)
    if form.is_valid():
        given = {"words": form.snapshot, "version": form.cleaned_data["version"], "by": None}
        if act(request, correct_name, personal_record, form=form, **given):
            return redirect("actions:record-detail", pk=personal_record.pk)
    return render(request, "actions/record_name_edit.html", context_of(personal_record, form=form))


@sent_once
@RECORD_LINK.page("GET", "POST")
def record_commitment_edit(request: HttpRequest, personal_record: PersonalRecord, item: int) -> HttpResponse:
    """Let somebody say in other words what they will do, or take it back."""
    mine = {each.subject.pk: each for each in record_content(personal_record).commitments}
    if item not in mine and taken_back_by(personal_record).filter(pk=item).exists():
        # Taken back in another window: what was typed here is not lost, and not taken in.
        return render(
            request, "actions/record_taken_back.html", context_of(personal_record, typed=request.POST.get("text", ""))
        )
    return edit_item(request, personal_record, mine.get(item))


@sent_once
@RECORD_LINK.page("GET", "POST")
def record_step_edit(request: HttpRequest, personal_record: PersonalRecord, item: int) -> HttpResponse:
    """Let somebody say in other words what a step of theirs is, or that it is not theirs."""
    return edit_item(
        request, personal_record, {each.subject.pk: each for each in record_content(personal_record).steps}.get(item)
    )


@RECORD_LINK.page("POST")
def record_commitment_restore(request: HttpRequest, personal_record: PersonalRecord, item: int) -> HttpResponse:
    """Let stand again what somebody had taken back."""
    mine = Commitment.objects.filter(programme=personal_record.programme_id, person=personal_record.person_id)
    act(request, restore_commitment, personal_record, get_object_or_404(mine, pk=item), by=None)
    return redirect("actions:record-detail", pk=personal_record.pk)


def edit_item(request: HttpRequest, personal_record: PersonalRecord, item: RecordItem | None) -> HttpResponse:
    """Answer the page of one thing in a record; None is nothing of theirs."""
    if item is None:
        return RECORD_LINK.gone(request)
    if request.POST.get("take_back") in TAKING_BACK:
        act(request, take_back, personal_record, item.subject, kind=request.POST["take_back"], by=None)
        return redirect("actions:record-detail", pk=personal_record.pk)
    form = posted(request, RecordWordsForm, text=item.words)
    if form.is_valid():
        given = {"words": form.snapshot, "version": form.cleaned_data["version"], "by": None}
        if act(request, correct_words, personal_record, item.subject, form=form, **given):
            return redirect("actions:record-detail", pk=personal_record.pk)
        if not form.stands_now:
            # Taken back at the same moment in another window.
            return render(
                request, "actions/record_taken_back.html", context_of(personal_record, typed=form.snapshot.text)
            )
    return render(request, "actions/record_item_edit.html", context_of(personal_record, item=item, form=form))


def taken_back_by(personal_record: PersonalRecord) -> Any:
    """Return what somebody has taken back."""
    mine = Commitment.objects.filter(programme=personal_record.programme_id, person=personal_record.person_id)
    return mine.taken_back()


def context_of(personal_record: PersonalRecord, **more: Any) -> dict[str, Any]:
    """Return what every page of a record shows."""
    return {"personal_record": personal_record, "programme": personal_record.programme, **more}
