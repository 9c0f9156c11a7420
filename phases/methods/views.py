"""How many people were reached, at the team's desk."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import act, page_of, posted, sent_once
from phases.methods.forms import ReachForm
from phases.methods.services import enter_reach, remove_reach
from phases.models import Reach
from programmes.desk import desk_page
from programmes.models import Programme

ENTER = "phases.enter_reach"
LOOKED_THROUGH = ["how", "group__name", "phase__name", "partnership__organisation__name", "method__name"]


@desk_page()
def reach_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List how people were reached. How many they were is shown to whoever entered it, and to nobody else."""
    context = {
        "programme": programme,
        "page": page_of(request, Reach.objects.listed(programme), find=LOOKED_THROUGH),
        "may_enter": request.user.has_perm(ENTER, programme),
        "may_remove_all": request.user.has_perm("phases.correct_reach", programme),
    }
    return render(request, "phases/reach_list.html", context)


@desk_page(ENTER, "GET", "POST")
@sent_once
def reach_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write down how many people were reached; `?group=` is the group in which they were missed."""
    initial = {"group": request.GET.get("group", "")}
    form = posted(request, ReachForm, programme=programme, today=timezone.localdate(), initial=initial)
    done = "Written down: {0.people:,} of “{0.group}” in {0.phase}.".format
    if form.is_valid() and act(request, enter_reach, form=form, done=done, **form.for_service()):
        return redirect("phases:reach-list", slug=programme.slug)
    return render(request, "phases/reach_create.html", {"programme": programme, "form": form})


@desk_page(ENTER, "GET", "POST")
@sent_once
def reach_remove(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take back what was entered by mistake: one's own, or as lead anybody's."""
    reaches = Reach.objects.listed(programme)
    if not request.user.has_perm("phases.correct_reach", programme):
        reaches = reaches.filter(entered_by=request.user)
    reach = get_object_or_404(reaches, pk=pk)
    if request.method == "POST":
        act(request, remove_reach, reach, done="What was entered is taken back.")
        return redirect("phases:reach-list", slug=programme.slug)
    return render(request, "phases/reach_remove.html", {"programme": programme, "reach": reach})
