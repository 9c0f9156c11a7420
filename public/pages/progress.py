"""What the progress page says beyond the line itself: where the programme stands, what comes next, and when it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from actions.models import FollowUpRound
from findings.models import Decision
from kit.days import beginning_of, day
from kit.windows import Clock, clock_at
from line.area_status import round_names
from line.graph import Line
from line.nodes import STATION_ORDER, Node
from line.queries import ProgrammeFacts
from line.where_it_stands import where_it_stands
from phases.models import ClosingExplanation, Meeting, Phase
from programmes.models import Programme, TargetRevision
from stocktakes.models import Stocktake

POSTERS_SHOWN = 3
WORDS_SHOWN = 3


def stands_on(programme: Programme, rounds: Sequence[FollowUpRound], on: date) -> date:
    """Return the day of which it is told: when the programme was completed, unless somebody was asked since."""
    completed_on = programme.completed_on
    asked = [round.planned_on for round in rounds if round.status != FollowUpRound.Status.PLANNED]
    return completed_on if completed_on and all(day <= completed_on for day in asked) else on


def posters_shown(line: Line) -> list[Node]:
    """Return a few posters from all along the wall, of those that have a picture and have come furthest."""

    def rank(node: Node) -> tuple[bool, int]:
        return (not node.obj.picture, -STATION_ORDER.index(node.reached))

    ranked = sorted(line.posters, key=rank)
    furthest = [node for node in ranked if rank(node) == rank(ranked[0])]
    best = furthest if len(furthest) >= POSTERS_SHOWN else ranked[:POSTERS_SHOWN]
    step = max(len(best) // POSTERS_SHOWN, 1)
    return sorted(best[::step][:POSTERS_SHOWN], key=lambda node: node.number)


def feedback_shown(line: Line) -> list[tuple[Node, str]]:
    """Return a few pieces of feedback with their first published words, newest first."""
    spoken = [(node, node.answers[0].published_text) for node in reversed(line.feedback) if node.answers]
    return spoken[:WORDS_SHOWN]


def target(programme: Programme, revisions: Sequence[TargetRevision], on: date) -> dict[str, Any] | None:
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


@dataclass(frozen=True)
class DateToCome:
    """Something that lies ahead: at a moment, on a day, or without a date yet; a meeting has its place and its page."""

    what: str
    words: str
    at: datetime | None = None
    on: date | None = None
    where: str = ""
    meeting: int | None = None

    @property
    def day(self) -> date | None:
        """Return the day in London."""
        return timezone.localdate(self.at) if self.at else self.on


def dates_to_come(facts: ProgrammeFacts) -> list[DateToCome]:
    """Return what lies ahead with its dates, soonest first; what has no date comes last."""
    ahead = [
        DateToCome(
            each.title,
            "Cancelled: it does not take place." if each.cancelled_at else each.purpose,
            at=each.starts_at,
            where=each.venue,
            meeting=each.pk,
        )
        for each in facts.meetings_not_over
    ]
    ahead += [
        DateToCome(each.title, "A consultation opens.", at=each.starts_at) for each in facts.upcoming_consultations
    ]
    ahead += [entry for phase in facts.phases if (entry := _date_of_phase(phase, facts))]
    ahead += [entry for round in facts.rounds if (entry := _date_of_round(round, facts.on))]
    ahead += [
        DateToCome("We look again at what difference it has made", each.name, on=each.look_again_on)
        for each in facts.indicators
        if each.look_again_on and each.look_again_on >= facts.on
    ]
    return sorted(ahead, key=lambda each: each.day or date.max)


def _date_of_phase(phase: Phase, facts: ProgrammeFacts) -> DateToCome | None:
    what = f"Phase: {phase.name}"
    if phase.starts_at is not None and phase.starts_at > facts.at:
        return DateToCome(what, f"It begins. {phase.purpose}", at=phase.starts_at)
    if phase.starts_at is None and phase.planned_start_on is not None and phase.planned_start_on >= facts.on:
        return DateToCome(what, f"{phase.when}. {phase.purpose}", on=phase.planned_start_on)
    return None


def _date_of_round(round: FollowUpRound, on: date) -> DateToCome | None:
    """Return what lies ahead of a round; a day that is past is told as past, and is no date to come."""
    what = f"Follow-up, {round.name}"
    if round.status == FollowUpRound.Status.PLANNED and round.planned_on < on:
        return DateToCome(what, f"It was planned for {day(round.planned_on)}, and nobody has been asked yet.")
    if round.status == FollowUpRound.Status.OPEN and round.answer_by_on < on:
        return DateToCome(what, f"We have asked what has happened. The last day was {day(round.answer_by_on)}.")
    if round.status == FollowUpRound.Status.PLANNED:
        return DateToCome(what, "We ask everybody who took something on what has happened.", on=round.planned_on)
    if round.status == FollowUpRound.Status.OPEN:
        words = "We have asked what has happened; answers are welcome until then."
        return DateToCome(what, words, on=round.answer_by_on)
    return None


@dataclass(frozen=True)
class TimelineEntry:
    """A phase or a meeting on the line of time, and where it stands at the moment of reading."""

    clock: Clock
    phase: Phase | None = None
    meeting: Meeting | None = None
    # Of a phase, where it stands, in words.
    state: str = ""

    @property
    def mark(self) -> str:
        """Return the modifier of its dot."""
        return {Clock.OPEN: "now", Clock.UPCOMING: "ahead", Clock.PAST: ""}[self.clock]

    @property
    def explanations(self) -> list[ClosingExplanation]:
        """Return why a closed phase was closed without somebody."""
        return list(self.phase.closing_explanations.all()) if self.phase and self.phase.closed_at else []


def timeline(facts: ProgrammeFacts) -> list[TimelineEntry]:
    """Return the phases and the meetings in order of when they began; a phase without a date keeps its place.

    What was cancelled is no part of how it went.
    """
    last: datetime | None = None
    entries: list[tuple[float, TimelineEntry]] = []
    for phase in facts.phases:
        last = phase.starts_at or beginning_of(phase.planned_start_on) or last
        clock = clock_at(phase.starts_at, phase.ends_at, facts.at)
        entry = TimelineEntry(clock, phase=phase, state=state_of(phase, clock, facts.on))
        entries.append((last.timestamp() if last else 0, entry))
    for meeting in facts.uncancelled_meetings:
        entries.append((meeting.starts_at.timestamp(), TimelineEntry(meeting.clock(facts.at), meeting=meeting)))
    return [entry for _, entry in sorted(entries, key=lambda each: each[0])]


def state_of(phase: Phase, clock: Clock, on: date) -> str:
    """Return where a phase stands on a day, in words: its plan may be past, and a closed one may be open again."""
    if clock == Clock.UPCOMING:
        is_late = phase.planned_start_on is not None and phase.planned_start_on < on and phase.starts_at is None
        return "Not begun yet" if is_late else str(clock.label)
    return "Open again" if phase.reopened_at else str(clock.label)


def progress_context(line: Line, facts: ProgrammeFacts) -> dict[str, Any]:
    """Return everything that the progress page says."""
    programme = line.programme
    refused = [node for node in line.findings if node.obj.decision == Decision.NOT_TAKEN_FORWARD]
    there_for_groups = [each for each in [*facts.partners, *facts.members] if each.groups.all()]
    return {
        "programme": programme,
        "line": line,
        "facts": facts,
        "on": stands_on(programme, facts.rounds, facts.on),
        "stands": where_it_stands(line, facts),
        "edition": Stocktake.objects.issued().listed().filter(programme=programme).first(),
        "posters": posters_shown(line),
        "conversations": line.conversations[:WORDS_SHOWN],
        "feedback": feedback_shown(line),
        "agreed": [node for node in line.findings if node not in refused],
        "refused": refused,
        # What was asked is told as it was before a round that is open, which is told beside it.
        "rounds": round_names(each.name for each in facts.rounds if each.status == FollowUpRound.Status.CLOSED),
        "open_round": next((each for each in facts.rounds if each.status == FollowUpRound.Status.OPEN), None),
        # An organisation is there for a group; whether somebody speaks for it today is told by the coverage.
        "there_for_groups": len([each for each in there_for_groups if each in facts.members]),
        "has_all_groups": bool(there_for_groups) and not facts.unheard_groups,
        "dates_to_come": dates_to_come(facts),
        "target": target(programme, facts.target_revisions, facts.on),
        "timeline": timeline(facts),
    }
