"""The team's desk for action areas: captured in the room, put right afterwards, each with its plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import SignedInRequest
from actions.forms import AreaForm, CaptureForm, StepEditForm, StepForm, words_for
from actions.models import ActionArea, Step
from actions.services import (
    WrittenMeanwhile,
    add_step,
    capture_area,
    edit_area,
    edit_step,
    move_step,
    publish_area,
    withdraw_area,
)
from kit.pages import act
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme


def area_for(request: SignedInRequest, slug: str, number: int, permission: str = "actions.keep_areas") -> ActionArea:
    """Return an action area of a programme that the member of staff sees."""
    programme = desk_programme(request, slug, permission)
    areas = ActionArea.objects.select_related("programme", "taken_on_at")
    return get_object_or_404(areas, programme=programme, number=number)


@login_required
@require_GET
def area_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List what was taken on, public or not."""
    programme = desk_programme(request, slug, "actions.view_areas")
    standing = Q(commitments__withdrawn_at=None)
    waiting = Count("commitments", filter=standing & Q(commitments__published_at=None), distinct=True)
    areas = programme.action_areas.annotate(
        said=Count("commitments", filter=standing, distinct=True),
        waiting=waiting,
        planned=Count("steps", distinct=True),
    )
    context = {
        "programme": programme,
        "areas": areas.prefetch_related("proposers__person").order_by("number"),
        "may_keep": request.user.has_perm("actions.keep_areas", programme),
    }
    return render(request, "actions/area_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def area_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Capture an action area, in under a minute."""
    programme, at = desk_programme(request, slug, "actions.keep_areas"), timezone.now()
    form = CaptureForm(request.POST or None, programme=programme, at=at)
    if request.method == "POST" and form.is_valid():
        words, proposer = form.snapshot, form.put_forward
        area = capture_area(programme, key=form.form_key, words=words, proposer=proposer, by=request.user, at=at)
        messages.success(request, f"“{area.title}” is number {area.number}.")
        return redirect("actions:area-detail", slug=slug, number=area.number)
    return render(request, "actions/area_create.html", {"programme": programme, "form": form})


@login_required
@require_GET
def area_detail(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show all that is known of an action area, with what can be done about it."""
    area = area_for(request, slug, number, "actions.view_areas")
    context = {
        "programme": area.programme,
        "area": area,
        "proposers": area.proposers.filter(until_on=None).select_related("person").order_by("pk"),
        "posters": area.posters.order_by("number", "pk"),
        "findings": area.findings.order_by("number", "pk"),
        "steps": area.steps.order_by("position"),
        "commitments": area.commitments.standing().select_related("person").order_by("pk"),
        "may_keep": request.user.has_perm("actions.keep_areas", area.programme),
        "may_publish": request.user.has_perm("actions.publish_area", area.programme),
    }
    return render(request, "actions/area_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def area_edit(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Put an action area right; what somebody else wrote meanwhile is shown beside it."""
    area, status = area_for(request, slug, number), 200
    form = AreaForm(request.POST or None, **words_for(area))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            edit_area(area, words=form.snapshot, version=version, by=request.user, at=timezone.now())
        except WrittenMeanwhile as meanwhile:
            form.overtaken_by(meanwhile.words)
            status = 409
        else:
            messages.success(request, "It is as you wrote it.")
            return redirect("actions:area-detail", slug=slug, number=number)
    context = {"programme": area.programme, "area": area, "form": form}
    return render(request, "actions/area_edit.html", context, status=status)


@login_required
@require_POST
def area_publish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Let the public read an action area."""
    area = area_for(request, slug, number, "actions.publish_area")
    act(request, publish_area, area, done=f"Everybody can read “{area.title}” now.")
    return redirect("actions:area-detail", slug=slug, number=number)


@login_required
@require_POST
def area_withdraw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take an action area back from the public."""
    area = area_for(request, slug, number, "actions.publish_area")
    act(request, withdraw_area, area, done=f"Only the team reads “{area.title}” now.")
    return redirect("actions:area-detail", slug=slug, number=number)


@login_required
@require_http_methods(["GET", "POST"])
def step_create(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Add a step to a plan."""
    area = area_for(request, slug, number)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_step(area, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "The step is in the plan.")
        return redirect("actions:area-detail", slug=slug, number=number)
    context = {"programme": area.programme, "area": area, "form": form}
    return render(request, "actions/step_create.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def step_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Put a step right, or say on which day it was done."""
    step, at, status = step_for(request, slug, pk), timezone.now(), 200
    form = StepEditForm(request.POST or None, step=step, today=timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        try:
            edit_step(step, **form.cleaned_data, by=request.user, at=at)
        except InvalidTransition:
            step, status = step_for(request, slug, pk), 409
            form.overtaken_by(step)
        else:
            return redirect("actions:area-detail", slug=slug, number=step.area.number)
    context = {"programme": step.area.programme, "area": step.area, "step": step, "form": form}
    return render(request, "actions/step_edit.html", context | {"is_overtaken": status == 409}, status=status)


@login_required
@require_POST
def step_move(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let a step change places with the one before or after it."""
    step = step_for(request, slug, pk)
    move_step(step, up="up" in request.POST, by=request.user, at=timezone.now())
    return redirect("actions:area-detail", slug=slug, number=step.area.number)


def step_for(request: SignedInRequest, slug: str, pk: int) -> Step:
    """Return a step of a plan that the member of staff keeps."""
    programme = desk_programme(request, slug, "actions.keep_areas")
    return get_object_or_404(Step.objects.select_related("area__programme"), area__programme=programme, pk=pk)
