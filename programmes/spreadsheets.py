"""Spreadsheets that leave for somebody's machine: whole, in any spreadsheet program, and harmless there."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse

# A spreadsheet takes a cell for a formula when it begins so, whatever blanks come before.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def safe_cell(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def csv_of(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a spreadsheet in UTF-8 with the mark by which Excel knows it; no cell of it is taken for a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_csv(content: bytes, name: str) -> HttpResponse:
    """Return a spreadsheet to be kept under `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
