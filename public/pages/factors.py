"""What the public reads across all areas: what helps and what stands in the way, and how each area came along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.models import FollowUp, FollowUpRound
from actions.updates.factor_summaries import factor_summaries
from line.area_status import LABELS, NO_REPLY, NOBODY, NOT_ASKED, TAGS, UNPUBLISHED, WAITING
from line.graph import Line
from line.nodes import AreaNode

# What there was instead of an answer.
INSTEAD = {
    FollowUp.Status.ASKED: (WAITING, LABELS[WAITING]),
    FollowUp.Status.ANSWERED: (UNPUBLISHED, LABELS[UNPUBLISHED]),
    FollowUp.Status.MOVED_ON: (NOBODY, "Nobody had it"),
    FollowUp.Status.NO_REPLY: (NO_REPLY, LABELS[NO_REPLY]),
    FollowUp.Status.UNREACHABLE: (NO_REPLY, "Not reached"),
}


@dataclass(frozen=True)
class Cell:
    """What came of asking about one area in one round."""

    round: FollowUpRound
    code: str
    label: str

    @property
    def tag(self) -> str:
        """The modifier of the tag that shows it."""
        return TAGS.get(self.code, "")


def factors_context(line: Line) -> dict[str, Any]:
    """Return what the page across all areas says."""
    by_kind = factor_summaries(line.programme)
    named = {kind: [each for each in summaries if each.quotes] for kind, summaries in by_kind.items()}
    rounds = rounds_of(line)
    return {
        "line": line,
        **named,
        "rounds": rounds,
        "rows": [(node, [cell(node, round) for round in rounds]) for node in line.areas],
    }


def factor_words(row: tuple[str, Any]) -> str:
    """Return what the public reads of a factor, or of how an area came along, for whoever looks for words in it."""
    kind, found = row
    if kind == "rows":
        return f"{found[0].number} {found[0].title}"
    return " ".join([found.factor.name, *(f"{quote.words} {quote.update.area}" for quote in found.quotes)])


def rounds_of(line: Line) -> list[FollowUpRound]:
    """Return the rounds in which anybody was asked about something published, in their order."""
    found = {each.round.pk: each.round for node in line.areas for each in node.history.rounds}
    return sorted(found.values(), key=lambda round: round.number)


def cell(node: AreaNode, round: FollowUpRound) -> Cell:
    """Return what came of asking about an area in a round: its latest published word, or what there was instead."""
    asked = next((each for each in node.history.rounds if each.round == round), None)
    if asked is None:
        return Cell(round, NOT_ASKED, "Not asked")
    if asked.updates:
        return Cell(round, asked.updates[-1].standing, asked.updates[-1].get_standing_display())
    return Cell(round, *INSTEAD[asked.outcome])
