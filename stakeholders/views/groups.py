"""Whose voice a programme needs, and how many are enough, at the team's desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import act, page_of, posted, sent_once
from kit.text import several
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.coverage import thresholds_of
from stakeholders.forms.groups import GroupEditForm, GroupForm, ThresholdsForm
from stakeholders.models import Characteristic
from stakeholders.services import add_characteristics, add_group, change_group, remove_group, set_thresholds


@desk_page()
def group_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the groups, each with how many organisations speak for it, and what is called enough."""
    groups = programme.stakeholder_groups.with_members(timezone.localdate()).order_by("name", "pk")
    protected = programme.stakeholder_groups.exclude(characteristic="").values("characteristic").distinct()
    context = {
        "programme": programme,
        "page": page_of(request, groups, find=["name", "why"]),
        "thresholds": thresholds_of(programme),
        "lacking": len(Characteristic) - protected.count(),
        "may_change": request.user.has_perm("stakeholders.change_coverage", programme),
    }
    return render(request, "stakeholders/group_list.html", context)


@desk_page("stakeholders.change_coverage", "GET", "POST")
@sent_once
def group_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Add a group."""
    form = posted(request, GroupForm)
    if form.is_valid() and act(
        request, add_group, programme, form=form, done="“{}” is added.".format, **form.cleaned_data
    ):
        return redirect("stakeholders:group-list", programme.slug)
    return render(request, "stakeholders/group_create.html", {"programme": programme, "form": form})


@desk_page("stakeholders.change_coverage", "GET", "POST")
def group_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Rename a group, or say why its voice is needed."""
    group = get_object_or_404(programme.stakeholder_groups, pk=pk)
    name, initial = group.name, {field: getattr(group, field) for field in GroupEditForm.base_fields}
    form, done = posted(request, GroupEditForm, initial=initial), "“{}” is changed.".format
    if form.is_valid() and act(request, change_group, group, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:group-list", programme.slug)
    context = {"programme": programme, "group": group, "form": form, "name": name}
    return render(request, "stakeholders/group_edit.html", context)


@desk_page("stakeholders.change_coverage", "GET", "POST")
def group_remove(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask whether a group is to be removed, and remove it; where something hangs on it, say what."""
    group = get_object_or_404(programme.stakeholder_groups, pk=pk)
    if request.method == "POST":
        act(request, remove_group, group, done=f"“{group}” is removed.")
        return redirect("stakeholders:group-list", programme.slug)
    return render(request, "stakeholders/group_remove.html", {"programme": programme, "group": group})


@desk_page("stakeholders.change_coverage", "POST")
def characteristics_add(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Add the protected characteristics for which there is no group."""
    added = add_characteristics(programme, by=request.user, at=timezone.now())
    if added:
        messages.success(request, f"{several(added, 'group')} added. Rename them as you like.")
    else:
        messages.info(request, "There is a group for each of the nine already. Nothing was added.")
    return redirect("stakeholders:group-list", programme.slug)


@desk_page("stakeholders.change_coverage", "GET", "POST")
def thresholds_edit(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Say how many are enough."""
    thresholds = thresholds_of(programme)
    initial = {"organisations": thresholds.organisations, "people": thresholds.people}
    form = posted(request, ThresholdsForm, initial=initial)
    done = "What is enough is changed, here and on the public page."
    if form.is_valid() and act(request, set_thresholds, programme, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:group-list", programme.slug)
    return render(request, "stakeholders/thresholds_edit.html", {"programme": programme, "form": form})
