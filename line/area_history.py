"""Who had one action area, who was asked about it, round by round, and what of it the public may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from actions.models import ActionArea, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from line.queries import AreaRows

Row = TypeVar("Row")


@dataclass(frozen=True)
class AreaHistory:
    """One action area with its proposers, its follow-ups in the order of their rounds, and its published answers."""

    area: ActionArea
    proposers: list[Proposer]
    follow_ups: list[FollowUp]
    updates: list[ProgressUpdate]

    @property
    def latest(self) -> ProgressUpdate | None:
        """The newest answer that the public may read."""
        return self.updates[-1] if self.updates else None

    @property
    def rounds(self) -> list[FollowUpRound]:
        """The rounds in which somebody was asked about it, each once."""
        return list({each.round_id: each.round for each in self.follow_ups}.values())

    @property
    def had_it(self) -> list[Proposer]:
        """Those to whom it belongs or belonged: whoever was named by mistake never had it."""
        return [each for each in self.proposers if not each.named_by_mistake]

    @property
    def first(self) -> list[Proposer]:
        """Those who put it forward."""
        handed_to = self.handed_to
        return [each for each in self.had_it if each not in handed_to]

    @property
    def handed_to(self) -> list[Proposer]:
        """Those who ever took it over; whoever came in the place of a name given by mistake took nothing over."""
        had_it = {each.pk for each in self.had_it}
        return [each for each in self.had_it if each.took_over_from_id in had_it]

    @property
    def current(self) -> list[Proposer]:
        """Those to whom it belongs. The line knows no day: whoever's last one is known has it no more."""
        return [each for each in self.had_it if each.until_on is None]


def area_histories(rows: AreaRows) -> list[AreaHistory]:
    """Return the history of each published action area, in their order."""
    proposers = _by_area(rows.proposers, lambda each: each.area_id)
    follow_ups = _by_area(rows.follow_ups, lambda each: each.proposer.area_id)
    updates = _by_area(rows.updates, lambda each: each.area_id)
    return [AreaHistory(each, proposers[each.pk], follow_ups[each.pk], updates[each.pk]) for each in rows.areas]


def _by_area(rows: Iterable[Row], area_of: Callable[[Row], int]) -> Mapping[int, list[Row]]:
    by_area: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_area[area_of(row)].append(row)
    return by_area
