"""A row of any spreadsheet that is looked over before it is imported, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from kit.cleaning import checked_address
from kit.sheet_import.fields import ImportField

# What somebody chooses who says that a row means none of those it is like.
ANOTHER = "another"


class RowState(StrEnum):
    """What would come of a row; in the order in which rows are shown: those to be looked at come first."""

    FAULTY = "faulty"
    UNDECIDED = "undecided"
    NEW = "new"
    PART = "part"
    CHANGED = "changed"
    LEFT = "left"
    OUT = "out"


TO_LOOK_AT = (RowState.FAULTY, RowState.UNDECIDED)


@dataclass
class ImportRow:
    """One row: what its cells say by field, each fault as a sentence, and whom it may mean."""

    FIELDS: ClassVar[Mapping[str, ImportField]] = {}

    number: int
    values: dict[str, str]
    same: str = ""
    out: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    # Whom it may mean, as (choice, words); only where somebody has to choose.
    likely: list[tuple[str, str]] = field(default_factory=list)

    @property
    def state(self) -> RowState:
        """What would come of it."""
        if self.out:
            return RowState.OUT
        if self.faults:
            return RowState.FAULTY
        return RowState.UNDECIDED if self.likely and not self.same else self.outcome

    @property
    def outcome(self) -> RowState:
        """What would come of it where nothing has to be looked at."""
        return RowState.NEW

    @property
    def is_told_above(self) -> bool:
        """Whether what is wrong with it is told, and mended, once for many rows: above them."""
        return False

    @property
    def says(self) -> list[tuple[str, str]]:
        """What each of its columns says, the name apart and empty ones left out, with what the column is called."""
        return [
            (field.label, self.values[key]) for key, field in self.FIELDS.items() if key != "name" and self.values[key]
        ]

    def fault(self, key: str, words: str) -> None:
        """Keep the first fault of a cell, in a sentence that names row and column."""
        self.faults.setdefault(key, f"Row {self.number}, {self.FIELDS[key].label}: {words}")

    def check_cells(self) -> None:
        """Find what is too long."""
        for key, value in self.values.items():
            longest = self.FIELDS[key].max_length
            if len(value) > longest:
                self.fault(key, f"this is {len(value):,} characters long. Shorten it to {longest:,} or fewer.")

    def check_email(self, key: str) -> None:
        """Find what is no e-mail address."""
        try:
            if self.values[key]:
                checked_address(self.values[key])
        except ValueError:
            self.fault(key, f"“{self.values[key]}” is not an e-mail address. It should look like name@example.org.")


RowT = TypeVar("RowT", bound=ImportRow)


def read_row(kind: type[RowT], raw: Mapping[str, Any], columns: Mapping[str, int]) -> RowT:
    """Return a row of this kind as it is kept: by the fields of its columns, each cleaned as its field says."""
    values = dict.fromkeys(kind.FIELDS, "")
    for key, column in columns.items():
        values[key] = kind.FIELDS[key].clean(raw["cells"][column])
    return kind(raw["number"], values, same=raw.get("same", ""), out=raw.get("out", False))


@dataclass
class CheckedRows(Generic[RowT]):
    """All rows of one spreadsheet, looked over together."""

    rows: list[RowT]

    @property
    def counts(self) -> Counter[RowState]:
        """How many rows there are of each state."""
        return Counter(row.state for row in self.rows)

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be looked at any longer, and something would come of it."""
        counts = self.counts
        return not any(counts[state] for state in TO_LOOK_AT) and len(self.rows) > counts[RowState.OUT]

    @property
    def faulty_numbers(self) -> list[int]:
        """The numbers of the rows that have a fault."""
        return [row.number for row in self.rows if row.state == RowState.FAULTY]

    def first_to_look_at(self) -> list[RowT]:
        """Return the rows, those that somebody must look at first."""
        return sorted(self.rows, key=lambda row: (list(RowState).index(row.state), row.is_told_above, row.number))


def fits(validate: URLValidator, text: str) -> bool:
    """Whether a validator takes a text."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True
