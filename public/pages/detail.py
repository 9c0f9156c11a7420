"""One thing on the line with all that its own page says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.models import Factor, FactorKind, FollowUp, ProgressUpdate
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
class FollowUpOutcome:
    """What came of one follow-up about one area: an answer the public may read, or what there was instead."""

    follow_up: FollowUp
    update: ProgressUpdate | None

    @property
    def told(self) -> str:
        """Return what to head it with: when we asked and how we were told, or that we were not."""
        name = self.follow_up.round.name
        if self.update is not None:
            return f"Told us in {name}, {self.update.get_channel_display().lower()}"
        return f"Asked in {name}"

    @property
    def instead(self) -> str:
        """Return what came instead of an answer that can be read."""
        return {
            FollowUp.Status.ASKED: "We are waiting to hear.",
            FollowUp.Status.ANSWERED: "There is an answer. It is not published.",
            FollowUp.Status.MOVED_ON: f"{self.follow_up.proposer.public_name} had moved on.",
            FollowUp.Status.NO_REPLY: "We have not heard back.",
            FollowUp.Status.UNREACHABLE: f"We could not reach {self.follow_up.proposer.public_name}.",
            FollowUp.Status.NOT_ME: "We had asked the wrong person.",
        }[FollowUp.Status(self.follow_up.status)]

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


def area_context(node: AreaNode) -> dict[str, Any]:
    """Return what an action area's page says: proposers, plan, promises, what came of each follow-up, oldest first."""
    area = node.obj
    updates = {update.follow_up_id: update for update in node.updates}
    outcomes = [FollowUpOutcome(each, updates.get(each.pk)) for each in node.follow_ups]
    return {
        "node": node,
        "proposers": node.history.had_it,
        "steps": area.steps.order_by("position"),
        "promises": area.commitments.published().order_by("made_on", "pk"),
        "outcomes": outcomes,
        "meeting": area.taken_on_at,
    }
