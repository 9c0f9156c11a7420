"""What came of a meeting: written at the desk with its papers, which the public has once the minutes are published."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.pages import act, posted, sent_once
from kit.papers import paper_answer
from phases.meetings.forms.minutes import MinutesForm, PaperForm
from phases.meetings.lookups import RUN, meeting_or_404
from phases.meetings.services import (
    WhatCameOfIt,
    add_paper,
    publish_minutes,
    remove_paper,
    withdraw_minutes,
    write_minutes,
)
from phases.models import MeetingPaper, Minutes
from programmes.desk import desk_page, public_now
from programmes.models import Programme
from programmes.publication import public_page, versioned

PUBLISH = "phases.publish_minutes"


@desk_page(RUN, "GET", "POST")
def meeting_minutes(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Write down what was decided, and the lessons; what somebody else wrote meanwhile is shown beside it."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, MinutesForm, details=WhatCameOfIt.of(meeting))
    if form.is_valid():
        given = {"details": form.snapshot, "version": form.cleaned_data["version"]}
        if act(request, write_minutes, meeting, form=form, done="It is as you wrote it.", **given):
            return redirect("phases:meeting-minutes", programme.slug, pk)
    context = {
        "programme": programme,
        "meeting": meeting,
        "minutes": Minutes.objects.filter(meeting=meeting).first(),
        "papers": MeetingPaper.objects.filter(minutes__meeting=meeting).listed(),
        "form": form,
        "may_publish": request.user.has_perm(PUBLISH, programme),
    }
    return render(request, "phases/meeting_minutes.html", context, status=409 if form.stands_now else 200)


@desk_page(PUBLISH, "POST")
def minutes_publish(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let the public read what was decided."""
    meeting = meeting_or_404(programme, pk)
    act(request, publish_minutes, meeting, done=public_now("Everybody can read the minutes now.", programme))
    return redirect("phases:meeting-minutes", programme.slug, pk)


@desk_page(PUBLISH, "POST")
def minutes_withdraw(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take the minutes back from the public."""
    act(request, withdraw_minutes, meeting_or_404(programme, pk), done="Only the team reads the minutes now.")
    return redirect("phases:meeting-minutes", programme.slug, pk)


@desk_page(RUN, "GET", "POST")
@sent_once
def paper_create(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Put a paper with the minutes."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, PaperForm)
    if form.is_valid() and act(request, add_paper, meeting, form=form, done="It is there.", **form.cleaned_data):
        return redirect("phases:meeting-minutes", programme.slug, pk)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    context = {"programme": programme, "meeting": meeting, "minutes": minutes, "form": form}
    return render(request, "phases/paper_create.html", context)


@desk_page(RUN)
def paper_file(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give the team a paper, published or not."""
    return paper_answer(get_object_or_404(MeetingPaper, minutes__meeting__programme=programme, pk=pk))


@desk_page(RUN, "POST")
def paper_remove(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take a paper away for good."""
    papers = MeetingPaper.objects.listed().select_related("minutes__meeting__programme")
    paper = get_object_or_404(papers, minutes__meeting__programme=programme, pk=pk)
    back = reverse("phases:meeting-minutes", args=[programme.slug, paper.minutes.meeting_id])
    told = "Nobody has it here any more, and it cannot be brought back."
    if asked := ask_first(request, f"Remove “{paper}”?", told, yes="Remove it", back=back):
        return asked
    act(request, remove_paper, paper, done=f"“{paper}” is removed.")
    return redirect(back)


@public_page(own_version=True)
def meeting_paper(request: HttpRequest, programme: Programme, at: datetime, pk: int) -> HttpResponse:
    """Give a paper of minutes that are published."""
    papers = MeetingPaper.objects.published().filter(minutes__meeting__programme=programme)
    paper = get_object_or_404(papers, pk=pk)
    return versioned(request, f'"{paper.sha256}"', lambda: paper_answer(paper))
