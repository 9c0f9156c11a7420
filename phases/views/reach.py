"""The phases at the team's desk, and how many people were reached in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages import SignedInRequest
from kit.windows import clock_at
from phases.forms.reach import ReachForm
from phases.models import Reach
from phases.services import enter_reach, remove_reach
from programmes.desk import desk_programme

ENTER = "phases.enter_reach"


@never_cache
@login_required
@require_safe
def phase_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the phases: where each stands, and what closing it said."""
    programme, at = desk_programme(request, slug), timezone.now()
    phases = programme.phases.select_related("closed_by").prefetch_related(
        "closing_explanations__group", "closing_explanations__voice"
    )
    context = {
        "programme": programme,
        "phases": [(each, clock_at(each.starts_at, each.ends_at, at)) for each in phases.order_by("position")],
        "may_close": request.user.has_perm("phases.close_phase", programme),
        "may_enter": request.user.has_perm(ENTER, programme),
    }
    return render(request, "phases/phase_list.html", context)


@never_cache
@login_required
@require_safe
def reach_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List how people were reached. How many they were is shown to whoever entered it, and to nobody else."""
    programme = desk_programme(request, slug)
    reaches = Reach.objects.filter(phase__programme=programme).order_by("-reached_on", "-pk")
    context = {
        "programme": programme,
        "reaches": reaches.select_related("phase", "group", "partnership__organisation", "method", "entered_by"),
        "may_enter": request.user.has_perm(ENTER, programme),
        "may_remove_all": request.user.has_perm("phases.correct_reach", programme),
    }
    return render(request, "phases/reach_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reach_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write down how many people were reached; `?group=` is the group in which they were missed."""
    programme, at = desk_programme(request, slug, ENTER), timezone.now()
    initial = {"group": request.GET.get("group", "")}
    form = ReachForm(request.POST or None, programme=programme, today=timezone.localdate(at), initial=initial)
    if request.method == "POST" and form.is_valid():
        reach = enter_reach(**form.cleaned_data, by=request.user, at=at)
        messages.success(request, f"Written down: {reach.people:,} of “{reach.group}” in {reach.phase}.")
        return redirect("phases:reach-list", slug=slug)
    return render(request, "phases/reach_create.html", {"programme": programme, "form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reach_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what was entered by mistake: one's own, or as lead anybody's."""
    programme = desk_programme(request, slug, ENTER)
    reaches = Reach.objects.filter(phase__programme=programme).select_related("phase", "group")
    if not request.user.has_perm("phases.correct_reach", programme):
        reaches = reaches.filter(entered_by=request.user)
    reach = get_object_or_404(reaches, pk=pk)
    if request.method == "POST":
        remove_reach(reach, by=request.user, at=timezone.now())
        messages.success(request, "What was entered is taken back.")
        return redirect("phases:reach-list", slug=slug)
    return render(request, "phases/reach_remove.html", {"programme": programme, "reach": reach})
