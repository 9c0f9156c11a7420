"""At the desk: what came of a meeting, published or not."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.pages import SignedInRequest
from kit.pages import act, posted
from phases.meetings.forms.minutes import MinutesForm
from phases.meetings.lookups import RUN, meeting_or_404
from phases.meetings.services import WhatCameOfIt, publish_minutes, withdraw_minutes, write_minutes
from phases.models import Minutes
from programmes.desk import desk_page, public_now
from programmes.models import Programme

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
