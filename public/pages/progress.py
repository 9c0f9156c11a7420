"""What the progress page says beyond the line itself: where the programme stands, what comes next, and when it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from actions.models import FollowUpRound
from findings.models import Decision
from kit.windows import Clock
from line.area_status import months
from line.graph import Line
from line.nodes import Node
from line.summary import ORDER
from line.surroundings import Row, Surroundings
from line.where_it_stands import where_it_stands
from programmes.models import Programme
from stocktakes.models import Stocktake

POSTERS_SHOWN = 3
WORDS_SHOWN = 3


def stands_on(programme: Programme, rounds: Sequence[Row], on: date) -> date:
    """Return the day of which it is told: when the programme was completed, unless somebody was asked since."""
    completed_on = programme.completed_on
    asked = [row["planned_on"] for row in rounds if row["status"] != FollowUpRound.Status.PLANNED]
    return completed_on if completed_on and all(day <= completed_on for day in asked) else on


def posters_shown(line: Line) -> list[Node]:
    """Return a few posters from all along the wall, of those that have a picture and have come furthest."""

    def rank(node: Node) -> tuple[bool, int]:
        return (not node.obj.picture, -ORDER.index(node.reached))

    ranked = sorted(line.posters, key=rank)
    furthest = [node for node in ranked if rank(node) == rank(ranked[0])]
    best = furthest if len(furthest) >= POSTERS_SHOWN else ranked[:POSTERS_SHOWN]
    step = max(len(best) // POSTERS_SHOWN, 1)
    return sorted(best[::step][:POSTERS_SHOWN], key=lambda node: node.number)


def feedback_shown(line: Line) -> list[tuple[Node, str]]:
    """Return a few pieces of feedback with their first published words, newest first."""
    spoken = [(node, node.answers[0]["published_text"]) for node in reversed(line.feedback) if node.answers]
    return spoken[:WORDS_SHOWN]


def target(programme: Programme, revisions: Sequence[Row], on: date) -> dict[str, Any] | None:
    """Return the target date, how late it is and how it moved; None when there is none and never was."""
    if programme.target_on is None and not revisions:
        return None
    late = programme.days_late(on)
    return {
        "on": programme.target_on,
        "completed_on": programme.completed_on,
        "late": f"{late:,} {'day' if late == 1 else 'days'}" if late else "",
        "revisions": revisions,
    }


def comes_next(around: Surroundings, on: date) -> list[dict[str, Any]]:
    """Return what lies ahead with its dates, soonest first; what has no date comes last."""
    asked = {
        FollowUpRound.Status.PLANNED: ("We ask everybody who took something on what has happened.", "planned_on"),
        FollowUpRound.Status.OPEN: ("We have asked what has happened; answers are welcome until then.", "answer_by_on"),
    }
    ahead: list[dict[str, Any]] = [
        {
            "what": row["title"],
            "words": row["purpose"],
            "at": row["starts_at"],
            "where": row["venue"],
            "meeting": row["id"],
        }
        for row in around.meetings_to_come()
    ]
    ahead += [
        {"what": row["title"], "words": "A consultation opens.", "at": row["starts_at"]}
        for row in around.consultations
        if row["clock"] == Clock.UPCOMING
    ]
    for row in around.rounds:
        if row["status"] in asked:
            words, day = asked[row["status"]]
            ahead.append({"what": f"Follow-up, {row['name']}", "words": words, "on": row[day]})
    ahead += [
        {"what": "We look again at what difference it has made", "words": row["name"], "on": row["look_again_on"]}
        for row in around.indicators
        if row["look_again_on"] and row["look_again_on"] >= on
    ]
    return sorted(ahead, key=lambda each: _day(each) or date.max)


def _day(entry: dict[str, Any]) -> date | None:
    if entry.get("at"):
        return timezone.localtime(entry["at"]).date()
    day: date | None = entry.get("on")
    return day


def timeline(around: Surroundings) -> list[dict[str, Any]]:
    """Return the phases and the meetings in order of when they began; a phase without a date keeps its place."""
    marks = {Clock.OPEN: "now", Clock.UPCOMING: "ahead", Clock.PAST: ""}
    last: datetime | None = None
    entries: list[tuple[float, dict[str, Any]]] = []
    for row in around.phases:
        last = row["starts_at"] or last
        entries.append((last.timestamp() if last else 0, {**row, "kind": "phase"}))
    entries += [(row["starts_at"].timestamp(), {**row, "kind": "meeting"}) for row in around.meetings]
    return [{**row, "mark": marks[row["clock"]]} for _, row in sorted(entries, key=lambda each: each[0])]


def progress_context(line: Line, around: Surroundings, at: datetime) -> dict[str, Any]:
    """Return everything that the progress page says."""
    programme = line.programme
    on = timezone.localtime(at).date()
    findings = {
        "agreed": [node for node in line.findings if node.obj.decision != Decision.NOT_TAKEN_FORWARD],
        "refused": [node for node in line.findings if node.obj.decision == Decision.NOT_TAKEN_FORWARD],
    }
    return {
        "programme": programme,
        "line": line,
        "around": around,
        "on": stands_on(programme, around.rounds, on),
        "stands": where_it_stands(line, around),
        "edition": Stocktake.objects.issued().listed().filter(programme=programme).first(),
        "posters": posters_shown(line),
        "conversations": line.conversations[:WORDS_SHOWN],
        "feedback": feedback_shown(line),
        **findings,
        "rounds": months([row["name"] for row in around.rounds if row["status"] != FollowUpRound.Status.PLANNED]),
        "open_consultations": around.open_consultations(),
        "next": comes_next(around, on),
        "target": target(programme, around.revisions, on),
        "timeline": timeline(around),
    }
