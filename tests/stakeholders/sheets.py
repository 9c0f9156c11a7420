"""Spreadsheets as office programs write them."""

import csv
from io import BytesIO, StringIO

import openpyxl
from django.utils import timezone

from kit.sheet_import.rows import CheckedRows
from stakeholders.models import OrganisationImport
from stakeholders.sheet_import.checking import OrganisationRow, check_rows

MARK = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def csv_of(rows: list[list[str]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Write rows as office programs do."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return MARK.get(encoding, b"") + out.getvalue().encode(encoding)


def xlsx_of(rows: list[list[object]]) -> bytes:
    """Write rows as a workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def checked(sheet: OrganisationImport) -> CheckedRows[OrganisationRow]:
    return check_rows(sheet, at=timezone.now())


def states(sheet: OrganisationImport) -> list[str]:
    return [row.state for row in checked(sheet).rows]
