"""Who is not here that should be, at the team's desk: named, looked for, and what came of it."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.days import day
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.forms.groups import MissingVoiceForm, SettleForm
from stakeholders.models import MissingVoice
from stakeholders.services import change_missing_voice, name_missing_voice, seek_again, settle_missing_voice


@desk_page()
def missing_voice_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List who is not here that should be: those looked for first, the most pressing on top."""
    sought_first = (F("settled_at").desc(nulls_first=True), "look_by_on", "pk")
    voices = programme.missing_voices.select_related("group", "owner").order_by(*sought_first)
    page = page_of(request, voices, find=["who", "why", "outcome", "group__name", "owner__name"])
    context = {
        "programme": programme,
        "page": page,
        "sought": [voice for voice in page if voice.status == MissingVoice.Status.SOUGHT],
        "settled": [voice for voice in page if voice.status != MissingVoice.Status.SOUGHT],
        "today": timezone.localdate(),
        "may_change": request.user.has_perm("stakeholders.change_coverage", programme),
    }
    return render(request, "stakeholders/missing_voice_list.html", context)


@desk_page("stakeholders.change_coverage", "GET", "POST")
@sent_once
def missing_voice_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Name somebody who is not here that should be; `?group=` is the group in which they were missed."""
    form = posted(request, MissingVoiceForm, programme=programme, today=timezone.localdate())
    form.initial.update(group=request.GET.get("group", ""), owner=request.user.pk)
    done = _written_down
    if form.is_valid() and act(request, name_missing_voice, programme, form=form, done=done, details=form.details):
        return redirect("stakeholders:missing-voice-list", programme.slug)
    return render(request, "stakeholders/missing_voice_create.html", {"programme": programme, "form": form})


@desk_page("stakeholders.change_coverage", "GET", "POST")
def missing_voice_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Say more exactly who is missed, or give the search to somebody else or more time."""
    voice = get_object_or_404(programme.missing_voices.select_related("owner", "group"), pk=pk)
    form = posted(request, MissingVoiceForm, programme=programme, today=timezone.localdate(), voice=voice)
    done = _written_down
    if form.is_valid() and act(request, change_missing_voice, voice, form=form, done=done, details=form.details):
        return redirect("stakeholders:missing-voice-list", programme.slug)
    context = {"programme": programme, "form": form, "voice": voice}
    return render(request, "stakeholders/missing_voice_edit.html", context)


def _written_down(voice: MissingVoice) -> str:
    """Say that somebody is looked for, and until when."""
    return f"“{voice}” is written down, to be found by {day(voice.look_by_on)}."


@desk_page("stakeholders.change_coverage", "GET", "POST")
@sent_once
def missing_voice_settle(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Say that they were found or are no longer looked for, and what came of it."""
    voice = get_object_or_404(programme.missing_voices, pk=pk)
    form = posted(request, SettleForm, initial={"outcome": voice.outcome})
    done = _settled
    if form.is_valid() and act(request, settle_missing_voice, voice, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:missing-voice-list", programme.slug)
    context = {"programme": programme, "voice": voice, "form": form}
    return render(request, "stakeholders/missing_voice_settle.html", context)


def _settled(voice: MissingVoice) -> str:
    """Say how the search for a voice ended."""
    return f"“{voice}”: {voice.get_status_display().lower()}."


@desk_page("stakeholders.change_coverage", "POST")
def missing_voice_reopen(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Look again for a voice that was settled."""
    voice = get_object_or_404(programme.missing_voices, pk=pk)
    act(request, seek_again, voice, done=f"“{voice}” is looked for again.")
    return redirect("stakeholders:missing-voice-list", programme.slug)
