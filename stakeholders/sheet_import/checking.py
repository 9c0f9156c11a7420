"""Each organisation of a spreadsheet looked over: what is wrong with it, whom it may mean, what would come of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.validators import URLValidator
from django.utils import timezone

from kit.folds import identity
from kit.sheet_import.rows import ANOTHER, CheckedRows, ImportRow, RowState, fits, read_row
from programmes.nouns import in_words_of
from stakeholders.models import OrganisationImport, Role, StakeholderGroup
from stakeholders.name_matching import KnownOrganisations, likeness
from stakeholders.sheet_import.fields import BY_KEY

ROLES = {identity(word): role for role in Role for word in (role.label, role.value, f"{role.label}s")}
ROLES |= {"lead": Role.LEAD_BODY, "partner": Role.DELIVERY_PARTNER, "": Role.MEMBER}
is_web_address = URLValidator(schemes=["http", "https"])


@dataclass
class OrganisationRow(ImportRow):
    """One row: an organisation and its part in the programme."""

    FIELDS = BY_KEY

    # The organisation: its key, or its name where it is new.
    organisation: int | str = ""
    identified_by: int | str = ""
    role: str = ""
    groups: list[int] = field(default_factory=list)
    unknown_groups: list[str] = field(default_factory=list)
    has_part: bool = False

    @property
    def outcome(self) -> RowState:
        """What would come of it where nothing has to be looked at."""
        if self.has_part:
            return RowState.LEFT
        return RowState.PART if isinstance(self.organisation, int) else RowState.NEW

    @property
    def is_told_above(self) -> bool:
        """Whether all would be well if the groups it names were added."""
        return bool(self.unknown_groups) and set(self.faults) == {"groups"}


def unknown_groups(checked: CheckedRows[OrganisationRow]) -> dict[str, int]:
    """Return the groups that rows name and the programme does not know, each once, with how many rows name it."""
    named = [(identity(name), name) for row in checked.rows if not row.out for name in row.unknown_groups]
    counts, names = Counter(said for said, _ in named), dict(named)
    return {names[said]: counts[said] for said in sorted(counts)}


def group_names(text: str, known: Container[str]) -> Iterator[str]:
    """Yield the groups that a cell names; a comma separates them only where no semicolon does, nor in a known name."""
    whole_is_one = likeness(text) in known if text else False
    parts = [text] if whole_is_one else re.split(r";|\n", text) if ";" in text else re.split(r",|\n", text)
    yield from (" ".join(part.split()) for part in parts if part.strip())


def check_rows(sheet: OrganisationImport, *, at: datetime) -> CheckedRows[OrganisationRow]:
    """Look over every row of `sheet` as things stand `at`. Reads in a number of queries that rows do not change."""
    return _Checker(sheet, timezone.localdate(at)).check()


class _Checker:
    """What rows are held against: those before them, and what is known here."""

    def __init__(self, sheet: OrganisationImport, on: date) -> None:
        self.sheet = sheet
        self.known = KnownOrganisations.read()
        groups = StakeholderGroup.objects.filter(programme=sheet.programme_id).values_list("pk", "name")
        self.groups = {likeness(name): pk for pk, name in groups}
        self.unknown_group = in_words_of(
            sheet.programme, "not a group of this {programme}. Correct it, or add the group."
        )
        parts = sheet.programme.partnerships.lasting(on)
        self.parts: set[tuple[int | str, str]] = set(parts.values_list("organisation", "role"))
        # Rows before this one: by the organisation and role they add, by exact name, by what a name is like.
        self.taken: dict[tuple[int | str, str], int] = {}
        self.named: dict[str, OrganisationRow] = {}
        self.alike: dict[str, list[OrganisationRow]] = {}

    def check(self) -> CheckedRows[OrganisationRow]:
        """Look over all rows."""
        rows = [read_row(OrganisationRow, raw, self.sheet.columns) for raw in self.sheet.rows]
        for row in rows:
            if not row.out:
                self._check(row)
        for row in rows:
            if not row.out and row.values["identified_by"]:
                self._check_identified_by(row)
        return CheckedRows(rows)

    def _check(self, row: OrganisationRow) -> None:
        row.check_cells()
        _check_addresses(row)
        self._check_role(row)
        self._check_groups(row)
        self._check_name(row)

    def _check_role(self, row: OrganisationRow) -> None:
        word = row.values["role"]
        role = ROLES.get(identity(word))
        if role is None:
            row.fault("role", f"“{word}” is not a role. Choose one from the list.")
        row.role = role or ""

    def _check_groups(self, row: OrganisationRow) -> None:
        for name in group_names(row.values["groups"], self.groups):
            pk = self.groups.get(likeness(name))
            if pk is None:
                row.unknown_groups.append(name)
            elif pk not in row.groups:
                row.groups.append(pk)
        if too_long := [name for name in row.unknown_groups if len(name) > 120]:
            row.fault("groups", f"“{too_long[0][:40]}…” is too long for the name of a group.")
            row.unknown_groups = []
        elif row.unknown_groups:
            names = ", ".join(f"“{name}”" for name in row.unknown_groups)
            row.fault("groups", f"{names}: {self.unknown_group}")

    def _check_name(self, row: OrganisationRow) -> None:
        name = row.values["name"]
        if not re.search(r"\w", name):
            row.fault("name", "the name is missing. Write the name of the organisation.")
            return
        self._settle(row, name)
        if row.likely and not row.same:
            return
        before = self.taken.setdefault((row.organisation, row.role), row.number) if row.role else row.number
        if before != row.number:
            row.fault("name", f"row {before} is the same organisation in the same role. Leave one of the two out.")
        row.has_part = (row.organisation, row.role) in self.parts
        self.named.setdefault(identity(name), row)
        alike = self.alike.setdefault(likeness(name), [])
        if all(each.organisation != row.organisation for each in alike):
            alike.append(row)

    def _settle(self, row: OrganisationRow, name: str) -> None:
        """Say which organisation a row means: by its very name, or as somebody has chosen among the likely ones."""
        if pk := self.known.exactly(name):
            row.organisation, row.same = pk, ""
        elif earlier := self.named.get(identity(name)):
            row.organisation, row.same = earlier.organisation, ""
        else:
            choices: dict[str, int | str] = {str(pk): pk for pk in self.known.like(name)}
            row.likely = [(str(pk), f"It is {self.known.label(pk)}") for pk in self.known.like(name)]
            for each in self.alike.get(likeness(name), []):
                if each.organisation not in choices.values():
                    choices[f"row-{each.number}"] = each.organisation
                    row.likely.append((f"row-{each.number}", f"It is {each.values['name']}, in row {each.number}"))
            if row.likely:
                row.likely.append((ANOTHER, "It is another one"))
            if row.same not in {*choices, ANOTHER}:
                row.same = ""
            row.organisation = choices.get(row.same, identity(name))

    def _check_identified_by(self, row: OrganisationRow) -> None:
        name = row.values["identified_by"]
        in_sheet = self.named.get(identity(name))
        found = self.known.exactly(name) or (in_sheet.organisation if in_sheet else None)
        if found is None:
            alike = " or ".join(f"“{self.known.names[pk]}”" for pk in self.known.like(name))
            meant = f"Do you mean {alike}?" if alike else "Correct it, or leave it empty."
            row.fault("identified_by", f"no organisation is called “{name}”. {meant}")
        row.identified_by = found or ""


def _check_addresses(row: OrganisationRow) -> None:
    """Look at e-mail and web address; a web address may be written without its scheme."""
    row.check_email("contact_email")
    website = row.values["website"]
    if website:
        whole = website if "://" in website else f"https://{website}"
        if not fits(is_web_address, whole) or len(whole) > BY_KEY["website"].max_length:
            row.fault("website", f"“{website}” is not a web address. It should look like www.example.org.")
        row.values["website"] = website if "website" in row.faults else whole
