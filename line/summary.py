"""How much there is at each station of a programme, in words, as its large thread and as one big number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse

from kit.text import listed_counts
from line.area_history import AreaHistory
from line.area_status import PROGRESS, area_status, counted_states
from programmes.models import Programme
from programmes.nouns import one_and_many
from programmes.thread import STATIONS, Thread


@dataclass(frozen=True)
class Counts:
    """How much there is, all of it published.

    Areas are counted by where they stand, each once, so that the parts are the whole wherever they are told;
    `areas_that_told_us` of them have told us what has happened, be it that they stopped.
    """

    posters: int = 0
    conversations: int = 0
    feedback: int = 0
    themes: int = 0
    findings: int = 0
    decided: int = 0
    commitments: int = 0
    members: int = 0
    standings: Mapping[str, int] = field(default_factory=dict)
    areas_that_told_us: int = 0

    @property
    def areas(self) -> int:
        """Return how many action areas there are."""
        return sum(self.standings.values())

    @property
    def areas_with_progress(self) -> int:
        """Return how many of them are under way or done."""
        return sum(self.standings.get(code, 0) for code in PROGRESS)

    def with_areas(self, histories: Iterable[AreaHistory]) -> Counts:
        """Return these counts with the action areas counted: the one place where that is done."""
        histories = list(histories)
        return replace(
            self,
            standings=Counter(area_status(each).code for each in histories),
            areas_that_told_us=sum(each.latest is not None for each in histories),
        )


def large_thread(programme: Programme, counts: Counts) -> Thread:
    """Draw a programme's own thread: stations passed with nothing at them are left out, those ahead dashed."""
    areas = (counts.areas, *one_and_many(programme, "action area"))
    words = {
        "said": listed_counts(
            (counts.posters, *one_and_many(programme, "poster")),
            (counts.conversations, "conversation", ""),
            (counts.feedback, "piece of feedback", "pieces of feedback"),
        ),
        "heard": listed_counts((counts.themes, "theme", "")),
        "agreed": _agreed(counts),
        "taken-on": listed_counts(areas, (counts.commitments, "promise", "")) if counts.areas else "",
        "came-of-it": counted_states(counts.standings),
    }
    order = list(STATIONS)
    # What came of it is told as soon as there are areas, and reached when one of them is under way.
    there = [key for key in order if words[key] and (key != "came-of-it" or counts.areas_with_progress)]
    last = there[-1] if there else "said"
    progress = reverse("public:progress", args=[programme.slug])
    return Thread.drawn_to(
        last,
        now=programme.completed_on is None,
        counts=words,
        # Of what is not public there is no page yet.
        urls={key: f"{progress}#{key}" for key in order if words[key] and programme.published_at},
        without=[key for key in order[: order.index(last)] if not words[key]],
    )


def _agreed(counts: Counts) -> str:
    findings = listed_counts((counts.findings, "priority or gap", "priorities and gaps"))
    if not findings or counts.decided == counts.findings:
        return findings
    return f"{findings}, {counts.decided or 'none'} decided yet"


def big_number(programme: Programme, counts: Counts) -> tuple[str, str]:
    """Return the one number that says where a programme stands, and what it is a number of."""
    if counts.areas:
        return (
            f"{counts.areas_that_told_us} of {counts.areas}",
            f"{programme.action_area_words} told us what has happened.",
        )
    if counts.findings:
        return f"{counts.decided} of {counts.findings}", "priorities and gaps have a decision."
    part = "organisation takes part" if counts.members == 1 else "organisations take part"
    return str(counts.members), f"{part}."
