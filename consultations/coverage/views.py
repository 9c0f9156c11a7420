"""Coverage at the team's desk: the matrix, the rows behind each cell, and closing a phase over its gaps."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from consultations.coverage.detail import organisations_in_cell, silent_members
from consultations.coverage.forms import CloseForm, ReopenForm
from consultations.coverage.gaps import gaps_of
from consultations.coverage.matrix import Coverage
from consultations.coverage.services import close_phase, reopen_phase
from kit.pages import act, page_of, posted, sent_once
from phases.models import Phase, Reach
from programmes.desk import desk_page, public_now
from programmes.models import Programme

CLOSE = "phases.close_phase"


@desk_page()
def coverage_matrix(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show how well every group is heard; with `?only=gaps` the groups for which nobody is there in some respect."""
    coverage = Coverage.read(programme, timezone.now())
    only_gaps = request.GET.get("only") == "gaps"
    context = {
        "programme": programme,
        "coverage": coverage,
        "only_gaps": only_gaps,
        "page": page_of(request, coverage.gaps if only_gaps else coverage.rows, find=lambda row: row.group.name),
        "may_change": request.user.has_perm("stakeholders.change_coverage", programme),
        "may_enter": request.user.has_perm("phases.enter_reach", programme),
    }
    return render(request, "consultations/coverage_matrix.html", context)


@desk_page()
def coverage_cell(request: SignedInRequest, programme: Programme, pk: int, column: str) -> HttpResponse:
    """Show the rows behind one cell, and how to fill it."""
    at = timezone.now()
    coverage = Coverage.read(programme, at)
    row = next((row for row in coverage.rows if row.group.pk == pk), None)
    cell = row.cell(column) if row else None
    if row is None or cell is None:
        raise Http404("There is no such group or column.")
    reaches = Reach.objects.listed(programme).filter(group=row.group)
    context = {
        "programme": programme,
        "group": row.group,
        "cell": cell,
        "organisations": organisations_in_cell(row.group, cell),
        "silent": [] if cell.is_about_people else silent_members(row.group, cell, timezone.localdate(at)),
        "page": page_of(request, reaches if cell.is_about_people else reaches.none()),
        "thresholds": coverage.thresholds,
        "note": coverage.people.note,
        "voices": row.group.missing_voices.order_by("look_by_on", "pk"),
        "may_change": request.user.has_perm("stakeholders.change_coverage", programme),
        "may_enter": request.user.has_perm("phases.enter_reach", programme),
        "may_remove_all": request.user.has_perm("phases.correct_reach", programme),
    }
    return render(request, "consultations/coverage_cell.html", context)


@desk_page(CLOSE, "GET", "POST")
@sent_once
def phase_close(request: SignedInRequest, programme: Programme, position: int) -> HttpResponse:
    """Ask what came of a phase, and why it is closed over each gap; close it."""
    phase = _phase_or_404(programme, position)
    at = timezone.now()
    form = posted(request, CloseForm, phase=phase, gaps=gaps_of(phase, at), today=timezone.localdate(at))
    read = public_now("What you wrote is on the public page.", programme)
    done = f"“{phase}” is closed. {read}"
    if form.is_valid() and act(request, close_phase, phase, form=form, done=done, **form.for_service()):
        return redirect("phases:phase-list", slug=programme.slug)
    return render(request, "consultations/phase_close.html", {"programme": programme, "phase": phase, "form": form})


@desk_page(CLOSE, "GET", "POST")
@sent_once
def phase_reopen(request: SignedInRequest, programme: Programme, position: int) -> HttpResponse:
    """Ask why a closed phase is to be opened again, and open it."""
    phase = _phase_or_404(programme, position)
    form = posted(request, ReopenForm)
    if form.is_valid():
        act(request, reopen_phase, phase, done=f"“{phase}” is open again.", **form.cleaned_data)
        return redirect("phases:phase-list", slug=programme.slug)
    return render(request, "consultations/phase_reopen.html", {"programme": programme, "phase": phase, "form": form})


def _phase_or_404(programme: Programme, position: int) -> Phase:
    return get_object_or_404(Phase.objects.select_related("programme"), programme=programme, position=position)
