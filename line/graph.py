"""The whole line of one programme, from what people said to what came of it, read both ways.

Only what is published is on it; a tie to something unpublished is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from actions.models import FactorKind, ProgressUpdate, Standing
from findings.models import Decision
from line.area_history import AreaHistory, area_histories
from line.area_status import after_latest_answer, area_status
from line.edges import Edge, NodeKey, edges
from line.nodes import KINDS, STATION_ORDER, AreaNode, Node
from line.queries import LineRows, line_rows, rows_of_lines
from line.summary import Counts, large_thread
from programmes.models import Programme
from programmes.thread import Thread

Nodes = dict[NodeKey, Node]


@dataclass(frozen=True, eq=False)
class Line:
    """Everything published of one programme, tied together; each list by number.

    `helped` and `hindered` name what did, with in how many areas. `ad_hoc_commitments` counts those outside any area.
    """

    programme: Programme
    posters: list[Node]
    conversations: list[Node]
    feedback: list[Node]
    themes: list[Node]
    findings: list[Node]
    areas: list[AreaNode]
    helped: list[tuple[str, int]]
    hindered: list[tuple[str, int]]
    ad_hoc_commitments: int

    @classmethod
    def read(cls, programme: Programme) -> Line:
        """Read the line of a programme, in as many queries however much there is."""
        return tie(line_rows(programme))

    @classmethod
    def read_each(cls, programmes: Sequence[Programme]) -> list[Line]:
        """Read the line of each programme, in as many queries for many as for one."""
        return [tie(rows) for rows in rows_of_lines(programmes)]

    @property
    def said(self) -> list[Node]:
        """Return all that was said: posters, conversations, feedback."""
        return [*self.posters, *self.conversations, *self.feedback]

    @property
    def areas_that_told_us(self) -> list[AreaNode]:
        """Return the areas of which it has been published what has happened, be it that they stopped."""
        return [area for area in self.areas if area.latest is not None]

    @property
    def standings(self) -> Mapping[str, int]:
        """Return how many areas stand where."""
        return self.counts.standings

    @property
    def counts(self) -> Counts:
        """Return how much there is at each station."""
        return Counts(
            posters=len(self.posters),
            conversations=len(self.conversations),
            feedback=len(self.feedback),
            themes=len(self.themes),
            findings=len(self.findings),
            decided=sum(node.obj.decision != Decision.UNDECIDED for node in self.findings),
            commitments=sum(area.commitments_count for area in self.areas),
        ).with_areas(area.history for area in self.areas)

    @property
    def thread(self) -> Thread:
        """Return the programme's own thread."""
        return large_thread(self.programme, self.counts)

    def find(self, kind: str, number: int) -> Node | None:
        """Return the one thing of a kind with this number, or None when nothing published has it."""
        nodes: dict[str, Iterable[Node]] = {
            "poster": self.posters, "theme": self.themes, "finding": self.findings, "area": self.areas
        }  # fmt: skip
        return next((node for node in nodes[kind] if node.number == number), None)


def tie(rows: LineRows) -> Line:
    """Tie the rows of a programme to its line: from nothing but them, so that the same rows give the same line."""
    nodes: Nodes = {(node.kind, node.obj.pk): node for node in [*_what_was_said(rows), *_what_it_led_to(rows)]}
    areas = _area_nodes(rows)
    nodes |= {("area", area.obj.pk): area for area in areas}
    for edge in edges(rows):
        _join(nodes, edge)
    in_order = sorted(nodes.values(), key=_place)
    _find_relatives(in_order)
    _find_how_far(in_order)
    updates = [update for area in areas for update in area.updates]

    def of_kind(kind: str) -> list[Node]:
        return [node for node in nodes.values() if node.kind == kind]

    return Line(
        programme=rows.programme,
        posters=of_kind("poster"),
        conversations=of_kind("conversation"),
        feedback=of_kind("feedback"),
        themes=of_kind("theme"),
        findings=of_kind("finding"),
        areas=areas,
        helped=_factors(updates, FactorKind.HELPED),
        hindered=_factors(updates, FactorKind.HINDERED),
        ad_hoc_commitments=rows.commitments.get(None, 0),
    )


# -- What there is ------------------------------------------------------------------------------------


def _what_was_said(rows: LineRows) -> list[Node]:
    """Return posters, conversations and feedback, each in its order."""

    def node(kind: str, obj: Any, number: int, title: str, url: str, **words: Any) -> Node:
        return Node(rows.programme, kind, "said", obj, number, title, url, **words)

    slug = rows.programme.slug
    conversations, feedback = (reverse(f"public:{name}-list", args=[slug]) for name in ("conversation", "feedback"))
    said = [
        node("poster", each, each.number or 0, each.title, each.get_absolute_url(), speaks_for=_name(each.speaking_for))
        for each in rows.posters
    ]
    said += [
        node("conversation", each, each.number or 0, each.team, f"{conversations}#conversation-{each.number}")
        for each in rows.conversations
    ]
    for number, each in enumerate(rows.feedback, start=1):
        by = each.public_name
        words = {"speaks_for": _name(each.speaking_for), "answers": list(each.answers.all())}
        said.append(node("feedback", each, number, by, f"{feedback}#feedback-{each.pk}", **words))
    return said


def _what_it_led_to(rows: LineRows) -> list[Node]:
    """Return themes and findings, each in their order."""

    def node(kind: str, station: str, obj: Any, title: str) -> Node:
        url = reverse(f"public:{kind}-detail", args=[rows.programme.slug, obj.number])
        return Node(rows.programme, kind, station, obj, obj.number, title, url)

    themes = [each for each in rows.themes if each.published_at and each.merged_into_id is None]
    return [
        *(node("theme", "heard", each, each.name) for each in themes),
        *(node("finding", "agreed", each, each.title) for each in rows.findings),
    ]


def _name(group: Any) -> str:
    return str(group.name) if group else ""


def _area_nodes(rows: LineRows) -> list[AreaNode]:
    """Return the action areas, each with who had it, who was asked, what they answered and where it stands."""

    def node(history: AreaHistory) -> AreaNode:
        area = history.area
        return AreaNode(
            rows.programme, "area", "taken-on", area, area.number, area.title, area.get_absolute_url(),
            status=area_status(history),
            silence=after_latest_answer(history),
            history=history,
            commitments_count=rows.commitments.get(area.pk, 0),
        )  # fmt: skip

    return [node(each) for each in area_histories(rows.taken_on)]


def _factors(updates: Iterable[ProgressUpdate], kind: FactorKind) -> list[tuple[str, int]]:
    """Return each factor of a kind with in how many areas it was named, most first; a merged one as what it is now."""
    areas: dict[str, set[int]] = defaultdict(set)
    for update in updates:
        for factor in update.factors.all():
            if factor.kind == kind:
                areas[(factor.merged_into or factor).name].add(update.area_id)
    return sorted(((name, len(found)) for name, found in areas.items()), key=lambda each: (-each[1], each[0]))


# -- How it hangs together ----------------------------------------------------------------------------


def _join(nodes: Nodes, edge: Edge) -> None:
    """Join the two ends of a tie, if both are on the line."""
    source, target = nodes.get(edge.source), nodes.get(edge.target)
    if source is None or target is None:
        return
    if target not in source.successors:
        source.successors.append(target)
        target.predecessors.append(source)
    if edge.excerpt:
        source.excerpts.append((target, edge.excerpt))
        target.excerpts.append((source, edge.excerpt))


def _find_relatives(in_order: Sequence[Node]) -> None:
    """Tell each thing all that it goes back to and all that it has led to."""
    for node in in_order:
        node.predecessors.sort(key=_place)
        node.successors.sort(key=_place)
        node.all_ancestors = set(node.predecessors).union(*(each.all_ancestors for each in node.predecessors))
    for node in reversed(in_order):
        node.all_descendants = set(node.successors).union(*(each.all_descendants for each in node.successors))


def _find_how_far(in_order: Sequence[Node]) -> None:
    """Tell each thing how far it has come: as far as the furthest of what it led to, and so from the end."""
    for node in reversed(in_order):
        node.reached, node.barred_because = _reached(node)


def _place(node: Node) -> tuple[int, int]:
    """Return where on the line a thing is: by its kind, then by number."""
    return KINDS.index(node.kind), node.number


def _reached(node: Node) -> tuple[str, str]:
    """Return the station as far as which a thing has come, and why it goes no further (if so)."""
    if isinstance(node, AreaNode):
        if node.standing in (Standing.UNDER_WAY, Standing.DONE):
            return "came-of-it", ""
        return "taken-on", "Stopped." if node.standing == Standing.STOPPED else ""
    if node.successors:
        best = max(node.successors, key=lambda each: (STATION_ORDER.index(each.reached), not each.barred_because))
        return best.reached, best.barred_because
    if node.kind == "finding" and node.obj.decision == Decision.UNDECIDED:
        return "heard", ""
    if node.kind == "finding" and node.obj.decision == Decision.NOT_TAKEN_FORWARD:
        return "agreed", f"Not taken forward: {node.obj.reason}"
    return node.station, ""
