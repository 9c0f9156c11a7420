"""One thing on the line, and what it hangs together with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.text import get_text_list

from actions.models import FollowUp, ProgressUpdate
from consultations.models import FeedbackAnswer
from kit.text import listed_counts
from line.area_history import AreaHistory
from line.area_status import TAGS, AreaStatus, counted_states
from programmes.models import Programme
from programmes.nouns import in_words_of, one_and_many, word_for
from programmes.thread import STATIONS, Thread

# Kinds of things in the order of the line, each with the heading under which pages list it.
HEADINGS = {
    "poster": "{Posters}",
    "conversation": "Conversations",
    "feedback": "Feedback",
    "theme": "What was heard",
    "finding": "What was agreed",
    "area": "What people took on",
}
KINDS = tuple(HEADINGS)
# Kinds that a programme may call otherwise, as they are called unless it does.
OWN_WORDS = {"poster": "Poster", "area": "Action area"}
STATION_ORDER = tuple(STATIONS)


@dataclass(eq=False)
class Node:
    """One thing on the line.

    Its predecessors are nearer to what was said, its successors nearer to what came of it. Ancestors and descendants
    are all of them, near and far.
    """

    programme: Programme
    kind: str
    station: str
    obj: Any
    number: int
    title: str
    url: str
    # Of posters and feedback, whose voice it is; of feedback, its published words, question by question.
    speaks_for: str = ""
    answers: list[FeedbackAnswer] = field(default_factory=list)
    predecessors: list[Node] = field(default_factory=list)
    successors: list[Node] = field(default_factory=list)
    all_ancestors: set[Node] = field(default_factory=set, repr=False)
    all_descendants: set[Node] = field(default_factory=set, repr=False)
    # Of a theme, the words tied to it and who said them; of what was said, its own words that were heard.
    excerpts: list[tuple[Node, str]] = field(default_factory=list)
    # The station as far as which it has come, and why it goes no further (if so).
    reached: str = ""
    barred_because: str = ""

    @property
    def label(self) -> str:
        """Return what kind of thing it is, with its number where people know it by one: "Poster 7", "Gap"."""
        if self.kind == "finding":
            return str(self.obj.get_kind_display())
        word = word_for(self.programme, OWN_WORDS[self.kind]) if self.kind in OWN_WORDS else self.kind.capitalize()
        return f"{word} {self.number}" if self.kind in ("poster", "area", "conversation") else word

    @property
    def name(self) -> str:
        """Return what to call it where its words are quoted: its label, or for feedback whoever gave it."""
        return self.title if self.kind == "feedback" else self.label

    def ancestors(self, kind: str) -> list[Node]:
        """Return everything of a kind it goes back to, near or far, each once, by number."""
        return _of_kind(self.all_ancestors, kind)

    def descendants(self, kind: str) -> list[Node]:
        """Return everything of a kind it has led to, near or far, each once, by number."""
        return _of_kind(self.all_descendants, kind)

    @property
    def came_from(self) -> list[NodeGroup]:
        """Return everything it goes back to, near and far, kind by kind."""
        return _grouped(self.programme, self.all_ancestors)

    @property
    def led_to(self) -> list[NodeGroup]:
        """Return everything it has led to, near and far, kind by kind."""
        return _grouped(self.programme, self.all_descendants)

    @property
    def thread(self) -> Thread:
        """Draw how far it has come: as far as the furthest of what it led to, by the stations on its own way."""
        counts = {station: words for station in STATION_ORDER if (words := self.words_at(station))}
        if self.barred_because:
            # The reason says it: "Came of it: no. Stopped."
            counts.pop("came-of-it", None)
        # Passed with nothing at them: they are not on its way.
        passed = STATION_ORDER[: STATION_ORDER.index(self.reached)]
        without = [station for station in passed if station not in counts and station != self.station]
        return Thread.drawn_to(self.reached, counts=counts, without=without, reason=self.barred_because)

    def words_at(self, station: str) -> str:
        """Return in words what it has at a station, for the text beside the drawing; empty if nothing."""
        if station == self.station:
            return str(self.obj.get_decision_display()) if self.kind == "finding" else self.label
        if station == "came-of-it":
            areas = [area for area in self.descendants("area") if isinstance(area, AreaNode)]
            return counted_states(Counter(area.standing for area in areas))
        is_ahead = STATION_ORDER.index(station) > STATION_ORDER.index(self.station)
        kinds = Counter(each.kind for each in (self.all_descendants if is_ahead else self.all_ancestors))
        both = partial(one_and_many, self.programme)
        nouns = {
            "said": (
                ("poster", *both("poster")),
                ("conversation", "conversation", ""),
                ("feedback", "piece of feedback", "pieces of feedback"),
            ),
            "heard": (("theme", "theme", ""),),
            "agreed": (("finding", "priority or gap", "priorities and gaps"),),
            "taken-on": (("area", *both("action area")),),
        }
        return listed_counts(*((kinds[kind], one, many) for kind, one, many in nouns[station]))


@dataclass(eq=False, kw_only=True)
class AreaNode(Node):
    """An action area on the line, with where it stands."""

    status: AreaStatus
    # "We asked again in December 2016 and have not heard back", after an earlier answer.
    silence: str
    history: AreaHistory
    commitments_count: int = 0

    @property
    def proposed_by(self) -> str:
        """Return who put it forward, as the public reads it."""
        return get_text_list([each.public_name for each in self.history.first], "and")

    @property
    def handed_to(self) -> str:
        """Return who ever took it over, as the public reads it."""
        return get_text_list([each.public_name for each in self.history.handed_to], "and")

    @property
    def follow_ups(self) -> list[FollowUp]:
        """Return whoever was asked about it, in the order of the rounds."""
        return self.history.follow_ups

    @property
    def updates(self) -> list[ProgressUpdate]:
        """Return the answers that the public may read, the newest last."""
        return self.history.updates

    @property
    def latest(self) -> ProgressUpdate | None:
        """Return the newest answer that the public may read."""
        return self.history.latest

    @property
    def standing(self) -> str:
        """Return the code of where it stands."""
        return self.status.code

    @property
    def standing_label(self) -> str:
        """Return where it stands in words."""
        return self.status.label

    @property
    def latest_word(self) -> str:
        """Return the latest word about it, in one sentence."""
        return self.status.latest_word

    @property
    def tag(self) -> str:
        """Return the modifier of the tag that shows where it stands."""
        return TAGS.get(self.standing, "")

    def words_at(self, station: str) -> str:
        """Return in words what it has at a station: of what came of it, where it stands."""
        return self.standing_label if station == "came-of-it" else super().words_at(station)


@dataclass(frozen=True)
class NodeGroup:
    """Things of one kind under their heading."""

    heading: str
    nodes: list[Node]


def _of_kind(nodes: set[Node], kind: str) -> list[Node]:
    return sorted((node for node in nodes if node.kind == kind), key=lambda node: node.number)


def _grouped(programme: Programme, nodes: set[Node]) -> list[NodeGroup]:
    groups = (NodeGroup(in_words_of(programme, words), _of_kind(nodes, kind)) for kind, words in HEADINGS.items())
    return [group for group in groups if group.nodes]
