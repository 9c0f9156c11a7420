"""The organisations of a spreadsheet, imported whole or not at all."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from kit.refusals import InvalidTransition, Refused
from kit.sheet_import.rows import CheckedRows, RowState
from kit.sheet_import.services import BATCH, import_rows
from programmes.models import Programme
from stakeholders.models import Organisation, OrganisationImport, Partnership, StakeholderGroup
from stakeholders.services.groups import add_group
from stakeholders.sheet_import.checking import OrganisationRow, check_rows, unknown_groups
from stakeholders.verbs import Verb


def import_organisations(sheet: OrganisationImport, *, by: User, at: datetime) -> OrganisationImport:
    """Make the organisations and partnerships of a sheet, all of them or none; what it said is forgotten then.

    What is there already stays as it was. Refuses with InvalidTransition as `import_rows` does, and when somebody made
    one of its organisations in the same moment.
    """
    try:
        with transaction.atomic():
            Programme.objects.select_for_update().get(pk=sheet.programme_id)
            return import_rows(
                sheet,
                check=lambda locked: check_rows(locked, at=at),
                make=lambda locked, checked: _make(locked, checked, by=by, at=at),
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise InvalidTransition(
            "Nothing was imported: somebody has just added one of these organisations. Look at the rows again."
        ) from error


def add_unknown_groups(
    sheet: OrganisationImport, *, names: Collection[str], by: User, at: datetime
) -> list[StakeholderGroup]:
    """Add those groups of `names` that rows of a sheet name and its programme does not know.

    Refuses when none of the names is one of them, and a name that a group has by now.
    """
    unknown = unknown_groups(check_rows(sheet, at=at))
    meant = [name for name in unknown if name in names]
    if not meant:
        raise Refused("Tick the groups that are meant, then add them.")
    with transaction.atomic():
        return [add_group(sheet.programme, name=name, by=by, at=at) for name in meant]


def _make(
    sheet: OrganisationImport, checked: CheckedRows[OrganisationRow], *, by: User, at: datetime
) -> dict[str, int]:
    """Write what the rows say; return how many of each kind came of it."""
    rows = [row for row in checked.rows if row.state in (RowState.NEW, RowState.PART)]
    organisations = _make_organisations(rows)
    for each in organisations.values():
        record(Verb.ADDED, each, by=by, at=at, programme_id=sheet.programme_id)
    partnerships = _make_partnerships(sheet, rows, organisations, at=at)
    for part in partnerships:
        record(Verb.ADDED, part, by=by, at=at, programme_id=sheet.programme_id, role=part.role)
    counts = checked.counts
    return {
        "organisations": len(organisations),
        "partnerships": len(partnerships),
        "left": counts[RowState.LEFT],
        "out": counts[RowState.OUT],
    }


def _make_organisations(rows: Iterable[OrganisationRow]) -> dict[str, Organisation]:
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
    sheet: OrganisationImport, rows: list[OrganisationRow], new: Mapping[str, Organisation], *, at: datetime
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
