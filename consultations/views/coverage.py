"""Coverage at the team's desk: the matrix, the rows behind each cell, and closing a phase over its gaps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages import SignedInRequest
from consultations.coverage import Coverage, gaps_of
from consultations.coverage_detail import organisations_behind, reaches_behind, silent_members
from consultations.forms import CloseForm, ReopenForm
from consultations.services import Unexplained, close_phase, reopen_phase
from kit.refusals import InvalidTransition
from phases.models import Phase
from programmes.desk import desk_programme

CLOSE = "phases.close_phase"


@never_cache
@login_required
@require_safe
def coverage_matrix(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show how well every group is heard; with `?only=gaps` the groups for which nobody is there in some respect."""
    programme = desk_programme(request, slug)
    coverage = Coverage.read(programme, timezone.now())
    only_gaps = request.GET.get("only") == "gaps"
    context = {
        "programme": programme,
        "coverage": coverage,
        "only_gaps": only_gaps,
        "rows": coverage.gaps if only_gaps else coverage.rows,
        "may_change": request.user.has_perm("stakeholders.change_coverage", programme),
        "may_enter": request.user.has_perm("phases.enter_reach", programme),
    }
    return render(request, "consultations/coverage_matrix.html", context)


@never_cache
@login_required
@require_safe
def coverage_cell(request: SignedInRequest, slug: str, pk: int, column: str) -> HttpResponse:
    """Show the rows behind one cell, and how to fill it."""
    programme = desk_programme(request, slug)
    coverage = Coverage.read(programme, timezone.now())
    row = next((row for row in coverage.rows if row.group.pk == pk), None)
    cell = row.cell(column) if row else None
    if row is None or cell is None:
        raise Http404("There is no such group or column.")
    context = {
        "programme": programme,
        "group": row.group,
        "cell": cell,
        "behind": organisations_behind(programme, row.group, cell),
        "silent": [] if cell.is_about_people else silent_members(row.group, cell),
        "reaches": reaches_behind(programme, row.group) if cell.is_about_people else [],
        "thresholds": coverage.thresholds,
        "note": coverage.people.note,
        "voices": row.group.missing_voices.order_by("look_by_on", "pk"),
        "may_change": request.user.has_perm("stakeholders.change_coverage", programme),
        "may_enter": request.user.has_perm("phases.enter_reach", programme),
    }
    return render(request, "consultations/coverage_cell.html", context)


def phase_for(request: SignedInRequest, slug: str, position: int) -> Phase:
    """Return a phase of a programme whose phases the member of staff may close."""
    programme = desk_programme(request, slug, CLOSE)
    return get_object_or_404(Phase.objects.select_related("programme"), programme=programme, position=position)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phase_close(request: SignedInRequest, slug: str, position: int) -> HttpResponse:
    """Ask what came of a phase, and why it is closed over each gap; close it."""
    phase, at = phase_for(request, slug, position), timezone.now()
    form = CloseForm(request.POST or None, phase=phase, gaps=gaps_of(phase, at))
    if request.method == "POST" and form.is_valid():
        try:
            close_phase(phase, **form.for_service(), by=request.user, at=at)
        except Unexplained as refusal:
            form = CloseForm(request.POST, phase=phase, gaps=refusal.gaps)
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{phase}” is closed. What you wrote is on the public page.")
            return redirect("phases:phase-list", slug=slug)
    context = {"programme": phase.programme, "phase": phase, "form": form}
    return render(request, "consultations/phase_close.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phase_reopen(request: SignedInRequest, slug: str, position: int) -> HttpResponse:
    """Ask why a closed phase is to be opened again, and open it."""
    phase = phase_for(request, slug, position)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_phase(phase, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{phase}” is open again.")
        return redirect("phases:phase-list", slug=slug)
    context = {"programme": phase.programme, "phase": phase, "form": form}
    return render(request, "consultations/phase_reopen.html", context)
