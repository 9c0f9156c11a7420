"""The organisations of a spreadsheet, imported whole or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from kit.folds import identity
from kit.refusals import InvalidTransition, Refused
from kit.sheet_import.rows import CheckedRows, RowState
from kit.sheet_import.services import BATCH, import_rows, rewrite_rows
from programmes.models import Programme
from stakeholders.models import Organisation, OrganisationImport, Partnership, StakeholderGroup
from stakeholders.name_matching import likeness
from stakeholders.services.groups import add_group
from stakeholders.sheet_import.checking import OrganisationRow, check_rows, group_names, unknown_groups
from stakeholders.verbs import Verb

# Chosen of a group that is to be added.
NEW_GROUP = "new"


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


def settle_groups(sheet: OrganisationImport, *, meant: Mapping[str, str], by: User, at: datetime) -> int:
    """Take in what the groups are that rows of a sheet name and its programme does not know, for all rows at once.

    `meant` says of a name that it is a new group, which is added, or which one it is, by its key: then every row says
    that one's name. What is chosen for other names is left aside. Refuses when nothing is chosen, and a new name that a
    group has by now. Returns how many rows were rewritten.
    """
    unknown = unknown_groups(check_rows(sheet, at=at))
    groups = dict(StakeholderGroup.objects.filter(programme=sheet.programme_id).values_list("pk", "name"))
    new = [name for name in unknown if meant.get(name) == NEW_GROUP]
    known = {
        identity(name): groups[int(meant[name])]
        for name in unknown
        if meant.get(name, "").isdecimal() and int(meant[name]) in groups
    }
    if not new and not known:
        raise Refused("Choose what the groups are, then take it in.")
    with transaction.atomic():
        for name in new:
            add_group(sheet.programme, name=name, by=by, at=at)
        return rewrite_rows(sheet, "groups", lambda text: _with_known(text, known, groups.values()), by=by, at=at)


def _with_known(text: str, known: Mapping[str, str], groups: Iterable[str]) -> str:
    """Return the groups that a cell names, each as it is called; the cell itself where nothing is meant otherwise."""
    named = list(group_names(text, {likeness(name) for name in groups}))
    called = [known.get(identity(name), name) for name in named]
    return text if called == named else "; ".join(dict.fromkeys(called))


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
