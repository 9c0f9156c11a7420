"""Who is heard and who is not: every group of a programme against being there, taking part, speaking and being reached.

Organisations are counted as they are. People are counted only through `kit.disclosure`: nothing here keeps a
true count of them, so that no page or file that is drawn from it can show one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultations.coverage.columns import PEOPLE, Column, phase_code
from consultations.coverage.partnerships import GroupPartnerships
from consultations.coverage.people import people_reached, quarter_of
from kit.disclosure.rounding import Breakdown, in_words
from phases.models import Phase
from programmes.models import Programme
from stakeholders.coverage import Verdict, thresholds_of, verdict, verdict_of_people
from stakeholders.models import (
    CoverageThresholds,
    StakeholderGroup,
)


@dataclass(frozen=True)
class Cell:
    """How well one group is heard in one respect: by which partnerships, or by how many people as that may be shown."""

    column: Column
    verdict: Verdict
    partnerships: frozenset[int] = frozenset()
    people: str | None = None

    @property
    def is_about_people(self) -> bool:
        """Whether it counts people, not organisations."""
        return self.column.code == PEOPLE

    @property
    def people_in_words(self) -> str:
        """Return how many people were reached, in words; nothing where it may not be told."""
        return in_words(self.people) if self.people else ""


@dataclass(frozen=True)
class Row:
    """One group with its cells, in the order of the columns."""

    group: StakeholderGroup
    cells: list[Cell]

    @property
    def has_gap(self) -> bool:
        """Whether nobody is there for it in some respect."""
        return any(cell.verdict == Verdict.NOBODY for cell in self.cells)

    def cell(self, code: str) -> Cell | None:
        """Return the cell of one column, if there is such a column."""
        return next((cell for cell in self.cells if cell.column.code == code), None)


@dataclass(frozen=True)
class Coverage:
    """The whole matrix. What has not begun yet is no column: nobody could have been there."""

    programme: Programme
    thresholds: CoverageThresholds
    columns: list[Column]
    rows: list[Row]
    people: Breakdown[int]
    # The names of partnerships by their keys.
    organisations: dict[int, str]
    # The moment as of which people are told, where that is not now.
    people_at: datetime | None = None

    @classmethod
    def read(cls, programme: Programme, at: datetime, *, in_public: bool = False) -> Coverage:
        """Read how well each group of `programme` is heard at a moment. Its size does not change the number of queries.

        *Represented* is a group for which a current member has a current representative. *Took part* and *said
        something* are what happened, and stay true of organisations that have left since; one that was merged into
        another counts as that one. Feedback that speaks for one group counts for that group, any other for all the
        groups of its organisation. `in_public` tells people reached as they stood when the quarter began: whoever looks
        every day learns nothing of a day.
        """
        there = GroupPartnerships.read(programme, at)
        thresholds = thresholds_of(programme)
        keys = [group.pk for group in there.groups]
        people_at = quarter_of(at) if in_public else None
        people = people_reached(programme, keys, entered_before=people_at)
        columns = [*there.by_column, Column(PEOPLE, "People reached")]

        def row(group: StakeholderGroup) -> Row:
            cells = [
                Cell(column, verdict(len(found[group.pk]), thresholds.organisations), frozenset(found[group.pk]))
                for column, found in there.by_column.items()
            ]
            shown = people.cells.get(group.pk)
            cells.append(Cell(columns[-1], verdict_of_people(shown, thresholds.people), people=shown))
            return Row(group, cells)

        rows = [row(group) for group in there.groups]
        return cls(programme, thresholds, columns, rows, people, there.names, people_at)

    @property
    def represented(self) -> list[Row]:
        """The groups for which somebody speaks now."""
        return [row for row in self.rows if row.cells[0].verdict != Verdict.NOBODY]

    @property
    def unrepresented(self) -> list[Row]:
        """The groups for which nobody speaks now."""
        return [row for row in self.rows if row.cells[0].verdict == Verdict.NOBODY]

    @property
    def gaps(self) -> list[Row]:
        """The groups for which nobody is there in some respect."""
        return [row for row in self.rows if row.has_gap]

    def gaps_in(self, phase: Phase) -> list[StakeholderGroup]:
        """Return the groups of which nobody took part in a phase."""
        code = phase_code(phase)
        cells = [(row.group, row.cell(code)) for row in self.rows]
        return [group for group, cell in cells if cell and cell.verdict == Verdict.NOBODY]

    def names(self, cell: Cell) -> list[str]:
        """Return the names of the organisations that are counted in a cell."""
        return sorted((self.organisations[pk] for pk in cell.partnerships), key=str.lower)
