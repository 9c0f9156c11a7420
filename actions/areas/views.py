"""The team's desk for action areas: captured in the room, put right afterwards, each with its plan."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from actions.areas.forms import AreaForm, CaptureForm, StepEditForm, StepForm
from actions.areas.services import add_step, capture_area, edit_area, edit_step, move_step, publish_area, withdraw_area
from actions.areas.snapshots import AreaSnapshot, StepSnapshot
from actions.models import ActionArea, Step
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page, public_now
from programmes.models import Programme


@desk_page("actions.view_areas")
def area_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List what was taken on, public or not."""
    areas = programme.action_areas.with_counts().with_current_proposers(timezone.localdate()).order_by("number")
    may_keep = request.user.has_perm("actions.keep_areas", programme)
    page = page_of(request, areas, find=["number", "title", "summary", "proposers__person__name"])
    context = {"programme": programme, "page": page, "may_keep": may_keep}
    return render(request, "actions/area_list.html", context)


@desk_page("actions.keep_areas", "GET", "POST")
@sent_once
def area_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Capture an action area, in under a minute."""
    form = posted(request, CaptureForm, programme=programme, at=timezone.now())
    if form.is_valid():
        given = {"details": form.snapshot, "proposer": form.new_proposer}
        area = act(
            request, capture_area, programme, form=form, done="“{0.title}” is number {0.number}.".format, **given
        )
        if area:
            return redirect("actions:area-detail", slug=programme.slug, number=area.number)
    return render(request, "actions/area_create.html", {"programme": programme, "form": form})


@desk_page("actions.view_areas")
def area_detail(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show all that is known of an action area, with what can be done about it."""
    area, today = area_or_404(programme, number), timezone.localdate()
    steps = list(area.steps.select_related("owner").order_by("position"))
    context = {
        "programme": programme,
        "area": area,
        "proposers": area.proposers.current(today).select_related("person").order_by("pk"),
        "posters": area.posters.order_by("number", "pk"),
        "findings": area.findings.order_by("number", "pk"),
        "steps": steps,
        "overdue": [each for each in steps if each.is_overdue(today)],
        "page": page_of(
            request, area.commitments.current().select_related("person").order_by("pk"), find=["what", "person__name"]
        ),
        "may_keep": request.user.has_perm("actions.keep_areas", programme),
        "may_publish": request.user.has_perm("actions.publish_area", programme),
    }
    return render(request, "actions/area_detail.html", context)


@desk_page("actions.keep_areas", "GET", "POST")
def area_edit(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Put an action area right; what somebody else wrote meanwhile is shown beside it."""
    area = area_or_404(programme, number)
    form = posted(request, AreaForm, programme=programme, details=AreaSnapshot.of(area))
    if form.is_valid():
        given = {"details": form.snapshot, "version": form.cleaned_data["version"]}
        if act(request, edit_area, area, form=form, done="It is as you wrote it.", **given):
            return redirect("actions:area-detail", slug=programme.slug, number=number)
    context = {"programme": programme, "area": area, "form": form}
    return render(request, "actions/area_edit.html", context, status=409 if form.stands_now else 200)


@desk_page("actions.publish_area", "POST")
def area_publish(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Let the public read an action area."""
    area = area_or_404(programme, number)
    act(request, publish_area, area, done=public_now(f"Everybody can read “{area.title}” now.", programme))
    return redirect("actions:area-detail", slug=programme.slug, number=number)


@desk_page("actions.publish_area", "POST")
def area_withdraw(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Take an action area back from the public."""
    area = area_or_404(programme, number)
    act(request, withdraw_area, area, done=f"Only the team reads “{area.title}” now.")
    return redirect("actions:area-detail", slug=programme.slug, number=number)


@desk_page("actions.view_areas")
def step_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the steps of all plans that are due on a day and not done, what is overdue on top."""
    today = timezone.localdate()
    steps = Step.objects.dated().filter(area__programme=programme).select_related("area", "owner")
    page = page_of(request, steps, find=["what", "who", "owner__name", "area__title"])
    context = {
        "programme": programme,
        "page": page,
        "overdue": [each for each in page if each.is_overdue(today)],
        "may_keep": request.user.has_perm("actions.keep_areas", programme),
    }
    return render(request, "actions/step_list.html", context)


@desk_page("actions.keep_areas", "GET", "POST")
@sent_once
def step_create(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Add a step to a plan."""
    area = area_or_404(programme, number)
    form = posted(request, StepForm, area=area, at=timezone.now())
    done = "The step is in the plan."
    if form.is_valid() and act(request, add_step, area, form=form, done=done, details=form.snapshot):
        return redirect("actions:area-detail", slug=programme.slug, number=number)
    return render(request, "actions/step_create.html", {"programme": programme, "area": area, "form": form})


@desk_page("actions.keep_areas", "GET", "POST")
def step_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Put a step right, or say on which day it was done."""
    step = step_or_404(programme, pk)
    form = posted(request, StepEditForm, area=step.area, details=StepSnapshot.of(step), at=timezone.now())
    if form.is_valid():
        given = {"details": form.snapshot, "version": form.cleaned_data["version"]}
        if act(request, edit_step, step, form=form, **given):
            return redirect("actions:area-detail", slug=programme.slug, number=step.area.number)
    context = {"programme": programme, "area": step.area, "form": form}
    return render(request, "actions/step_edit.html", context, status=409 if form.stands_now else 200)


@desk_page("actions.keep_areas", "POST")
def step_move(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let a step change places with the one before or after it."""
    step = step_or_404(programme, pk)
    act(request, move_step, step, up="up" in request.POST)
    return redirect("actions:area-detail", slug=programme.slug, number=step.area.number)


def area_or_404(programme: Programme, number: int) -> ActionArea:
    """Return an action area of the programme by its number."""
    areas = ActionArea.objects.select_related("programme", "taken_on_at")
    return get_object_or_404(areas, programme=programme, number=number)


def step_or_404(programme: Programme, pk: int) -> Step:
    """Return a step of a plan of the programme."""
    return get_object_or_404(Step.objects.select_related("area__programme"), area__programme=programme, pk=pk)
