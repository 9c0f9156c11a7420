"""People of a meeting from a spreadsheet: chosen, columns matched, rows mended, imported; and taken away as one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from kit.pages import act
from kit.refusals import InvalidTransition
from kit.spreadsheets import as_csv, as_xlsx, csv_of, xlsx_of
from phases.meetings.forms.meeting import AttendanceExportForm
from phases.meetings.importing.checking import check_rows
from phases.meetings.importing.columns import MEANINGS
from phases.meetings.lookups import RUN, meeting_for
from phases.meetings.services import export_attendance, import_attendances
from phases.models import Attendance, AttendanceImport
from programmes.desk import desk_programme
from stakeholders.forms.imports import ColumnsForm, UploadForm, typed_rows
from stakeholders.services import give_up_import, leave_out, match_columns_of, mend_rows, take_in_sheet
from stakeholders.services.sheets import KEPT_FOR
from stakeholders.views.imports import page_of

HEADINGS = [*(meaning.label for meaning in MEANINGS), "Needs met", "How, or why not"]


def import_for(request: SignedInRequest, slug: str, pk: int) -> AttendanceImport:
    """Return a sheet that the member of staff chose themself (else 404): it holds contact details and needs."""
    programme = desk_programme(request, slug, RUN)
    sheets = AttendanceImport.objects.select_related("meeting__programme")
    return get_object_or_404(sheets, meeting__programme=programme, uploaded_by=request.user, pk=pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_import(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take in a spreadsheet of people, and list those that wait to be imported."""
    programme, meeting = meeting_for(request, slug, pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        kept = AttendanceImport(meeting=meeting)
        sheet = take_in_sheet(kept, **form.for_service(), by=request.user, at=timezone.now())
        return redirect("phases:attendance-import-columns", slug, sheet.pk)
    sheets = meeting.imports.filter(uploaded_by=request.user).defer("rows").order_by("-uploaded_at", "-pk")
    context = {"programme": programme, "meeting": meeting, "form": form, "meanings": MEANINGS, "days": KEPT_FOR.days}
    context |= {"waiting": sheets.filter(imported_at=None), "imported": sheets.exclude(imported_at=None)}
    return render(request, "phases/attendance_import.html", context)


@never_cache
@login_required
@require_safe
def attendance_import_template(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give an empty sheet with the headings that need no matching."""
    meeting_for(request, slug, pk)
    return as_csv(csv_of([meaning.label for meaning in MEANINGS], []), f"{slug}-people-to-import.csv")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_import_columns(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Have somebody say which column holds what; what the headings suggest is chosen already."""
    sheet = import_for(request, slug, pk)
    if sheet.imported_at:
        return redirect("phases:attendance-import-check", slug, pk)
    form = ColumnsForm(request.POST or None, sheet=sheet, meanings=MEANINGS)
    if request.method == "POST" and form.is_valid():
        try:
            match_columns_of(sheet, columns=form.columns, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        return redirect("phases:attendance-import-check", slug, pk)
    context = {"programme": sheet.programme, "meeting": sheet.meeting, "sheet": sheet, "form": form}
    return render(request, "phases/attendance_import_columns.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_import_check(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show what would come of each row, those with faults first, and keep what is mended."""
    sheet = import_for(request, slug, pk)
    if request.method == "POST":
        mend(request, sheet)
        return redirect("phases:attendance-import-check", slug, pk)
    if not sheet.imported_at and not sheet.columns:
        return redirect("phases:attendance-import-columns", slug, pk)
    context = {"programme": sheet.programme, "meeting": sheet.meeting, "sheet": sheet}
    context |= page_of(request, sheet, check_rows(sheet, at=timezone.now()))
    return render(request, "phases/attendance_import_check.html", context)


def mend(request: SignedInRequest, sheet: AttendanceImport) -> None:
    """Keep what was typed; leave out what is faulty, where that was pressed."""
    by, at = request.user, timezone.now()
    try:
        sheet = mend_rows(sheet, typed=typed_rows(request.POST), by=by, at=at)
        if "leave_out_faulty" in request.POST:
            leave_out(sheet, rows=check_rows(sheet, at=at).faulty, by=by, at=at)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))


@login_required
@require_POST
def attendance_import_run(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Import a sheet whole, or say why not."""
    sheet = import_for(request, slug, pk)
    try:
        import_attendances(sheet, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("phases:attendance-import-check", slug, pk)


@login_required
@require_POST
def attendance_import_give_up(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Forget a sheet that is not imported after all."""
    sheet = import_for(request, slug, pk)
    act(request, give_up_import, sheet, done="The sheet is forgotten. Nothing was imported from it.")
    return redirect("phases:attendance-import", slug, sheet.meeting_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_export(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Ask what the people of a meeting are needed for, and give them as a spreadsheet."""
    programme, meeting = meeting_for(request, slug, pk)
    form = AttendanceExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, purpose = form.cleaned_data["kind"], form.cleaned_data["purpose"]
        taken = export_attendance(meeting, purpose=purpose, by=request.user, at=timezone.now())
        name, rows = f"{slug}-meeting-{pk}.{kind}", map(_cells, taken)
        return as_csv(csv_of(HEADINGS, rows), name) if kind == "csv" else as_xlsx(xlsx_of(HEADINGS, rows), name)
    return render(request, "phases/attendance_export.html", {"programme": programme, "meeting": meeting, "form": form})


def _cells(each: Attendance) -> list[str]:
    """Return somebody as cells under `HEADINGS`: the words that an import reads."""
    person = each.person
    cells = [person.name, person.email, person.telephone, each.affiliation, each.get_presence_display()]
    return [*cells, each.access_needs, each.communication_needs, each.get_needs_met_display(), each.needs_note]
