"""Organisations from a spreadsheet, at the team's desk: the pages of the import wizard."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import act, sent_once
from kit.sheet_import.rows import CheckedRows
from kit.sheet_import.wizard import SheetImportWizard
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import word_for
from stakeholders.forms.organisation_imports import OrganisationMendForm, groups_told, key_of
from stakeholders.models import OrganisationImport
from stakeholders.services import import_organisations, settle_groups
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
    """Show what would come of each row, those with faults first; keep what is mended, and what its groups are."""
    sheet = sheet_or_404(request, programme, pk)
    if request.method == "POST":
        mended = WIZARD.mend(request, sheet)
        if mended and "settle_groups" in request.POST:
            told = groups_told(request.POST, unknown_groups(check_rows(mended, at=timezone.now())))
            act(request, settle_groups, mended, meant=told, done="It is taken in for all rows that name them.")
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
    sheets = OrganisationImport.objects.select_related("programme").defer("content")
    return get_object_or_404(sheets, programme=programme, uploaded_by=request.user, pk=pk)


def _groups_to_add(programme: Programme, checked: CheckedRows[OrganisationRow]) -> dict[str, Any]:
    """Return what the check shows of groups that rows name and the programme does not know."""
    unknown, lacking = unknown_groups(checked), sum(row.is_told_above for row in checked.rows)
    known = dict(programme.stakeholder_groups.order_by("name", "pk").values_list("pk", "name")) if unknown else {}
    mend_form = OrganisationMendForm(groups=unknown, known=known, called=word_for(programme, "programme"))
    first = f"#id_{key_of(next(iter(unknown)))}" if unknown else ""
    return {"mend_form": mend_form, "lacking": lacking if lacking > FEW else 0, "lacking_at": first}
