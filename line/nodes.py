"""One thing on the line, and what it hangs together with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from actions.models import FollowUp, FollowUpRound, ProgressUpdate, Proposer
from line.area_status import TAGS
from programmes.thread import Thread

HEADINGS = {
    "poster": "Posters",
    "conversation": "Conversations",
    "feedback": "Feedback",
    "theme": "What was heard",
    "finding": "What was agreed",
    "area": "What people took on",
}


@dataclass(eq=False)
class Node:
    """One thing on the line. `back` is nearer to what was said, `forward` nearer to what came of it."""

    kind: str
    station: str
    obj: Any
    number: int
    title: str
    url: str
    back: list[Node] = field(default_factory=list)
    forward: list[Node] = field(default_factory=list)
    # Of a theme, the words tied to it and who said them; of what was said, its own words that were heard.
    excerpts: list[tuple[Node, str]] = field(default_factory=list)
    # How far it has come, and why it goes no further (if so).
    reached: str = ""
    barred: str = ""
    # Of posters and feedback, whose voice it is; of feedback, its published words, question by question.
    speaks_for: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    draw: Callable[[Any], Thread] = field(default=lambda node: Thread(()), repr=False)
    # Its rows and cards, by template: nothing about it changes once the line is tied.
    drawings: dict[str, str] = field(default_factory=dict, repr=False)
    _reached: dict[str, dict[str, set[Node]]] = field(default_factory=dict, repr=False)

    @cached_property
    def thread(self) -> Thread:
        """Return how far it has come, drawn when it is looked at."""
        return self.draw(self)

    @property
    def label(self) -> str:
        """Return what kind of thing it is, with its number where people know it by one: "Poster 7", "Gap"."""
        if self.kind == "finding":
            return str(self.obj.get_kind_display())
        word = self.obj.programme.action_word if self.kind == "area" else self.kind
        numbered = self.kind in ("poster", "area", "conversation")
        return f"{word.capitalize()} {self.number}" if numbered else word.capitalize()

    @property
    def name(self) -> str:
        """Return what to call it where its words are quoted: its label, or for feedback whoever gave it."""
        return self.title if self.kind == "feedback" else self.label

    @property
    def came_from(self) -> list[dict[str, Any]]:
        """Return everything it goes back to, near and far, kind by kind under a heading."""
        return _grouped(self.whence)

    @property
    def led_to(self) -> list[dict[str, Any]]:
        """Return everything it has led to, near and far, kind by kind under a heading."""
        return _grouped(self.onward)

    def onward(self, kind: str) -> list[Node]:
        """Return everything of a kind it has led to, near or far, each once, by number."""
        return sorted(self.reachable("forward").get(kind, ()), key=lambda node: node.number)

    def whence(self, kind: str) -> list[Node]:
        """Return everything of a kind it goes back to, near or far, each once, by number."""
        return sorted(self.reachable("back").get(kind, ()), key=lambda node: node.number)

    def reachable(self, way: str) -> dict[str, set[Node]]:
        """Return all that can be reached one way ("forward", "back"), by kind; the line must be tied by then."""
        if way not in self._reached:
            found: dict[str, set[Node]] = defaultdict(set)
            for node in getattr(self, way):
                found[node.kind].add(node)
                for kind, nodes in node.reachable(way).items():
                    found[kind] |= nodes
            self._reached[way] = found
        return self._reached[way]


@dataclass(eq=False)
class AreaNode(Node):
    """An action area on the line, with where it stands."""

    latest: ProgressUpdate | None = None
    standing: str = ""
    standing_label: str = ""
    latest_word: str = ""
    # "We asked again in December 2016 and have not heard back", after an earlier answer.
    silence: str = ""
    proposed_by: str = ""
    handed_to: str = ""
    asked_rounds: list[FollowUpRound] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    updates: list[ProgressUpdate] = field(default_factory=list)
    proposers: list[Proposer] = field(default_factory=list)
    commitments_count: int = 0

    @property
    def tag(self) -> str:
        """Return the modifier of the tag that shows where it stands."""
        return TAGS.get(self.standing, "")


def _grouped(walk: Callable[[str], list[Node]]) -> list[dict[str, Any]]:
    groups = ({"heading": heading, "nodes": walk(kind)} for kind, heading in HEADINGS.items())
    return [group for group in groups if group["nodes"]]
