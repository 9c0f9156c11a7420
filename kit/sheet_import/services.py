"""A spreadsheet of whatever kind taken in, put right, given up or forgotten; and imported whole or not at all."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from kit.lifecycle import swap
from kit.refusals import InvalidTransition
from kit.sheet_import.models import SheetImport
from kit.sheet_import.reading import MAX_CELL_LENGTH, Spreadsheet, clean
from kit.sheet_import.rows import CheckedRows
from kit.verbs import Verb

KEPT_FOR = timedelta(days=14)
BATCH = 500
FORGOTTEN: dict[str, Any] = {"headings": [], "columns": {}, "rows": []}
SheetT = TypeVar("SheetT", bound=SheetImport)


def take_in_sheet(sheet: SheetT, *, spreadsheet: Spreadsheet, file_name: str, by: Any, at: datetime) -> SheetT:
    """Keep what a spreadsheet says until it is imported, given up or forgotten; nothing comes of it yet.

    `sheet` is not saved yet, and knows what the rows are for.
    """
    sheet.file_name = clean(file_name)[-200:]
    sheet.headings = spreadsheet.headings
    sheet.rows = [{"number": number, "cells": cells} for number, cells in spreadsheet.rows]
    sheet.uploaded_at, sheet.uploaded_by = at, by
    with transaction.atomic():
        sheet.save()
        sheet.log(Verb.UPLOADED, by=by, at=at, rows=len(sheet.rows))
    return sheet


def match_columns(sheet: SheetT, *, columns: Mapping[str, int], by: Any, at: datetime) -> SheetT:
    """Say which column of a sheet holds what. Refuses with InvalidTransition one that was imported already."""
    with transaction.atomic():
        locked = _waiting(sheet)
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


def forget_imports(kind: type[SheetImport], *, by: None = None, at: datetime) -> int:
    """Forget each sheet of a kind that nobody imported within fourteen days, and return how many they were."""
    with transaction.atomic():
        old = list(kind._default_manager.filter(imported_at=None, uploaded_at__lte=at - KEPT_FOR))
        for sheet in old:
            sheet.log(Verb.FORGOTTEN, by=by, at=at, rows=len(sheet.rows))
            sheet.delete()
    return len(old)


def _waiting(sheet: SheetT) -> SheetT:
    """Return a sheet as it stands, locked; refuse one that was imported already, or is gone."""
    locked = type(sheet)._default_manager.select_for_update().filter(pk=sheet.pk).first()
    if locked is None:
        raise InvalidTransition("This sheet was given up, or forgotten after fourteen days. Choose the file again.")
    if locked.imported_at is not None:
        raise InvalidTransition("This sheet has been imported already.")
    return locked
