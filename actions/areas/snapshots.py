"""An action area and a step as they stand at a moment: how one window knows that another has written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import ActionArea, Step
from kit.stale_edits import Snapshot, in_order


@dataclass(frozen=True)
class AreaSnapshot(Snapshot):
    """An action area's title and summary, the meeting it was taken on at, and where it came from (keys, in order)."""

    title: str
    summary: str = ""
    taken_on_at: int | None = None
    posters: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()

    @classmethod
    def of(cls, area: ActionArea) -> AreaSnapshot:
        """Return how an action area stands. Two queries."""
        return cls(
            area.title,
            area.summary,
            area.taken_on_at_id,
            in_order(area.posters.values_list("pk", flat=True)),
            in_order(area.findings.values_list("pk", flat=True)),
        )


@dataclass(frozen=True)
class NewProposer:
    """Who puts an action area forward: a name, how to reach them if they said so, and whether the public reads it."""

    name: str
    email: str = ""
    telephone: str = ""
    may_name: bool = False


@dataclass(frozen=True)
class StepSnapshot(Snapshot):
    """What is to be done, by whom, by when in words and as a day, whose it is (a key), and on which day it was done."""

    what: str
    who: str
    by_text: str
    due_on: date | None = None
    owner: int | None = None
    done_on: date | None = None

    @classmethod
    def of(cls, step: Step) -> StepSnapshot:
        """Return how a step stands."""
        return cls(step.what, step.who, step.by_text, step.due_on, step.owner_id, step.done_on)
