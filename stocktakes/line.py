"""The whole line of one programme, from what people said to what came of it, read both ways.

Only what is published is on it. Nine queries whatever there is: seven lists, all ties between them in one, and the
answers. A tie to something unpublished is left out; a tie to a merged theme leads to the theme it went into.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from actions.models import ActionArea, FollowUp, FollowUpRound, ProgressUpdate, Proposer, Standing
from consultations.models import Coding, Conversation, Decision, Feedback, Finding, Poster, Theme
from programmes.models import Programme
from programmes.thread import STATIONS, Thread
from stocktakes.standing import TAGS, listed, silence_since, stand

ORDER = list(STATIONS)


def several(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: "1 theme", "9 themes"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


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
    # How far it has come, why it goes no further (if so), and the two drawn.
    reached: str = ""
    barred: str = ""
    thread: Thread = field(default_factory=lambda: Thread(()))

    @property
    def name(self) -> str:
        """Return what to call it in a link: "Poster 7", or for the rest its title."""
        return f"Poster {self.number}" if self.kind == "poster" else self.title

    def onward(self, kind: str) -> list[Node]:
        """Return everything of a kind it has led to, near or far, each once, by number."""
        return _walk(self, kind, "forward")

    def whence(self, kind: str) -> list[Node]:
        """Return everything of a kind it goes back to, near or far, each once, by number."""
        return _walk(self, kind, "back")


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
    commitments_count: int = 0

    @property
    def tag(self) -> str:
        """Return the modifier of the tag that shows where it stands."""
        return TAGS.get(self.standing, "")


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

    def find(self, kind: str, number: int) -> Node | None:
        """Return the one thing of a kind with this number, or None when nothing published has it."""
        nodes: dict[str, Iterable[Node]] = {
            "poster": self.posters, "theme": self.themes, "finding": self.findings, "area": self.areas
        }  # fmt: skip
        return next((node for node in nodes[kind] if node.number == number), None)

    @classmethod
    def read(cls, programme: Programme) -> Line:
        """Read the line of `programme` in nine queries."""
        return _Reading(programme).line()


def _walk(start: Node, kind: str, way: str) -> list[Node]:
    found: dict[int, Node] = {}
    seen: set[int] = set()
    ahead: list[Node] = list(getattr(start, way))
    while ahead:
        node = ahead.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.kind == kind:
            found[id(node)] = node
        ahead.extend(getattr(node, way))
    return sorted(found.values(), key=lambda node: node.number)


def _ties(programme: Programme) -> QuerySet[Any, tuple[str, int, int, str]]:
    """Return every stored tie of a programme in one query, as (which, from, to, words)."""

    def tie(which: Any, queryset: QuerySet[Any], left: str, right: str, words: Any = None) -> QuerySet[Any, Any]:
        text = Cast(words if words is not None else Value(""), TextField())
        which = which if isinstance(which, F) else Value(which)
        return queryset.order_by().values_list(Cast(which, TextField()), left, right, text)

    codings = Coding.objects.filter(theme__programme=programme)
    spoken = Case(
        When(answer__published_text__contains=F("excerpt"), then=F("excerpt")),
        default=Value(""),
        output_field=TextField(),
    )
    areas = ActionArea.objects.filter(programme=programme)
    findings = Finding.objects.filter(programme=programme)
    proposers = Proposer.objects.filter(area__programme=programme)
    factors = ProgressUpdate.objects.published().filter(area__programme=programme, factors__isnull=False)
    return tie("poster-theme", codings.filter(poster__isnull=False), "poster_id", "theme_id", F("excerpt")).union(
        tie(
            "conversation-theme",
            codings.filter(conversation__isnull=False),
            "conversation_id",
            "theme_id",
            F("excerpt"),
        ),
        # Of feedback the public reads only what stands in its published words.
        tie("feedback-theme", codings.filter(answer__isnull=False), "answer__feedback_id", "theme_id", spoken),
        tie("theme-finding", findings.filter(themes__isnull=False), "themes__pk", "pk"),
        tie("finding-area", areas.filter(findings__isnull=False), "findings__pk", "pk"),
        tie("poster-area", areas.filter(posters__isnull=False), "posters__pk", "pk"),
        tie("conversation-area", areas.filter(conversations__isnull=False), "conversations__pk", "pk"),
        tie("proposer", proposers.filter(took_over_from__isnull=True), "area_id", "pk", F("public_name")),
        tie("successor", proposers.filter(took_over_from__isnull=False), "area_id", "pk", F("public_name")),
        tie(F("factors__kind"), factors, "area_id", "factors__pk", F("factors__name")),
        all=True,
    )


class _Reading:
    """The work of reading one line; thrown away when it is read."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.nodes: dict[str, dict[int, Node]] = defaultdict(dict)
        self.names: dict[str, dict[int, list[tuple[int, str]]]] = {
            "proposer": defaultdict(list),
            "successor": defaultdict(list),
        }
        self.factors: dict[str, dict[str, set[int]]] = {"helped": defaultdict(set), "hindered": defaultdict(set)}

    def url(self, name: str, *args: object) -> str:
        return reverse(f"stocktakes:{name}", args=[self.programme.slug, *args])

    def line(self) -> Line:
        self.read_nodes()
        self.tie()
        self.read_answers()
        # From the end to the beginning, since each thing has come as far as the furthest of what it led to.
        for kind in ("area", "finding", "theme", "feedback", "conversation", "poster"):
            for node in self.nodes[kind].values():
                self.draw(node)
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
        line.thread = self.large(line)
        return line

    # -- What there is ----------------------------------------------------------------------------

    def read_nodes(self) -> None:
        programme = self.programme
        # One address is resolved for each kind, not one for each thing.
        poster, theme, finding, area = (
            self.url(name, 0).removesuffix("0/")
            for name in ("poster-detail", "theme-detail", "finding-detail", "area-detail")
        )
        conversations, feedback = self.url("conversation-list"), self.url("feedback-list")
        for obj in Poster.objects.published().filter(programme=programme).order_by("number"):
            self.add("poster", "said", obj, obj.number, obj.title, f"{poster}{obj.number}/")
        for obj in Conversation.objects.published().filter(programme=programme).order_by("number"):
            self.add("conversation", "said", obj, obj.number, obj.team, f"{conversations}#conversation-{obj.number}")
        for number, obj in enumerate(self.feedback_rows(), start=1):
            title = obj.on_behalf_of.organisation.name if obj.on_behalf_of else "Somebody who took part"
            self.add("feedback", "said", obj, number, title, f"{feedback}#feedback-{obj.pk}")
        self.all_themes = {obj.pk: obj for obj in Theme.objects.filter(programme=programme).order_by("number")}
        for obj in self.all_themes.values():
            if obj.published_at and obj.merged_into_id is None:
                self.add("theme", "heard", obj, obj.number, obj.name, f"{theme}{obj.number}/")
        for obj in Finding.objects.published().filter(programme=programme).order_by("number"):
            self.add("finding", "agreed", obj, obj.number, obj.title, f"{finding}{obj.number}/")
        promises = Count("commitments", filter=Q(commitments__published_at__isnull=False))
        areas = ActionArea.objects.published().filter(programme=programme)
        for obj in areas.annotate(commitments_count=promises).order_by("number"):
            self.nodes["area"][obj.pk] = AreaNode(
                "area", "taken-on", obj, obj.number, obj.title, f"{area}{obj.number}/",
                commitments_count=obj.commitments_count,
            )  # fmt: skip

    def feedback_rows(self) -> QuerySet[Feedback]:
        said = Feedback.objects.published().filter(programme=self.programme)
        related = ("on_behalf_of__organisation", "speaking_for", "consultation", "meeting")
        return said.select_related(*related).order_by("said_at", "pk")

    def add(self, kind: str, station: str, obj: Any, number: int, title: str, url: str) -> None:
        # Each thing is reached from the programme at hand; nothing asks the database for it again.
        obj.programme = self.programme
        self.nodes[kind][obj.pk] = Node(kind, station, obj, number, title, url)

    # -- How it hangs together --------------------------------------------------------------------

    def tie(self) -> None:
        for which, left, right, words in _ties(self.programme):
            if which in self.names:
                self.names[which][left].append((right, words))
            elif which in self.factors:
                if left in self.nodes["area"]:
                    self.factors[which][words].add(left)
            else:
                self.join(*which.split("-"), left, right, words)
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
        for _ in self.all_themes:
            theme = self.all_themes.get(pk)
            if theme is None or theme.merged_into_id is None:
                break
            pk = theme.merged_into_id
        return pk

    # -- What came of it --------------------------------------------------------------------------

    def read_answers(self) -> None:
        follow_ups: dict[int, list[FollowUp]] = defaultdict(list)
        updates: dict[int, list[ProgressUpdate]] = defaultdict(list)
        asked = FollowUp.objects.filter(round__programme=self.programme).select_related("round", "proposer")
        for follow_up in asked.order_by("round__number", "proposer_id"):
            follow_ups[follow_up.proposer.area_id].append(follow_up)
        by_pk = {each.pk: each for some in follow_ups.values() for each in some}
        answers = ProgressUpdate.objects.published().filter(area__programme=self.programme)
        for update in answers.order_by("follow_up__round__number", "given_at", "pk"):
            update.follow_up = by_pk[update.follow_up_id]
            updates[update.area_id].append(update)
        for pk, node in self.nodes["area"].items():
            assert isinstance(node, AreaNode)
            node.follow_ups, node.updates = follow_ups[pk], updates[pk]
            self.settle(node)

    def settle(self, node: AreaNode) -> None:
        """Say where an area stands."""
        proposers, successors = ([name for _, name in sorted(self.names[which][node.obj.pk])] for which in self.names)
        node.obj.programme = self.programme
        node.latest = node.updates[-1] if node.updates else None
        node.asked_rounds = list({each.round_id: each.round for each in node.follow_ups}.values())
        node.proposed_by, node.handed_to = listed(proposers), listed(successors)
        standing = stand(node.latest, node.follow_ups, handed_to=successors)
        node.standing, node.standing_label, node.latest_word = standing.code, standing.label, standing.word
        node.silence = silence_since(node.latest, node.follow_ups)

    # -- How far it has come ----------------------------------------------------------------------

    def draw(self, node: Node) -> None:
        """Draw a node's thread: as far as the furthest of what it led to, through the stations on its own way."""
        node.reached, node.barred = self.reach(node)
        counts = {each: text for each in ORDER if (text := self.counted(node, each))}
        without = self.skipped(node, node.reached, counts)
        node.thread = Thread.drawn_to(node.reached, counts=counts, without=without, reason=node.barred)

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
        if station == "came-of-it":
            areas = [node] if isinstance(node, AreaNode) else node.onward("area")
            labels = Counter(area.standing_label for area in areas if isinstance(area, AreaNode) and area.latest)
            return (
                ", ".join(f"{count} {label}".lower() for label, count in labels.items())
                if areas != [node]
                else (node.standing_label if isinstance(node, AreaNode) else "")
            )
        if station == node.station:
            return {"finding": f"{getattr(node.obj, 'get_decision_display', str)()}"}.get(node.kind, "this")
        if ORDER.index(station) > ORDER.index(node.station):
            return self.heap(node.onward, station)
        return self.heap(node.whence, station)

    def heap(self, walk: Any, station: str) -> str:
        nouns = {
            "said": (("poster", "poster"), ("conversation", "conversation"), ("feedback", "piece of feedback")),
            "heard": (("theme", "theme"),),
            "agreed": (("finding", "priority or gap"),),
            "taken-on": (("area", self.programme.action_word),),
        }[station]
        plurals = {
            "piece of feedback": "pieces of feedback",
            "priority or gap": "priorities and gaps",
            self.programme.action_word: self.programme.action_word_plural,
        }
        counts = [(len(walk(kind)), noun) for kind, noun in nouns]
        return ", ".join(several(count, noun, plurals.get(noun, "")) for count, noun in counts if count)

    def large(self, line: Line) -> Thread:
        """Draw the programme's own thread: stations passed with nothing at them are left out, those ahead dashed."""
        counts = {
            "said": ", ".join(
                several(len(nodes), one, many)
                for nodes, one, many in (
                    (line.posters, "poster", ""),
                    (line.conversations, "conversation", ""),
                    (line.feedback, "piece of feedback", "pieces of feedback"),
                )
                if nodes
            ),
            "heard": several(len(line.themes), "theme") if line.themes else "",
            "agreed": several(len(line.findings), "priority or gap", "priorities and gaps") if line.findings else "",
            "taken-on": self.taken_on(line),
            "came-of-it": f"{len(line.told)} with progress" if line.told else "",
        }
        progress = self.url("progress")
        there = [key for key in ORDER if counts[key]]
        last = there[-1] if there else "said"
        return Thread.drawn_to(
            last,
            now=self.programme.completed_on is None,
            counts={key: counts[key] for key in there},
            urls={key: f"{progress}#{key}" for key in there},
            without=[key for key in ORDER[: ORDER.index(last)] if not counts[key]],
        )

    def taken_on(self, line: Line) -> str:
        if not line.areas:
            return ""
        areas = several(len(line.areas), self.programme.action_word, self.programme.action_word_plural)
        promises = sum(area.commitments_count for area in line.areas)
        return f"{areas}, {several(promises, 'promise')}" if promises else areas
