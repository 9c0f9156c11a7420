"""People of a meeting from a spreadsheet: the pages of the import wizard; and everybody taken away as one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import posted, sent_once
from kit.sheet_import.wizard import SheetImportWizard
from kit.spreadsheets import as_spreadsheet
from phases.meetings.lookups import meeting_or_404
from phases.meetings.services import export_attendance, import_attendances
from phases.meetings.sheet_import.checking import check_rows
from phases.meetings.sheet_import.fields import FIELDS
from phases.models import Attendance, AttendanceImport
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.forms.contacts import ExportContactsForm

HEADINGS = [*(field.label for field in FIELDS), "Needs met", "How, or why not"]
WIZARD = SheetImportWizard(
    "phases:attendance-import",
    FIELDS,
    check_rows,
    import_attendances,
    of=lambda sheet: {"programme": sheet.programme, "meeting": sheet.meeting},
    list_args=lambda sheet: [sheet.programme.slug, sheet.meeting_id],
)


@desk_page("phases.run_meeting", "GET", "POST")
def attendance_import_list(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take in a spreadsheet of people, and list those that wait to be imported."""
    meeting = meeting_or_404(programme, pk)
    empty_sheet_url = reverse("phases:attendance-import-template", args=[programme.slug, pk])
    new, sheets = AttendanceImport(meeting=meeting), meeting.imports.select_related("meeting__programme")
    return WIZARD.list_page(request, new, sheets, empty_sheet_url=empty_sheet_url)


@desk_page("phases.run_meeting")
def attendance_import_template(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give an empty sheet with the headings that need no matching."""
    meeting_or_404(programme, pk)
    return WIZARD.empty_sheet(f"{programme.slug}-people-to-import.csv")


@desk_page("phases.run_meeting", "GET", "POST")
def attendance_import_columns(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Have somebody say which column holds what; what the headings suggest is chosen already."""
    return WIZARD.columns_page(request, sheet_or_404(request, programme, pk))


@desk_page("phases.run_meeting", "GET", "POST")
def attendance_import_check(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what would come of each row, those with faults first, and keep what is mended."""
    sheet = sheet_or_404(request, programme, pk)
    if request.method == "POST":
        WIZARD.mend(request, sheet)
        return redirect(WIZARD.url("check", sheet))
    return WIZARD.check_page(request, sheet)


@desk_page("phases.run_meeting", "POST")
def attendance_import_run(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Import a sheet whole, or say why not."""
    return WIZARD.run(request, sheet_or_404(request, programme, pk))


@desk_page("phases.run_meeting", "POST")
@sent_once
def attendance_import_give_up(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Forget a sheet that is not imported after all."""
    return WIZARD.give_up(request, sheet_or_404(request, programme, pk))


def sheet_or_404(request: SignedInRequest, programme: Programme, pk: int) -> AttendanceImport:
    """Return a sheet that the member of staff chose themself: it holds contact details and needs."""
    sheets = AttendanceImport.objects.select_related("meeting__programme").defer("content")
    return get_object_or_404(sheets, meeting__programme=programme, uploaded_by=request.user, pk=pk)


@desk_page("phases.run_meeting", "GET", "POST")
def attendance_export(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask what the people of a meeting are needed for, and give them as a spreadsheet."""
    meeting = meeting_or_404(programme, pk)
    form = posted(request, ExportContactsForm)
    if form.is_valid():
        kind, purpose = form.cleaned_data["kind"], form.cleaned_data["purpose"]
        taken = export_attendance(meeting, purpose=purpose, by=request.user, at=timezone.now())
        return as_spreadsheet(kind, HEADINGS, map(_cells, taken), f"{programme.slug}-meeting-{pk}")
    return render(request, "phases/attendance_export.html", {"programme": programme, "meeting": meeting, "form": form})


def _cells(each: Attendance) -> list[str]:
    """Return somebody as cells under `HEADINGS`: the words that an import reads."""
    person = each.person
    cells = [person.name, person.email, each.number, each.affiliation, each.get_presence_display()]
    return [*cells, each.access_needs, each.communication_needs, each.get_needs_met_display(), each.needs_note]
