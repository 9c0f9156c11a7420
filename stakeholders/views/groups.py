"""Whose voice a programme needs, how many are enough, and who is missed, at the team's desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme
from programmes.models import Programme
from stakeholders.coverage import thresholds_of
from stakeholders.forms.groups import GroupForm, MissingVoiceForm, SettleForm, ThresholdsForm
from stakeholders.models import Characteristic, MissingVoice, Role, StakeholderGroup
from stakeholders.services import (
    GroupInUse,
    NameTaken,
    add_characteristics,
    add_group,
    change_group,
    change_missing_voice,
    name_missing_voice,
    remove_group,
    seek_again,
    set_thresholds,
    settle_missing_voice,
)

CHANGE = "stakeholders.change_coverage"


def may_change(request: SignedInRequest, programme: Programme) -> bool:
    """Return whether whoever asks may change groups, thresholds and missing voices."""
    return request.user.has_perm(CHANGE, programme)


@never_cache
@login_required
@require_safe
def group_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the groups, each with how many organisations speak for it, and what is called enough."""
    programme = desk_programme(request, slug)
    on = timezone.localdate()
    current = Q(partnerships__role=Role.MEMBER, partnerships__from_on__lte=on)
    current &= Q(partnerships__until_on=None) | Q(partnerships__until_on__gt=on)
    groups = list(programme.stakeholder_groups.annotate(members=Count("partnerships", filter=current)).order_by("name"))
    context = {
        "programme": programme,
        "groups": groups,
        "thresholds": thresholds_of(programme),
        "lacking": len(Characteristic) - len({group.characteristic for group in groups} - {""}),
        "may_change": may_change(request, programme),
    }
    return render(request, "stakeholders/group_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add a group."""
    programme = desk_programme(request, slug, CHANGE)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group = add_group(programme, **form.cleaned_data, by=request.user, at=timezone.now())
        except NameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"“{group}” is added.")
            return redirect("stakeholders:group-list", slug=slug)
    return render(request, "stakeholders/group_create.html", {"programme": programme, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Rename a group, or say why its voice is needed."""
    programme = desk_programme(request, slug, CHANGE)
    group = get_object_or_404(StakeholderGroup, programme=programme, pk=pk)
    named = {name: getattr(group, name) for name in ("name", "why", "characteristic")}
    form = GroupForm(request.POST or None, initial=named)
    if request.method == "POST" and form.is_valid():
        try:
            change_group(group, **form.cleaned_data, by=request.user, at=timezone.now())
        except NameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"“{group}” is changed.")
            return redirect("stakeholders:group-list", slug=slug)
    context = {"programme": programme, "group": group, "form": form, "was": named["name"]}
    return render(request, "stakeholders/group_edit.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether a group is to be removed, and remove it; where something hangs on it, say what."""
    programme = desk_programme(request, slug, CHANGE)
    group = get_object_or_404(StakeholderGroup, programme=programme, pk=pk)
    if request.method == "POST":
        try:
            remove_group(group, by=request.user, at=timezone.now())
        except GroupInUse as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{group}” is removed.")
        return redirect("stakeholders:group-list", slug=slug)
    return render(request, "stakeholders/group_remove.html", {"programme": programme, "group": group})


@never_cache
@login_required
@require_POST
def characteristics_add(request: SignedInRequest, slug: str) -> HttpResponse:
    """Add the protected characteristics for which there is no group."""
    programme = desk_programme(request, slug, CHANGE)
    added = add_characteristics(programme, by=request.user, at=timezone.now())
    if added:
        messages.success(request, f"{added} {'group' if added == 1 else 'groups'} added. Rename them as you like.")
    else:
        messages.info(request, "There is a group for each of the nine already. Nothing was added.")
    return redirect("stakeholders:group-list", slug=slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def thresholds_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say how many are enough."""
    programme = desk_programme(request, slug, CHANGE)
    thresholds = thresholds_of(programme)
    initial = {"organisations": thresholds.organisations, "people": thresholds.people}
    form = ThresholdsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_thresholds(programme, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "What is enough is changed, here and on the public page.")
        return redirect("stakeholders:group-list", slug=slug)
    return render(request, "stakeholders/thresholds_edit.html", {"programme": programme, "form": form})


@never_cache
@login_required
@require_safe
def missing_voice_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List who is not here that should be: those looked for first, the most pressing on top."""
    programme = desk_programme(request, slug)
    voices = programme.missing_voices.select_related("group", "owner").order_by("look_by_on", "pk")
    context = {
        "programme": programme,
        "sought": voices.filter(status=MissingVoice.Status.SOUGHT),
        "settled": voices.exclude(status=MissingVoice.Status.SOUGHT).order_by("-settled_at", "-pk"),
        "today": timezone.localdate(),
        "may_change": may_change(request, programme),
    }
    return render(request, "stakeholders/missing_voice_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def missing_voice_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name somebody who is not here that should be; `?group=` is the group in which they were missed."""
    programme = desk_programme(request, slug, CHANGE)
    form = MissingVoiceForm(request.POST or None, programme=programme, today=timezone.localdate())
    form.initial.update(group=request.GET.get("group", ""), owner=request.user.pk)
    return _described(request, programme, form, name_missing_voice, programme)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def missing_voice_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say more exactly who is missed, or give the search to somebody else or more time."""
    programme = desk_programme(request, slug, CHANGE)
    voice = get_object_or_404(MissingVoice.objects.select_related("owner", "group"), programme=programme, pk=pk)
    form = MissingVoiceForm(request.POST or None, programme=programme, today=timezone.localdate(), voice=voice)
    return _described(request, programme, form, change_missing_voice, voice)


def _described(
    request: SignedInRequest, programme: Programme, form: MissingVoiceForm, service: Any, obj: Programme | MissingVoice
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            voice = service(obj, **form.cleaned_data, by=request.user, at=timezone.now())
        except NameTaken as refusal:
            form.add_error("who", str(refusal))
        else:
            messages.success(request, f"“{voice}” is written down, to be found by {voice.look_by_on:%-d %B %Y}.")
            return redirect("stakeholders:missing-voice-list", slug=programme.slug)
    name = "create" if obj is programme else "edit"
    context = {"programme": programme, "form": form, "voice": obj if name == "edit" else None}
    return render(request, f"stakeholders/missing_voice_{name}.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def missing_voice_settle(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say that they were found or are no longer looked for, and what came of it."""
    programme = desk_programme(request, slug, CHANGE)
    voice = get_object_or_404(MissingVoice, programme=programme, pk=pk)
    form = SettleForm(request.POST or None, initial={"outcome": voice.outcome})
    if request.method == "POST" and form.is_valid():
        found, outcome = form.cleaned_data["found"] == "yes", form.cleaned_data["outcome"]
        try:
            settle_missing_voice(voice, found=found, outcome=outcome, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{voice}”: {voice.get_status_display().lower()}.")
        return redirect("stakeholders:missing-voice-list", slug=slug)
    context = {"programme": programme, "voice": voice, "form": form}
    return render(request, "stakeholders/missing_voice_settle.html", context)


@never_cache
@login_required
@require_POST
def missing_voice_reopen(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Look again for a voice that was settled."""
    programme = desk_programme(request, slug, CHANGE)
    voice = get_object_or_404(MissingVoice, programme=programme, pk=pk)
    try:
        seek_again(voice, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{voice}” is looked for again.")
    return redirect("stakeholders:missing-voice-list", slug=slug)
