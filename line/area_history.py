"""Who had one action area, who was asked about it, round by round, and what of it the public may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from actions.models import ActionArea, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from line.queries import AreaRows

Row = TypeVar("Row")


# Of several people asked about one area in a round, the first of these that there is decides what came of it: one
# answer is enough, whoever gives it; silence is told where nobody answered; whose it was not decides nothing beside it.
DECIDES = (
    FollowUp.Status.ANSWERED,
    FollowUp.Status.ASKED,
    FollowUp.Status.NO_REPLY,
    FollowUp.Status.UNREACHABLE,
    FollowUp.Status.MOVED_ON,
)


@dataclass(frozen=True)
class AreaRound:
    """One round in which somebody was asked about an area: who, and what the public may read of what they answered."""

    round: FollowUpRound
    follow_ups: list[FollowUp]
    updates: list[ProgressUpdate]

    @property
    def outcome(self) -> FollowUp.Status:
        """What came of it. Of several who were asked, the first of `DECIDES` speaks for the area."""
        came = {_came_of(each) for each in self.follow_ups}
        return next(status for status in DECIDES if status in came)

    @property
    def is_silent(self) -> bool:
        """Whether we have not heard from anybody to whom it belonged."""
        return self.outcome in (FollowUp.Status.NO_REPLY, FollowUp.Status.UNREACHABLE)

    @property
    def told_whose_it_is_not(self) -> bool:
        """Whether somebody told us that it was not theirs, so that we did hear something."""
        return any(each.status in FollowUp.GONE for each in self.follow_ups)


def _came_of(follow_up: FollowUp) -> FollowUp.Status:
    """Return what came of a follow-up.

    Whoever had moved on and whoever was never meant are one: it was not theirs. So is the silence of a name that turned
    out to be a mistake.
    """
    status = FollowUp.Status(follow_up.status)
    said_nothing = status in (FollowUp.Status.NO_REPLY, FollowUp.Status.UNREACHABLE)
    if status in FollowUp.GONE or (said_nothing and follow_up.proposer.named_by_mistake):
        return FollowUp.Status.MOVED_ON
    return status


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
    def rounds(self) -> list[AreaRound]:
        """The rounds in which somebody was asked about it, in their order."""
        asked: dict[int, AreaRound] = {}
        for each in self.follow_ups:
            asked.setdefault(each.round_id, AreaRound(each.round, [], [])).follow_ups.append(each)
        for update in self.updates:
            asked[update.follow_up.round_id].updates.append(update)
        return list(asked.values())

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
        """Those to whom it belongs.

        The line knows no day: whoever's last one is known has it no more, and none is written down before it has come.
        """
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
