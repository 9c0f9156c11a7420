"""One thing on the line with all that its own page says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.models import Factor, FactorKind, FollowUp, ProgressUpdate
from line.area_history import AreaRound
from line.graph import Line
from line.nodes import AreaNode, Node


def poster_context(line: Line, node: Node) -> dict[str, Any]:
    """Return what a poster's page says: its answers to the template's prompts, and its neighbours on the wall."""
    place = line.posters.index(node)
    answers = node.obj.answers.in_order()
    return {
        "node": node,
        "answers": answers,
        "before": line.posters[place - 1] if place else None,
        "after": line.posters[place + 1] if place + 1 < len(line.posters) else None,
    }


def theme_context(node: Node) -> dict[str, Any]:
    """Return what a theme's page says, with the themes that went into it."""
    merged = node.obj.merged_from.filter(published_at__isnull=False).order_by("number")
    return {"node": node, "merged": merged}


@dataclass(frozen=True)
class RoundOutcome:
    """What came of asking about one area in a round: an answer the public may read, or what there was instead.

    Whoever answered is named. Who did not stays at the desk: silence is the area's.
    """

    asked: AreaRound
    update: ProgressUpdate | None

    @property
    def told(self) -> str:
        """Return what to head it with: when we asked, and how and by whom we were told, or that we were not."""
        name = self.asked.round.name
        if self.update is None:
            return f"Asked in {name}"
        way, by = self.update.get_channel_display().lower(), self.update.follow_up.proposer.public_name
        return f"Told us in {name}, {way} · {by}"

    @property
    def instead(self) -> str:
        """Return what came instead of an answer that can be read."""
        if self.asked.is_silent and self.asked.told_whose_it_is_not:
            return "Whoever had it then has not replied."
        return {
            FollowUp.Status.ASKED: "We are waiting to hear.",
            FollowUp.Status.ANSWERED: "There is an answer. It is not published.",
            FollowUp.Status.MOVED_ON: "Nobody had it: whoever we asked had moved on, or was the wrong person.",
            FollowUp.Status.NO_REPLY: "We have not heard back.",
            FollowUp.Status.UNREACHABLE: "We could not reach whoever had it.",
        }[self.asked.outcome]

    @property
    def mark(self) -> str:
        """Return the modifier of its dot on the line of time: hollow where nothing was told."""
        return "" if self.update is not None else "ahead"

    @property
    def helped(self) -> list[Factor]:
        """Return what helped, as named across areas."""
        return self._factors(FactorKind.HELPED)

    @property
    def hindered(self) -> list[Factor]:
        """Return what hindered, as named across areas."""
        return self._factors(FactorKind.HINDERED)

    def _factors(self, kind: FactorKind) -> list[Factor]:
        """Return what the answer was coded to, each once; what was merged is what it went into."""
        coded = self.update.factors.all() if self.update else []
        named = dict.fromkeys(factor.merged_into or factor for factor in coded)
        return [factor for factor in named if factor.kind == kind]


def area_context(node: AreaNode, on: date) -> dict[str, Any]:
    """Return what an action area's page says: proposers, plan, promises, what came of each round, oldest first."""
    area, steps = node.obj, list(node.obj.steps.order_by("position"))
    had_it = node.history.had_it
    outcomes = []
    for asked in node.history.rounds:
        outcomes += [RoundOutcome(asked, update) for update in asked.updates] or [RoundOutcome(asked, None)]
    return {
        "node": node,
        "proposers": had_it,
        # From whoever was named by mistake nobody took anything over.
        "took_over": [each for each in had_it if each.took_over_from_id in {other.pk for other in had_it}],
        "steps": steps,
        "overdue": [each for each in steps if each.is_overdue(on)],
        "promises": area.commitments.published().order_by("made_on", "pk"),
        "outcomes": outcomes,
        "meeting": area.taken_on_at,
    }
