"""Organisations from a spreadsheet, at the team's desk: the pages of the import wizard."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.pages import SignedInRequest
from kit.pages import act, sent_once
from kit.sheet_import.rows import CheckedRows
from kit.sheet_import.wizard import SheetImportWizard
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import reword
from stakeholders.forms.organisation_imports import OrganisationMendForm
from stakeholders.models import OrganisationImport
from stakeholders.services import add_unknown_groups, import_organisations
from stakeholders.sheet_import.checking import OrganisationRow, check_rows, unknown_groups
from stakeholders.sheet_import.fields import FIELDS

WIZARD = SheetImportWizard("stakeholders:organisation-import", FIELDS, check_rows, import_organisations)
# So many rows that name unknown groups are told of one by one; of more it is told once, above the groups.
FEW = 3


@desk_page("stakeholders.change_partnership", "GET", "POST")
def organisation_import_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Take in a spreadsheet, and list those that wait to be imported."""
    empty_sheet_url = reverse("stakeholders:organisation-import-template", args=[programme.slug])
    new, sheets = OrganisationImport(programme=programme), programme.organisation_imports
    return WIZARD.list_page(request, new, sheets.select_related("programme"), empty_sheet_url=empty_sheet_url)


@desk_page("stakeholders.change_partnership")
def organisation_import_template(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give an empty sheet with the headings that need no matching."""
    return WIZARD.empty_sheet(f"{programme.slug}-organisations-to-import.csv")


@desk_page("stakeholders.change_partnership", "GET", "POST")
def organisation_import_columns(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Have somebody say which column holds what; what the headings suggest is chosen already."""
    return WIZARD.columns_page(request, sheet_or_404(request, programme, pk))


@desk_page("stakeholders.change_partnership", "GET", "POST")
def organisation_import_check(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show what would come of each row, those with faults first; keep what is mended, add groups that are ticked."""
    sheet = sheet_or_404(request, programme, pk)
    if request.method == "POST":
        mended = WIZARD.mend(request, sheet)
        if mended and "add_groups" in request.POST:
            act(request, add_unknown_groups, mended, names=request.POST.getlist("group"))
        return redirect(WIZARD.url("check", sheet))
    return WIZARD.check_page(request, sheet, extra=partial(_groups_to_add, programme))


@desk_page("stakeholders.change_partnership", "POST")
def organisation_import_run(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Import a sheet whole, or say why not."""
    return WIZARD.run(request, sheet_or_404(request, programme, pk))


@desk_page("stakeholders.change_partnership", "POST")
@sent_once
def organisation_import_give_up(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Forget a sheet that is not imported after all."""
    return WIZARD.give_up(request, sheet_or_404(request, programme, pk))


def sheet_or_404(request: SignedInRequest, programme: Programme, pk: int) -> OrganisationImport:
    """Return a sheet that the member of staff chose themself: it holds contact details."""
    sheets = OrganisationImport.objects.select_related("programme")
    return get_object_or_404(sheets, programme=programme, uploaded_by=request.user, pk=pk)


def _groups_to_add(programme: Programme, checked: CheckedRows[OrganisationRow]) -> dict[str, Any]:
    """Return what the check shows of groups that rows name and the programme does not know."""
    names, lacking = unknown_groups(checked), sum(row.is_told_above for row in checked.rows)
    mend_form = reword(OrganisationMendForm(groups=names), programme)
    return {"mend_form": mend_form, "lacking": lacking if lacking > FEW else 0}
