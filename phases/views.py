"""The phases at the team's desk."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import page_of
from kit.windows import clock_at
from phases.models import ClosingExplanation
from programmes.desk import desk_page
from programmes.models import Programme


@desk_page()
def phase_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the phases: where each stands, and what closing it said."""
    at = timezone.now()
    explanations = ClosingExplanation.objects.select_related("group", "voice").order_by("pk")
    phases = programme.phases.select_related("closed_by").prefetch_related(
        Prefetch("closing_explanations", explanations)
    )
    page = page_of(request, phases.order_by("position"), find=["name", "purpose", "closing_summary"])
    context = {
        "programme": programme,
        "page": page,
        "phases": [(each, clock_at(each.starts_at, each.ends_at, at)) for each in page],
        "may_close": request.user.has_perm("phases.close_phase", programme),
        "may_enter": request.user.has_perm("phases.enter_reach", programme),
    }
    return render(request, "phases/phase_list.html", context)
