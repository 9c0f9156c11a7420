"""A spreadsheet of whatever kind taken in, put right, given up or forgotten; and imported whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from kit.lifecycle import swap
from kit.refusals import InvalidTransition
from kit.sheet_import.fields import ImportField
from kit.sheet_import.models import SheetImport
from kit.sheet_import.reading import MAX_CELL_LENGTH, Spreadsheet, clean, is_undecided, read_spreadsheet
from kit.sheet_import.rows import CheckedRows
from kit.verbs import Verb

KEPT_FOR = timedelta(days=14)
BATCH = 500
FORGOTTEN: dict[str, Any] = {"headings": [], "columns": {}, "rows": [], "content": b"", "reading": {}}
SheetT = TypeVar("SheetT", bound=SheetImport)


def take_in_sheet(
    sheet: SheetT, *, content: bytes, spreadsheet: Spreadsheet, file_name: str, by: Any, at: datetime
) -> SheetT:
    """Keep what a spreadsheet says until it is imported, given up or forgotten; nothing comes of it yet.

    `sheet` is not saved yet, and knows what the rows are for. Where the file does not say in which letters it is
    written, somebody is asked that first (`read_anew`).
    """
    sheet.file_name = clean(file_name)[-200:]
    sheet.content = content
    _keep(sheet, spreadsheet, encoding="")
    if is_undecided(content):
        sheet.reading["asks_letters"] = True
    sheet.uploaded_at, sheet.uploaded_by = at, by
    with transaction.atomic():
        sheet.save()
        sheet.log(Verb.UPLOADED, by=by, at=at, rows=len(sheet.rows))
    return sheet


def read_anew(
    sheet: SheetT,
    *,
    fields: Sequence[ImportField],
    encoding: str = "",
    page: str = "",
    headings_in: int | None = None,
    by: Any,
    at: datetime,
) -> SheetT:
    """Read a file as somebody says: in which letters, which sheet of a workbook, in which row the headings stand.

    What is not said stays as it was. What was matched and mended is asked anew. Refuses what cannot be read so, a sheet
    that was imported already, and one that was taken in before files were kept.
    """
    with transaction.atomic():
        locked = _waiting(sheet)
        if not locked.content:
            raise InvalidTransition("The file itself is not here any more. Choose it again.")
        content, encoding = bytes(locked.content), encoding or locked.reading.get("encoding", "")
        page = page or locked.reading.get("sheet", "")
        read = read_spreadsheet(content, fields, encoding=encoding, sheet=page, headings_in=headings_in)
        _keep(locked, read, encoding=encoding)
        locked.columns = {}
        locked.save(update_fields=["headings", "rows", "columns", "reading"])
        locked.log(Verb.READ_ANEW, by=by, at=at, rows=len(locked.rows))
    return locked


def _keep(sheet: SheetImport, read: Spreadsheet, *, encoding: str) -> None:
    """Set what a file says, read in this way."""
    sheet.headings = read.headings
    sheet.rows = [{"number": number, "cells": cells} for number, cells in read.rows]
    sheet.reading = {
        "encoding": encoding,
        "sheet": read.sheet,
        "sheets": read.sheets,
        "headings_in": read.headings_in,
        "first": [[number, " · ".join(filter(None, cells))[:120]] for number, cells in read.first],
    }


def match_columns(sheet: SheetT, *, columns: Mapping[str, int], by: Any, at: datetime) -> SheetT:
    """Say which column of a sheet holds what.

    Refuses with InvalidTransition one that was imported already, and one whose letters nobody has told yet.
    """
    with transaction.atomic():
        locked = _waiting(sheet)
        if locked.asks_letters:
            raise InvalidTransition("Say first in which letters the file is written.")
        locked.columns = dict(columns)
        locked.save(update_fields=["columns"])
        locked.log(Verb.COLUMNS_MATCHED, by=by, at=at, columns=sorted(columns))
    return locked


def mend_rows(sheet: SheetT, *, typed: Mapping[int, Mapping[str, str]], by: Any, at: datetime) -> SheetT:
    """Keep what somebody typed into rows, by row number, right or wrong; cells that have no column are left aside.

    `same` says whom a row means, and `out` ("on" or empty) whether it is left out. Refuses with InvalidTransition a
    sheet that was imported already.
    """
    with transaction.atomic():
        locked = _waiting(sheet)
        for row in locked.rows:
            _mend(row, typed.get(row["number"], {}), locked.columns)
        locked.save(update_fields=["rows"])
        locked.log(Verb.ROWS_MENDED, by=by, at=at, rows=len(typed))
    return locked


def _mend(row: dict[str, Any], typed: Mapping[str, str], columns: Mapping[str, int]) -> None:
    for key, text in typed.items():
        if key in columns:
            row["cells"][columns[key]] = clean(text[:MAX_CELL_LENGTH])
        elif key == "same":
            row["same"] = clean(text)[:40]
        elif key == "out":
            row["out"] = bool(text)


def rewrite_rows(sheet: SheetImport, key: str, write: Callable[[str], str], *, by: Any, at: datetime) -> int:
    """Write one field of every row anew as `write` makes it of what stands there; return how many rows it changed.

    Refuses with InvalidTransition a sheet that was imported already.
    """
    with transaction.atomic():
        locked = _waiting(sheet)
        column, changed = locked.columns.get(key), 0
        for row in locked.rows if column is not None else ():
            before = row["cells"][column]
            row["cells"][column] = write(before)
            changed += row["cells"][column] != before
        if changed:
            locked.save(update_fields=["rows"])
            locked.log(Verb.ROWS_MENDED, by=by, at=at, rows=changed)
    return changed


def leave_out(sheet: SheetT, *, rows: Iterable[int], by: Any, at: datetime) -> SheetT:
    """Leave out the rows of these numbers. Refuses with InvalidTransition a sheet that was imported already."""
    return mend_rows(sheet, typed={number: {"out": "on"} for number in rows}, by=by, at=at)


def import_rows(
    sheet: SheetT,
    *,
    check: Callable[[SheetT], CheckedRows[Any]],
    make: Callable[[SheetT, CheckedRows[Any]], dict[str, int]],
    by: Any,
    at: datetime,
) -> SheetT:
    """Make all that a sheet says, or nothing, and forget what it said. `make` returns how many of each kind it made.

    Refuses with InvalidTransition a sheet that was imported already, and one with rows that must be looked at first.
    Whoever calls holds what the rows are held against until the end.
    """
    with transaction.atomic():
        locked = _waiting(sheet)
        kind = type(locked)._default_manager
        new = kind.filter(imported_at=None)
        swap(locked, new, "This sheet has been imported already.", imported_at=at, imported_by=by)
        checked = check(locked)
        if not checked.is_ready:
            raise InvalidTransition("Some rows must be looked at first: something has changed since you saw them.")
        outcome = make(locked, checked)
        kind.filter(pk=locked.pk).update(outcome=outcome, **FORGOTTEN)
        locked.log(Verb.IMPORTED, by=by, at=at, **outcome)
    sheet.refresh_from_db()
    return sheet


def give_up_import(sheet: SheetImport, *, by: Any, at: datetime) -> None:
    """Forget a sheet that is not imported after all. Refuses with InvalidTransition one that was imported already."""
    with transaction.atomic():
        locked = _waiting(sheet)
        locked.log(Verb.GIVEN_UP, by=by, at=at, rows=len(locked.rows))
        locked.delete()


def forget_import(sheet: SheetImport, *, by: None = None, at: datetime) -> None:
    """Forget a sheet that nobody imported in time."""
    with transaction.atomic():
        sheet.log(Verb.FORGOTTEN, by=by, at=at, rows=len(sheet.rows))
        sheet.delete()


def _waiting(sheet: SheetT) -> SheetT:
    """Return a sheet as it stands, locked; refuse one that was imported already, or is gone."""
    locked = type(sheet)._default_manager.select_for_update().filter(pk=sheet.pk).first()
    if locked is None:
        raise InvalidTransition("This sheet was given up, or forgotten after fourteen days. Choose the file again.")
    if locked.imported_at is not None:
        raise InvalidTransition("This sheet has been imported already.")
    return locked
