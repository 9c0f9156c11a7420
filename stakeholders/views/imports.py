"""Importing organisations from a spreadsheet: chosen, columns matched, rows mended, imported."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition, Refused
from kit.spreadsheets import as_csv, csv_of
from programmes.desk import desk_programme
from stakeholders.forms.imports import ColumnsForm, RowForm, UploadForm, typed_rows
from stakeholders.importing.checking import check_rows, unknown_groups
from stakeholders.importing.columns import MEANINGS
from stakeholders.importing.rows import FAULTY, UNDECIDED, Checked
from stakeholders.models import KeptSheet, OrganisationImport
from stakeholders.services.groups import add_group
from stakeholders.services.imports import import_organisations
from stakeholders.services.sheets import (
    KEPT_FOR,
    give_up_import,
    leave_out,
    match_columns_of,
    mend_rows,
    take_in_sheet,
)

CHANGE = "stakeholders.change_partnership"
PAGE = 25
FEW = 3


def import_for(request: SignedInRequest, slug: str, pk: int) -> OrganisationImport:
    """Return a sheet that the member of staff chose themself (else 404): it holds contact details."""
    programme = desk_programme(request, slug, CHANGE)
    sheets = OrganisationImport.objects.select_related("programme")
    return get_object_or_404(sheets, programme=programme, uploaded_by=request.user, pk=pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take in a spreadsheet, and list those that wait to be imported."""
    programme = desk_programme(request, slug, CHANGE)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        kept = OrganisationImport(programme=programme)
        sheet = take_in_sheet(kept, **form.for_service(), by=request.user, at=timezone.now())
        return redirect("stakeholders:import-columns", slug=slug, pk=sheet.pk)
    sheets = programme.organisation_imports.filter(uploaded_by=request.user).defer("rows").order_by("-uploaded_at")
    context = {
        "programme": programme,
        "form": form,
        "waiting": sheets.filter(imported_at=None)[:PAGE],
        "imported": sheets.exclude(imported_at=None)[:PAGE],
        "meanings": MEANINGS,
        "days": KEPT_FOR.days,
    }
    return render(request, "stakeholders/import_list.html", context)


@never_cache
@login_required
@require_safe
def import_template(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give an empty sheet with the headings that need no matching."""
    programme = desk_programme(request, slug, CHANGE)
    content = csv_of([meaning.label for meaning in MEANINGS], [])
    return as_csv(content, f"{programme.slug}-organisations-to-import.csv")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Have somebody say which column holds what; what the headings suggest is chosen already."""
    sheet = import_for(request, slug, pk)
    if sheet.imported_at:
        return redirect("stakeholders:import-check", slug=slug, pk=pk)
    form = ColumnsForm(request.POST or None, sheet=sheet, meanings=MEANINGS)
    if request.method == "POST" and form.is_valid():
        try:
            match_columns_of(sheet, columns=form.columns, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        return redirect("stakeholders:import-check", slug=slug, pk=pk)
    context = {"programme": sheet.programme, "sheet": sheet, "form": form}
    return render(request, "stakeholders/import_columns.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_check(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show what would come of each row, those with faults first, and keep what is mended."""
    sheet = import_for(request, slug, pk)
    if request.method == "POST":
        mend(request, sheet)
        return redirect("stakeholders:import-check", slug=slug, pk=pk)
    if not sheet.imported_at and not sheet.columns:
        return redirect("stakeholders:import-columns", slug=slug, pk=pk)
    checked = check_rows(sheet, on=timezone.localdate())
    context = {
        "programme": sheet.programme,
        "sheet": sheet,
        **page_of(request, sheet, checked),
        "unknown_groups": unknown_groups(checked),
        # Many rows that name the same unknown groups are told of once, above the groups.
        "lacking": lacking if (lacking := sum(row.lacks_groups_alone for row in checked.rows)) > FEW else 0,
    }
    return render(request, "stakeholders/import_check.html", context)


def page_of(request: SignedInRequest, sheet: KeptSheet, checked: Checked[Any]) -> dict[str, Any]:
    """Return one page of the rows: forms for those to be looked at or asked for by number, and the others in words."""
    page = Paginator(checked.first_to_look_at(), PAGE).get_page(request.GET.get("page"))
    asked = request.GET.get("row", "")
    wanted = [row for row in checked.rows if str(row.number) == asked]
    to_look_at = [row for row in page if row.state in (FAULTY, UNDECIDED) and row not in wanted]
    counts = checked.counts
    return {
        "page": page,
        "counts": counts,
        "to_mend": counts[FAULTY] + counts[UNDECIDED],
        "is_ready": checked.is_ready,
        "forms": [
            *(RowForm(row, columns=sheet.columns, whole=True) for row in wanted),
            *(RowForm(row, columns=sheet.columns, whole=False) for row in to_look_at),
        ],
        "rows": [row for row in page if row.state not in (FAULTY, UNDECIDED)],
    }


def mend(request: SignedInRequest, sheet: OrganisationImport) -> None:
    """Keep what was typed; add groups that were ticked, or leave out what is faulty, where that was pressed."""
    by, at = request.user, timezone.now()
    try:
        sheet = mend_rows(sheet, typed=typed_rows(request.POST), by=by, at=at)
        if "leave_out_faulty" in request.POST:
            leave_out(sheet, rows=check_rows(sheet, on=timezone.localdate(at)).faulty, by=by, at=at)
        if "add_groups" in request.POST:
            checked = check_rows(sheet, on=timezone.localdate(at))
            ticked = set(unknown_groups(checked)) & set(request.POST.getlist("group"))
            if not ticked:
                messages.error(request, "Tick the groups that are meant, then add them.")
            for name in ticked:
                add_group(sheet.programme, name=name, by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))


@login_required
@require_POST
def import_run(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Import a sheet whole, or say why not."""
    sheet = import_for(request, slug, pk)
    try:
        import_organisations(sheet, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("stakeholders:import-check", slug=slug, pk=pk)


@login_required
@require_POST
def import_give_up(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Forget a sheet that is not imported after all."""
    sheet = import_for(request, slug, pk)
    try:
        give_up_import(sheet, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The sheet is forgotten. Nothing was imported from it.")
    return redirect("stakeholders:import-list", slug=slug)
