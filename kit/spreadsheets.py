"""Spreadsheets that leave for somebody's machine: whole, in any spreadsheet program, and harmless there."""

import csv
import re
from collections.abc import Iterable
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

# A spreadsheet takes a cell for a formula when it begins so, whatever blanks come before.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# What no workbook can hold, for it is XML.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """Return what `safe_cell` was given, of a cell that comes back."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def csv_of(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a spreadsheet in UTF-8 with the mark by which Excel knows it; no cell of it is taken for a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a workbook of one sheet in which every cell is text, as it was written: a telephone number keeps its zero.

    No cell is a formula, nor becomes one when somebody edits it: it is of the type of texts, shown as text, and marked
    as Excel marks what begins with an apostrophe, which then stands in no cell.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (headings, *rows):
        sheet.append([_text_cell(sheet, UNWRITABLE.sub("", str(cell))) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    if not text:
        # Empty, and not text of no letters.
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell


def as_spreadsheet(kind: str, headings: Iterable[str], rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """Return a spreadsheet of a kind (`csv` or `xlsx`), to be kept under `name` with its ending."""
    if kind == "csv":
        return as_csv(csv_of(headings, rows), f"{name}.csv")
    return as_xlsx(xlsx_of(headings, rows), f"{name}.xlsx")


def as_csv(content: bytes, name: str) -> HttpResponse:
    """Return a spreadsheet to be kept under `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def as_xlsx(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be kept under `name`."""
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
