"""The pages of an import: a file is chosen, its columns matched, its rows mended, then all imported at once.

A room has one `SheetImportWizard` for its kind of row. Each of its views finds the sheet that whoever asks chose
themself (it holds contact details), and hands it to the page of the same name:

    WIZARD = SheetImportWizard("stakeholders:organisation-import", FIELDS, check_rows, import_organisations)

    @desk_page("stakeholders.change_partnership", "GET", "POST")
    def organisation_import_columns(request, programme, pk):
        return WIZARD.columns_page(request, sheet_or_404(request, programme, pk))

Names of pages and templates follow from that of the wizard: `organisation-import-columns` is drawn by
`stakeholders/organisation_import_columns.html`, and so on for `list`, `check`, `run` and `give-up`. Parts of pages that
every kind shares are `templates/kit/_sheet_….html`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, page_of, posted, say_if_sent_differently
from kit.sent_once import once
from kit.sheet_import.fields import ImportField
from kit.sheet_import.forms import (
    ColumnsForm,
    LettersForm,
    MendForm,
    ReadingForm,
    RowForm,
    UploadForm,
    columns_shown,
    typed_rows,
)
from kit.sheet_import.models import SheetImport
from kit.sheet_import.rows import TO_LOOK_AT, CheckedRows
from kit.sheet_import.services import (
    KEPT_FOR,
    give_up_import,
    leave_out,
    match_columns,
    mend_rows,
    read_anew,
    take_in_sheet,
)
from kit.spreadsheets import as_csv, csv_of

PAGE_SIZE = 25


@dataclass(frozen=True)
class SheetImportWizard:
    """The import of one kind of row.

    `check` looks over the rows of a sheet as things stand `at`; `import_sheet` is the service that makes all of them or
    none. `of` returns what the sheet's pages show besides, and `list_args` the arguments of the address of its list.
    """

    name: str
    fields: Sequence[ImportField]
    check: Callable[..., CheckedRows[Any]]
    import_sheet: Callable[..., Any]
    of: Callable[[Any], dict[str, Any]] = lambda sheet: {"programme": sheet.programme}
    list_args: Callable[[Any], Sequence[Any]] = lambda sheet: [sheet.programme.slug]

    def list_page(
        self, request: HttpRequest, new: SheetImport, sheets: QuerySet[Any], *, empty_sheet_url: str
    ) -> HttpResponse:
        """Take in a spreadsheet as `new`, once, and list those of `sheets` that whoever asks has begun, or imported."""
        form = posted(request, UploadForm, fields=self.fields)
        # A large sheet is read before anything is held: on SQLite nobody else could write meanwhile.
        form.is_valid()
        return once(
            request,
            lambda: self._take_in(request, form, new, sheets, empty_sheet_url=empty_sheet_url),
            at=timezone.now(),
        )

    def _take_in(
        self, request: HttpRequest, form: UploadForm, new: SheetImport, sheets: QuerySet[Any], *, empty_sheet_url: str
    ) -> HttpResponse:
        say_if_sent_differently(request, form)
        if form.is_valid() and (sheet := act(request, take_in_sheet, new, form=form, **form.for_service())):
            return redirect(self.url("columns", sheet))
        mine = sheets.filter(uploaded_by=request.user).defer("rows", "content")
        waiting_first = mine.order_by(F("imported_at").desc(nulls_first=True), "-uploaded_at", "-pk")
        page = page_of(request, waiting_first, find=["file_name"])
        listed = [(each, self.url("check", each)) for each in page]
        context = {
            "form": form,
            "page": page,
            "waiting": [(each, url) for each, url in listed if each.imported_at is None],
            "imported": [(each, url) for each, url in listed if each.imported_at is not None],
            "fields": self.fields,
            "days": KEPT_FOR.days,
            "empty_sheet_url": empty_sheet_url,
        }
        return render(request, self.template("list"), self.of(new) | context)

    def empty_sheet(self, file_name: str) -> HttpResponse:
        """Return a sheet with the headings that need no matching, and nothing below them."""
        return as_csv(csv_of([field.label for field in self.fields], []), file_name)

    def columns_page(self, request: HttpRequest, sheet: Any) -> HttpResponse:
        """Have somebody say which column holds what; what the headings suggest is chosen already.

        Where the file does not say in which letters it is written, that is asked first; and where it was read wrong,
        another sheet of it or another row of headings is chosen here.
        """
        if sheet.imported_at:
            return redirect(self.url("check", sheet))
        if answer := self._read_anew(request, sheet):
            return answer
        context: dict[str, Any] = {"sheet": sheet, "give_up_view": f"{self.name}-give-up"}
        if sheet.asks_letters:
            context["form"] = posted(request, LettersForm, sheet=sheet)
        else:
            form = context["form"] = posted(request, ColumnsForm, sheet=sheet, fields=self.fields)
            if form.is_valid() and act(request, match_columns, sheet, form=form, columns=form.columns):
                return redirect(self.url("check", sheet))
            context["columns"] = columns_shown(sheet)
            context["reading"] = ReadingForm(sheet=sheet) if sheet.content else None
        look(request, sheet, sheet.programme.pk)
        return render(request, self.template("columns"), self.of(sheet) | context)

    def _read_anew(self, request: HttpRequest, sheet: Any) -> HttpResponse | None:
        """Read a file as was said on its page, and lead back there; nothing where nothing was said, or not all."""
        form: LettersForm | ReadingForm
        if "letters" in request.POST and sheet.asks_letters:
            form = LettersForm(request.POST, sheet=sheet)
        elif "read" in request.POST and sheet.content:
            form = ReadingForm(request.POST, sheet=sheet)
        else:
            return None
        if not form.is_valid():
            return None
        chosen = form.for_service() if isinstance(form, ReadingForm) else form.cleaned_data
        act(request, read_anew, sheet, fields=self.fields, **chosen)
        return redirect(self.url("columns", sheet))

    def check_page(
        self,
        request: HttpRequest,
        sheet: Any,
        *,
        extra: Callable[[CheckedRows[Any]], dict[str, Any]] = lambda checked: {},
    ) -> HttpResponse:
        """Show what would come of each row, those with faults first; or, of a sheet that was imported, what came of it.

        `extra` returns what the page of this kind shows besides, of the rows as they were looked over.
        """
        if not sheet.imported_at and not sheet.columns:
            return redirect(self.url("columns", sheet))
        checked = self.check(sheet, at=timezone.now())
        context: dict[str, Any] = {
            "sheet": sheet,
            "mend_form": MendForm(),
            "run_view": f"{self.name}-run",
            "columns_url": self.url("columns", sheet),
            "give_up_view": f"{self.name}-give-up",
        }
        context |= self.of(sheet) | _page_of(request, sheet, checked) | extra(checked)
        look(request, sheet, sheet.programme.pk)
        return render(request, self.template("check"), context)

    def mend(self, request: HttpRequest, sheet: Any) -> Any:
        """Keep what was typed; leave out what is faulty, where that was pressed. Returns the sheet; None if refused."""
        mended = act(request, mend_rows, sheet, typed=typed_rows(request.POST))
        if mended and "leave_out_faulty" in request.POST:
            faulty = self.check(mended, at=timezone.now()).faulty_numbers
            return act(request, leave_out, mended, rows=faulty)
        return mended

    def run(self, request: HttpRequest, sheet: Any) -> HttpResponse:
        """Import a sheet whole, or say why not."""
        act(request, self.import_sheet, sheet)
        return redirect(self.url("check", sheet))

    def give_up(self, request: HttpRequest, sheet: Any) -> HttpResponse:
        """Forget a sheet that is not imported after all."""
        back = reverse(f"{self.name}-list", args=self.list_args(sheet))
        told = "What was matched and mended in it is lost. Nothing is imported from it."
        if asked := ask_first(request, "Forget this sheet?", told, yes="Forget this sheet", back=back):
            return asked
        act(request, give_up_import, sheet, done="The sheet is forgotten. Nothing was imported from it.")
        return redirect(back)

    def url(self, page: str, sheet: Any) -> str:
        """Return the address of one page of a sheet."""
        return reverse(f"{self.name}-{page}", args=[sheet.programme.slug, sheet.pk])

    def template(self, page: str) -> str:
        """Return the template of a page."""
        room, _, kind = self.name.partition(":")
        return f"{room}/{kind.replace('-', '_')}_{page}.html"


def _page_of(request: HttpRequest, sheet: SheetImport, checked: CheckedRows[Any]) -> dict[str, Any]:
    """Return one page of the rows: forms for those to be looked at or asked for by number, and the others in words."""
    page = page_of(request, checked.first_to_look_at(), PAGE_SIZE, find=lambda row: " ".join(row.values.values()))
    asked = request.GET.get("row", "")
    wanted = [row for row in checked.rows if str(row.number) == asked]
    to_look_at = [row for row in page if row.state in TO_LOOK_AT and row not in wanted]
    counts = checked.counts
    return {
        "page": page,
        "counts": counts,
        "to_mend": sum(counts[state] for state in TO_LOOK_AT),
        "is_ready": checked.is_ready,
        "row_forms": [
            *(RowForm(row, columns=sheet.columns, whole=True) for row in wanted),
            *(RowForm(row, columns=sheet.columns, whole=False) for row in to_look_at),
        ],
        "rows": [row for row in page if row.state not in TO_LOOK_AT],
    }
