"""What a facilitator writes of an action area, as one thing: how one window knows that another has written."""

from __future__ import annotations

from dataclasses import dataclass

from actions.models import ActionArea
from kit.stale_edits import Snapshot, in_order


@dataclass(frozen=True)
class AreaWords(Snapshot):
    """An action area's title and summary, the meeting it was taken on at, and where it came from (keys, in order)."""

    title: str
    summary: str
    taken_on_at: int | None
    posters: tuple[int, ...]
    findings: tuple[int, ...]

    @classmethod
    def of(cls, area: ActionArea) -> AreaWords:
        """Return how an action area stands."""
        return cls(
            area.title,
            area.summary,
            area.taken_on_at_id,
            in_order(area.posters.values_list("pk", flat=True)),
            in_order(area.findings.values_list("pk", flat=True)),
        )
