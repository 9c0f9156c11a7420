"""The whole line of one programme, from what people said to what came of it, read both ways.

Only what is published is on it. Two queries whatever there is: everything published, and all ties between it. A tie to
something unpublished is left out; a tie to a merged theme leads to the theme it went into.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from actions.models import FollowUp, ProgressUpdate, Proposer, Standing
from findings.models import Decision
from kit.text import listed, listed_counts
from line.area_status import since_then, stand
from line.edges import ties
from line.nodes import AreaNode, Node
from line.published import PUBLISHED, Published
from line.summary import ORDER, Counts, large_thread
from programmes.models import Programme
from programmes.thread import Thread


@dataclass(eq=False)
class Line:
    """Everything published of one programme, tied together."""

    programme: Programme
    posters: list[Node]
    conversations: list[Node]
    feedback: list[Node]
    themes: list[Node]
    findings: list[Node]
    areas: list[AreaNode]
    helped: list[tuple[str, int]]
    hindered: list[tuple[str, int]]
    thread: Thread

    @property
    def said(self) -> list[Node]:
        """Return all that was said: posters, conversations, feedback."""
        return [*self.posters, *self.conversations, *self.feedback]

    @property
    def told(self) -> list[AreaNode]:
        """Return the areas that have told us what has happened."""
        return [area for area in self.areas if area.latest is not None]

    @property
    def standings(self) -> Counter[str]:
        """Return how many areas stand where."""
        return Counter(area.standing for area in self.areas)

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
            areas=len(self.areas),
            promises=sum(area.commitments_count for area in self.areas),
            told=len(self.told),
        )

    def find(self, kind: str, number: int) -> Node | None:
        """Return the one thing of a kind with this number, or None when nothing published has it."""
        nodes: dict[str, Iterable[Node]] = {
            "poster": self.posters, "theme": self.themes, "finding": self.findings, "area": self.areas
        }  # fmt: skip
        return next((node for node in nodes[kind] if node.number == number), None)

    @classmethod
    def read(cls, programme: Programme) -> Line:
        """Read the line of `programme` in two queries.

        Whoever reads the same rows as somebody before gets the line that was tied then: treat it as read only.
        """
        columns = tuple(getattr(programme, field.attname) for field in Programme._meta.concrete_fields)
        return _tied(columns, PUBLISHED.rows(programme.pk), ties(programme))


@lru_cache(maxsize=64)
def _tied(columns: tuple[Any, ...], published: tuple[Any, ...], ties: tuple[Any, ...]) -> Line:
    """Tie a line from nothing but what the database gave, so that the same rows always make the same line."""
    programme = Programme.from_db(None, [field.attname for field in Programme._meta.concrete_fields], columns)
    return _Tying(programme, Published.of(programme, published[0]), ties).line()


class _Tying:
    """The work of tying one line; thrown away when it is tied."""

    def __init__(self, programme: Programme, published: Published, ties: tuple[Any, ...]) -> None:
        self.programme = programme
        self.published = published
        self.ties = ties
        self.nodes: dict[str, dict[int, Node]] = defaultdict(dict)
        self.nouns = {
            "said": (
                ("poster", "poster", ""),
                ("conversation", "conversation", ""),
                ("feedback", "piece of feedback", "pieces of feedback"),
            ),
            "heard": (("theme", "theme", ""),),
            "agreed": (("finding", "priority or gap", "priorities and gaps"),),
            "taken-on": (("area", programme.action_word, programme.action_word_plural),),
        }
        self.factors: dict[str, dict[str, set[int]]] = {"helped": defaultdict(set), "hindered": defaultdict(set)}

    def url(self, name: str, *args: object) -> str:
        return reverse(f"public:{name}", args=[self.programme.slug, *args])

    def line(self) -> Line:
        self.read_nodes()
        self.tie()
        self.read_answers()
        # From the end to the beginning, since each thing has come as far as the furthest of what it led to.
        for kind in ("area", "finding", "theme", "feedback", "conversation", "poster"):
            for node in self.nodes[kind].values():
                node.reached, node.barred = self.reach(node)
        lists: dict[str, list[Any]] = {kind: list(nodes.values()) for kind, nodes in self.nodes.items()}
        helped, hindered = (
            sorted(
                ((name, len(areas)) for name, areas in self.factors[way].items()), key=lambda each: (-each[1], each[0])
            )
            for way in ("helped", "hindered")
        )
        line = Line(
            programme=self.programme,
            posters=lists.get("poster", []),
            conversations=lists.get("conversation", []),
            feedback=lists.get("feedback", []),
            themes=lists.get("theme", []),
            findings=lists.get("finding", []),
            areas=lists.get("area", []),
            helped=helped,
            hindered=hindered,
            thread=Thread(()),
        )
        line.thread = large_thread(self.programme, line.counts)
        return line

    # -- What there is ----------------------------------------------------------------------------

    def read_nodes(self) -> None:
        obj: Any
        # One address is resolved for each kind, not one for each thing.
        poster, theme, finding, area = (
            self.url(name, 0).removesuffix("0/")
            for name in ("poster-detail", "theme-detail", "finding-detail", "area-detail")
        )
        conversations, feedback = self.url("conversation-list"), self.url("feedback-list")
        for obj in self.published.posters:
            node = self.add("poster", "said", obj, obj.title, f"{poster}{obj.number}/")
            node.speaks_for = self.published.poster_voices[obj.pk]
        for obj in self.published.conversations:
            self.add("conversation", "said", obj, obj.team, f"{conversations}#conversation-{obj.number}")
        for number, obj in enumerate(self.published.feedback, start=1):
            voice = self.published.voices[obj.pk]
            title = voice["organisation"] or "Somebody who took part"
            node = self.add("feedback", "said", obj, title, f"{feedback}#feedback-{obj.pk}", number)
            node.speaks_for = voice["group"] or ""
        for answer in self.published.answers:
            self.nodes["feedback"][answer["feedback_id"]].answers.append(answer)
        for obj in self.published.themes.values():
            if obj.published_at and obj.merged_into_id is None:
                self.add("theme", "heard", obj, obj.name, f"{theme}{obj.number}/")
        for obj in self.published.findings:
            self.add("finding", "agreed", obj, obj.title, f"{finding}{obj.number}/")
        for obj in self.published.areas:
            self.add("area", "taken-on", obj, obj.title, f"{area}{obj.number}/")

    def add(self, kind: str, station: str, obj: Any, title: str, url: str, number: int = 0) -> Node:
        node_class = AreaNode if kind == "area" else Node
        node = node_class(kind, station, obj, number or obj.number, title, url, draw=self.draw)
        self.nodes[kind][obj.pk] = node
        return node

    # -- How it hangs together --------------------------------------------------------------------

    def tie(self) -> None:
        for which, left, right, words in self.ties:
            if which in self.factors:
                if left in self.nodes["area"]:
                    self.factors[which][words].add(left)
            else:
                from_kind, _, to_kind = which.partition("-")
                self.join(from_kind, to_kind, left, right, words)
        for nodes in self.nodes.values():
            for node in nodes.values():
                node.back.sort(key=lambda each: (ORDER.index(each.station), each.kind, each.number))
                node.forward.sort(key=lambda each: (ORDER.index(each.station), each.kind, each.number))

    def join(self, from_kind: str, to_kind: str, left: int, right: int, words: str) -> None:
        if from_kind == "theme":
            left = self.kept_theme(left)
        if to_kind == "theme":
            right = self.kept_theme(right)
        back, forward = self.nodes[from_kind].get(left), self.nodes[to_kind].get(right)
        if back is None or forward is None:
            return
        if forward not in back.forward:
            back.forward.append(forward)
            forward.back.append(back)
        if words:
            back.excerpts.append((forward, words))
            forward.excerpts.append((back, words))

    def kept_theme(self, pk: int) -> int:
        """Return the theme that one was merged into, however often."""
        for _ in self.published.themes:
            theme = self.published.themes.get(pk)
            if theme is None or theme.merged_into_id is None:
                break
            pk = theme.merged_into_id
        return pk

    # -- What came of it --------------------------------------------------------------------------

    def read_answers(self) -> None:
        follow_ups: dict[int, list[FollowUp]] = defaultdict(list)
        updates: dict[int, list[ProgressUpdate]] = defaultdict(list)
        proposers: dict[int, list[Proposer]] = defaultdict(list)
        for follow_up in self.published.follow_ups:
            follow_ups[follow_up.proposer.area_id].append(follow_up)
        for update in self.published.updates:
            updates[update.area_id].append(update)
        for proposer in self.published.proposers:
            proposers[proposer.area_id].append(proposer)
        for node in self.areas():
            pk = node.obj.pk
            node.follow_ups, node.updates, node.proposers = follow_ups[pk], updates[pk], proposers[pk]
            self.settle(node)

    def areas(self) -> list[AreaNode]:
        return [node for node in self.nodes["area"].values() if isinstance(node, AreaNode)]

    def settle(self, node: AreaNode) -> None:
        """Say where an area stands."""
        # Whoever was named by mistake never had it, and whoever came in their place took nothing over.
        named_by_mistake = {each.pk for each in node.proposers if each.named_by_mistake}
        meant = [each for each in node.proposers if not each.named_by_mistake]
        first = [each.public_name for each in meant if (each.took_over_from_id or -1) in {-1, *named_by_mistake}]
        successors = [
            each.public_name for each in meant if (each.took_over_from_id or -1) not in {-1, *named_by_mistake}
        ]
        node.commitments_count = self.published.promises[node.obj.pk]
        node.latest = node.updates[-1] if node.updates else None
        node.asked_rounds = list({each.round_id: each.round for each in node.follow_ups}.values())
        node.proposed_by, node.handed_to = listed(first), listed(successors)
        standing = stand(node.latest, node.follow_ups, handed_to=successors)
        node.standing, node.standing_label, node.latest_word = standing.code, standing.label, standing.word
        node.silence = since_then(node.latest, node.follow_ups, meant)

    # -- How far it has come ----------------------------------------------------------------------

    def draw(self, node: Node) -> Thread:
        """Draw a node's thread: as far as the furthest of what it led to, through the stations on its own way."""
        counts = {each: text for each in ORDER if (text := self.counted(node, each))}
        if node.barred:
            # The reason says it: "Came of it: no. Stopped."
            counts.pop("came-of-it", None)
        without = self.skipped(node, node.reached, counts)
        return Thread.drawn_to(node.reached, counts=counts, without=without, reason=node.barred)

    def reach(self, node: Node) -> tuple[str, str]:
        if isinstance(node, AreaNode):
            if node.standing in (Standing.UNDER_WAY, Standing.DONE):
                return "came-of-it", ""
            return "taken-on", "Stopped." if node.standing == Standing.STOPPED else ""
        if node.forward:
            best = max(node.forward, key=lambda each: (ORDER.index(each.reached), not each.barred))
            return best.reached, best.barred
        if node.kind == "finding" and node.obj.decision == Decision.UNDECIDED:
            return "heard", ""
        if node.kind == "finding" and node.obj.decision == Decision.NOT_TAKEN_FORWARD:
            return "agreed", f"Not taken forward: {node.obj.reason}"
        return node.station, ""

    def skipped(self, node: Node, reached: str, counts: dict[str, str]) -> list[str]:
        """Return the stations that are not on a node's way: passed, with nothing at them."""
        passed = ORDER[: ORDER.index(reached)]
        return [station for station in passed if station not in counts and station != node.station]

    def counted(self, node: Node, station: str) -> str:
        """Return in words what a node has at a station, for the text beside the drawing; empty if nothing."""
        if station == "came-of-it" and isinstance(node, AreaNode):
            return node.standing_label
        if station == "came-of-it":
            areas = [area for area in node.onward("area") if isinstance(area, AreaNode)]
            labels = Counter(area.standing_label.lower() for area in areas)
            return ", ".join(f"{count} {label}" for label, count in labels.items())
        if station == node.station:
            return str(node.obj.get_decision_display()) if node.kind == "finding" else node.label
        way = "forward" if ORDER.index(station) > ORDER.index(node.station) else "back"
        found = node.reachable(way)
        return listed_counts(*((len(found.get(kind, ())), one, many) for kind, one, many in self.nouns[station]))
