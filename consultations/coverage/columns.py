"""The respects in which groups are heard."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.asking.models import Consultation
from phases.models import Phase

REPRESENTED, PEOPLE = "represented", "people"


@dataclass(frozen=True)
class Column:
    """One respect in which groups are heard. `code` names it in addresses and files."""

    code: str
    title: str
    over: str = ""
    phase: Phase | None = None
    consultation: Consultation | None = None

    def __str__(self) -> str:
        return f"{self.over}: {self.title}" if self.over else self.title


def phase_code(phase: Phase) -> str:
    """Return the code of the column that tells who took part in a phase."""
    return f"phase-{phase.position}"
