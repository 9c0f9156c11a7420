"""A row of any spreadsheet that is looked over before it is imported, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from stakeholders.importing.columns import Meaning

# What somebody chooses who says that a row means none of those it is like.
ANOTHER = "another"
# What would come of a row: these in every kind of sheet, others in one. Those to be looked at come first.
FAULTY, UNDECIDED, NEW, PART, CHANGED, LEFT, OUT = STATES = (
    "faulty", "undecided", "new", "part", "changed", "left", "out",
)  # fmt: skip
is_email = EmailValidator()


@dataclass
class Row:
    """One row: what its cells say by meaning, each fault as a sentence, and whom it may mean."""

    MEANINGS: ClassVar[Mapping[str, Meaning]] = {}

    number: int
    values: dict[str, str]
    same: str = ""
    out: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    # Whom it may mean, as (choice, words); only where somebody has to choose.
    likely: list[tuple[str, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        """What would come of it."""
        if self.out:
            return OUT
        if self.faults:
            return FAULTY
        return UNDECIDED if self.likely and not self.same else self.outcome

    @property
    def outcome(self) -> str:
        """What would come of it where nothing has to be looked at."""
        return NEW

    @property
    def lacks_groups_alone(self) -> bool:
        """Whether all would be well if the groups it names were added."""
        return False

    def fault(self, key: str, words: str) -> None:
        """Keep the first fault of a cell, in a sentence that names row and column."""
        self.faults.setdefault(key, f"Row {self.number}, {self.MEANINGS[key].label}: {words}")

    def check_cells(self) -> None:
        """Find what is too long."""
        for key, value in self.values.items():
            most = self.MEANINGS[key].most
            if len(value) > most:
                self.fault(key, f"this is {len(value):,} characters long. Shorten it to {most:,} or fewer.")

    def check_email(self, key: str) -> None:
        """Find what is no e-mail address."""
        if self.values[key] and not fits(is_email, self.values[key]):
            self.fault(key, f"“{self.values[key]}” is not an e-mail address. It should look like name@example.org.")


RowT = TypeVar("RowT", bound=Row)


def read_row(kind: type[RowT], raw: Mapping[str, Any], columns: Mapping[str, int]) -> RowT:
    """Return a row of this kind as it is kept: by the meaning of its columns, on one line where it has no lines."""
    values = dict.fromkeys(kind.MEANINGS, "")
    for key, column in columns.items():
        text = raw["cells"][column]
        values[key] = text if kind.MEANINGS[key].has_lines else " ".join(text.split())
    return kind(raw["number"], values, same=raw.get("same", ""), out=raw.get("out", False))


@dataclass
class Checked(Generic[RowT]):
    """All rows of one spreadsheet, looked over together."""

    rows: list[RowT]

    @property
    def counts(self) -> Counter[str]:
        """How many rows there are of each state."""
        return Counter(row.state for row in self.rows)

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be looked at any longer, and something would come of it."""
        counts = self.counts
        return not (counts[FAULTY] or counts[UNDECIDED]) and len(self.rows) > counts[OUT]

    @property
    def faulty(self) -> list[int]:
        """The numbers of the rows that have a fault."""
        return [row.number for row in self.rows if row.state == FAULTY]

    def first_to_look_at(self) -> list[RowT]:
        """Return the rows, those that somebody must look at first."""
        return sorted(self.rows, key=lambda row: (STATES.index(row.state), row.lacks_groups_alone, row.number))


def fits(validate: EmailValidator | URLValidator, text: str) -> bool:
    """Whether a validator takes a text."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True
