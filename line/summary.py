"""How much there is at each station of a programme, in words, as its large thread and as one big number."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from kit.text import listed_counts
from programmes.models import Programme
from programmes.nouns import one_and_many
from programmes.thread import STATIONS, Thread


@dataclass(frozen=True)
class Counts:
    """How much there is, all of it published; `areas_with_progress` are those that told us what has happened."""

    posters: int = 0
    conversations: int = 0
    feedback: int = 0
    themes: int = 0
    findings: int = 0
    decided: int = 0
    areas: int = 0
    commitments: int = 0
    areas_with_progress: int = 0
    members: int = 0


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
        "came-of-it": f"{counts.areas_with_progress} with progress" if counts.areas_with_progress else "",
    }
    order = list(STATIONS)
    there = [key for key in order if words[key]]
    last = there[-1] if there else "said"
    progress = reverse("public:progress", args=[programme.slug])
    return Thread.drawn_to(
        last,
        now=programme.completed_on is None,
        counts={key: words[key] for key in there},
        urls={key: f"{progress}#{key}" for key in there},
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
            f"{counts.areas_with_progress} of {counts.areas}",
            f"{programme.action_area_words} told us what has happened.",
        )
    if counts.findings:
        return f"{counts.decided} of {counts.findings}", "priorities and gaps have a decision."
    part = "organisation takes part" if counts.members == 1 else "organisations take part"
    return str(counts.members), f"{part}, for the people they know best."
