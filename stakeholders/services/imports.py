"""A spreadsheet of organisations taken in, put right, and imported whole or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from programmes.lifecycle import WrongState
from programmes.models import Programme
from stakeholders.importing.checking import FAULTY, LEFT, NEW, PART, Checked, Row, check_rows
from stakeholders.importing.reading import MOST_IN_CELL, Sheet, clean
from stakeholders.models import Organisation, OrganisationImport, Partnership

KEPT_FOR = timedelta(days=14)
BATCH = 500
FORGOTTEN: dict[str, list | dict] = {"headings": [], "columns": {}, "rows": []}


def take_in_sheet(programme: Programme, *, sheet: Sheet, file_name: str, by: User, at: datetime) -> OrganisationImport:
    """Keep what a spreadsheet says until it is imported, given up or forgotten; nothing comes of it yet."""
    with transaction.atomic():
        kept = OrganisationImport.objects.create(
            programme=programme,
            file_name=clean(file_name)[-200:],
            headings=sheet.headings,
            rows=[{"number": number, "cells": cells} for number, cells in sheet.rows],
            uploaded_at=at,
            uploaded_by=by,
        )
        record("uploaded", kept, by=by, at=at, programme_id=programme.pk, rows=len(sheet.rows))
    return kept


def match_columns_of(
    sheet: OrganisationImport, *, columns: Mapping[str, int], by: User, at: datetime
) -> OrganisationImport:
    """Say which column of a sheet holds what. Refuses with WrongState one that was imported already."""
    with transaction.atomic():
        locked = _waiting(sheet)
        locked.columns = dict(columns)
        locked.save(update_fields=["columns"])
        record("matched columns", locked, by=by, at=at, programme_id=locked.programme_id, columns=sorted(columns))
    return locked


def mend_rows(
    sheet: OrganisationImport, *, typed: Mapping[int, Mapping[str, str]], by: User, at: datetime
) -> OrganisationImport:
    """Keep what somebody typed into rows, by row number, right or wrong; cells that have no column are left aside.

    `same` says whom a row means, and `out` ("on" or empty) whether it is left out. Refuses with WrongState a sheet
    that was imported already.
    """
    with transaction.atomic():
        locked = _waiting(sheet)
        for row in locked.rows:
            _mend(row, typed.get(row["number"], {}), locked.columns)
        locked.save(update_fields=["rows"])
        record("mended", locked, by=by, at=at, programme_id=locked.programme_id, rows=len(typed))
    return locked


def _mend(row: dict, typed: Mapping[str, str], columns: Mapping[str, int]) -> None:
    for key, text in typed.items():
        if key in columns:
            row["cells"][columns[key]] = clean(text[:MOST_IN_CELL])
        elif key == "same":
            row["same"] = clean(text)[:40]
        elif key == "out":
            row["out"] = bool(text)


def leave_out_faulty(sheet: OrganisationImport, *, by: User, at: datetime) -> OrganisationImport:
    """Leave out every row that has a fault. Refuses with WrongState a sheet that was imported already."""
    faulty = {row.number for row in check_rows(sheet, on=timezone.localdate(at)).rows if row.state == FAULTY}
    return mend_rows(sheet, typed={number: {"out": "on"} for number in faulty}, by=by, at=at)


def import_organisations(sheet: OrganisationImport, *, by: User, at: datetime) -> OrganisationImport:
    """Make the organisations and partnerships of a sheet, all of them or none; what it said is forgotten then.

    What is there already stays as it was. Refuses with WrongState a sheet that was imported already, one with rows
    that must be looked at first, and when somebody made one of its organisations in the same moment.
    """
    try:
        with transaction.atomic():
            Programme.objects.select_for_update().get(pk=sheet.programme_id)
            locked = _waiting(sheet)
            if not OrganisationImport.objects.filter(pk=locked.pk, imported_at=None).update(
                imported_at=at, imported_by=by
            ):
                raise WrongState("This sheet has been imported already.")
            checked = check_rows(locked, on=timezone.localdate(at))
            if not checked.is_ready:
                raise WrongState("Some rows must be looked at first: something has changed since you saw them.")
            outcome = _make(locked, checked, by=by, at=at)
            OrganisationImport.objects.filter(pk=locked.pk).update(outcome=outcome, **FORGOTTEN)
            record("imported", locked, by=by, at=at, programme_id=locked.programme_id, **outcome)
    except IntegrityError as error:
        raise WrongState(
            "Nothing was imported: somebody has just added one of these organisations. Look at the rows again."
        ) from error
    sheet.refresh_from_db()
    return sheet


def _make(sheet: OrganisationImport, checked: Checked, *, by: User, at: datetime) -> dict[str, int]:
    """Write what the rows say; return how many of each kind came of it."""
    rows = [row for row in checked.rows if row.state in (NEW, PART)]
    organisations = _make_organisations(rows)
    for each in organisations.values():
        record("added", each, by=by, at=at, programme_id=sheet.programme_id)
    partnerships = _make_partnerships(sheet, rows, organisations, at=at)
    for part in partnerships:
        record("added", part, by=by, at=at, programme_id=sheet.programme_id, role=part.role)
    counts = checked.counts
    return {
        "organisations": len(organisations),
        "partnerships": len(partnerships),
        "left": counts[LEFT],
        "out": counts["out"],
    }


def _make_organisations(rows: Iterable[Row]) -> dict[str, Organisation]:
    """Make each new organisation once, from the first row that names it; return them by what rows call them."""
    new: dict[str, Organisation] = {}
    for row in rows:
        if isinstance(row.organisation, str):
            values = row.values
            made = Organisation(name=values["name"], about=values["about"], website=values["website"])
            new.setdefault(row.organisation, made)
    Organisation.objects.bulk_create(new.values(), batch_size=BATCH)
    return new


def _make_partnerships(
    sheet: OrganisationImport, rows: list[Row], new: Mapping[str, Organisation], *, at: datetime
) -> list[Partnership]:
    def key_of(said: int | str) -> int:
        return new[said].pk if isinstance(said, str) else said

    partnerships = [
        Partnership(
            programme_id=sheet.programme_id,
            organisation_id=key_of(row.organisation),
            role=row.role,
            uniquely_placed=row.values["uniquely_placed"],
            identified_by_id=key_of(row.identified_by) if row.identified_by else None,
            contact_name=row.values["contact_name"],
            contact_email=row.values["contact_email"],
            contact_telephone=row.values["contact_telephone"],
            from_on=timezone.localdate(at),
        )
        for row in rows
    ]
    Partnership.objects.bulk_create(partnerships, batch_size=BATCH)
    ties = Partnership.groups.through
    ties.objects.bulk_create(
        [
            ties(partnership_id=partnership.pk, stakeholdergroup_id=group)
            for partnership, row in zip(partnerships, rows, strict=True)
            for group in row.groups
        ],
        batch_size=BATCH,
    )
    return partnerships


def give_up_import(sheet: OrganisationImport, *, by: User, at: datetime) -> None:
    """Forget a sheet that is not imported after all. Refuses with WrongState one that was imported already."""
    with transaction.atomic():
        locked = _waiting(sheet)
        record("gave up", locked, by=by, at=at, programme_id=locked.programme_id, rows=len(locked.rows))
        locked.delete()


def forget_imports(*, by: None = None, at: datetime) -> int:
    """Forget each sheet that nobody imported within fourteen days: it holds contact details. Return how many."""
    with transaction.atomic():
        old = list(OrganisationImport.objects.filter(imported_at=None, uploaded_at__lte=at - KEPT_FOR))
        for sheet in old:
            record("forgot", sheet, by=by, at=at, programme_id=sheet.programme_id, rows=len(sheet.rows))
            sheet.delete()
    return len(old)


def _waiting(sheet: OrganisationImport) -> OrganisationImport:
    """Return a sheet as it stands, locked; refuse one that was imported already, or is gone."""
    locked = OrganisationImport.objects.select_for_update().filter(pk=sheet.pk).first()
    if locked is None:
        raise WrongState("This sheet was given up, or forgotten after fourteen days. Choose the file again.")
    if locked.imported_at is not None:
        raise WrongState("This sheet has been imported already.")
    return locked
