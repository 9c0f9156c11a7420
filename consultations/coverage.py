"""Who is heard and who is not: every group of a programme against being there, taking part, speaking and being reached.

Organisations are counted as they are. People are counted only through `stakeholders.disclosure`: nothing here keeps a
true count of them, so that no page or file that is drawn from it can show one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, Q, QuerySet, Sum, When
from django.utils import timezone

from consultations.models import Consultation, Feedback
from kit.disclosure.rounding import Breakdown, broken_down
from kit.windows import Clock, clock_at
from phases.models import Attendance, ClosingExplanation, KeyGroup, Phase, Reach
from programmes.models import Programme
from stakeholders.coverage import Verdict, thresholds_of, verdict, verdict_of_people
from stakeholders.models import (
    Characteristic,
    CoverageThresholds,
    MissingVoice,
    Partnership,
    StakeholderGroup,
)

REPRESENTED, PEOPLE = "represented", "people"


@dataclass(frozen=True)
class Column:
    """One respect in which groups are heard. `code` names it in addresses and files."""

    code: str
    title: str
    over: str = ""

    def __str__(self) -> str:
        return f"{self.over}: {self.title}" if self.over else self.title


@dataclass(frozen=True)
class Cell:
    """How well one group is heard in one respect: by which partnerships, or by how many people as that may be shown."""

    column: Column
    verdict: Verdict
    partnerships: frozenset[int] = frozenset()
    people: str | None = None

    @property
    def is_about_people(self) -> bool:
        """Whether it counts people, not organisations."""
        return self.column.code == PEOPLE


@dataclass(frozen=True)
class Row:
    """One group with its cells, in the order of the columns."""

    group: StakeholderGroup
    cells: list[Cell]

    @property
    def has_gap(self) -> bool:
        """Whether nobody is there for it in some respect."""
        return any(cell.verdict == Verdict.NOBODY for cell in self.cells)

    def cell(self, code: str) -> Cell | None:
        """Return the cell of one column, if there is such a column."""
        return next((cell for cell in self.cells if cell.column.code == code), None)


@dataclass(frozen=True)
class Coverage:
    """The whole matrix. What has not begun yet is no column: nobody could have been there."""

    programme: Programme
    thresholds: CoverageThresholds
    columns: list[Column]
    rows: list[Row]
    people: Breakdown[int]
    # The names behind the numbers of partnerships.
    organisations: dict[int, str]
    # The moment as of which people are told, where that is not now.
    people_at: datetime | None = None

    @classmethod
    def read(cls, programme: Programme, at: datetime, *, in_public: bool = False) -> Coverage:
        """Read how well each group of `programme` is heard at a moment, in as many queries however large it is.

        *Represented* is a group for which a current member has a current representative. *Took part* and *said
        something* are what happened, and stay true of organisations that have left since; one that was merged into
        another counts as that one. Feedback that speaks for one group counts for that group, any other for all the
        groups of its organisation. `in_public` tells people reached as they stood when the quarter began: whoever looks
        every day learns nothing of a day.
        """
        parts = Parts.read(programme, at)
        thresholds = thresholds_of(programme)
        keys = [group.pk for group in parts.groups]
        people = _people_published(programme, keys, at) if in_public else _people_reached(programme, keys)
        columns = [*parts.behind, Column(PEOPLE, "People reached")]

        def row(group: StakeholderGroup) -> Row:
            cells = [
                Cell(column, verdict(len(there[group.pk]), thresholds.organisations), frozenset(there[group.pk]))
                for column, there in parts.behind.items()
            ]
            shown = people_shown(people, group.pk)
            cells.append(Cell(columns[-1], verdict_of_people(shown, thresholds.people), people=shown))
            return Row(group, cells)

        rows, people_at = [row(group) for group in parts.groups], quarter_of(at) if in_public else None
        return cls(programme, thresholds, columns, rows, people, parts.names, people_at)

    @property
    def represented(self) -> list[Row]:
        """The groups for which somebody speaks now."""
        return [row for row in self.rows if row.cells[0].verdict != Verdict.NOBODY]

    @property
    def unrepresented(self) -> list[Row]:
        """The groups for which nobody speaks now."""
        return [row for row in self.rows if row.cells[0].verdict == Verdict.NOBODY]

    @property
    def gaps(self) -> list[Row]:
        """The groups for which nobody is there in some respect."""
        return [row for row in self.rows if row.has_gap]

    def gaps_in(self, phase: Phase) -> list[StakeholderGroup]:
        """Return the groups of which nobody took part in a phase."""
        code = phase_code(phase)
        cells = [(row.group, row.cell(code)) for row in self.rows]
        return [group for group, cell in cells if cell and cell.verdict == Verdict.NOBODY]

    def names(self, cell: Cell) -> list[str]:
        """Return the organisations behind a cell."""
        return sorted((self.organisations[pk] for pk in cell.partnerships), key=str.lower)


def phase_code(phase: Phase) -> str:
    """Return the code of the column that tells who took part in a phase."""
    return f"phase-{phase.position}"


@dataclass(frozen=True)
class Parts:
    """Which partnerships stand behind each group, in each respect."""

    groups: list[StakeholderGroup]
    names: dict[int, str]
    behind: dict[Column, dict[int, set[int]]]

    @classmethod
    def read(cls, programme: Programme, at: datetime) -> Parts:
        """Read them as they are at a moment."""
        groups = sorted(programme.stakeholder_groups.all(), key=_place)
        rows = list(programme.partnerships.members().values_list("pk", "merged_into", "organisation__name"))
        names = {pk: name for pk, _, name in rows}
        now = _merged({pk: into for pk, into, _ in rows if into in names})
        members: dict[int, set[int]] = {group.pk: set() for group in groups}
        for group, pk in _spoken_for(programme):
            members[group].add(now(pk))

        def of(partnerships: Iterable[int]) -> dict[int, set[int]]:
            """Return the members of each group among some partnerships."""
            there = {now(pk) for pk in partnerships}
            return {group: pks & there for group, pks in members.items()}

        on = timezone.localtime(at).date()
        current = programme.partnerships.members().current(on).represented(at)
        behind = {Column(REPRESENTED, "Represented now"): of(current.values_list("pk", flat=True))}
        said: dict[int, dict[int, set[int]]] = defaultdict(lambda: {group.pk: set() for group in groups})
        gave: dict[int, set[int]] = defaultdict(set)
        for consultation, phase, partnership, speaking_for in _feedback(programme):
            pk = now(partnership)
            gave[phase].add(pk)
            for group, pks in members.items():
                if group == speaking_for or (speaking_for is None and pk in pks):
                    said[consultation][group].add(pk)
        consultations = list(Consultation.objects.filter(phase__programme=programme).order_by("starts_at", "pk"))
        came = _came(programme)
        for phase in _begun(programme.phases.order_by("position"), at):
            there = of(came[phase.pk] | gave[phase.pk])
            # Whoever spoke for a group took part for it, even where another organisation is the one that it has.
            for asked in consultations:
                if asked.phase_id == phase.pk:
                    there = {group: pks | said[asked.pk][group] for group, pks in there.items()}
            behind[Column(phase_code(phase), phase.name, "Took part")] = there
        for asked in _begun(consultations, at):
            behind[Column(f"consultation-{asked.pk}", asked.title, "Said something")] = said[asked.pk]
        return cls(groups, names, behind)


def _place(group: StakeholderGroup) -> tuple[int, str]:
    """The protected characteristics first, in the order of the Act; then local groups by name."""
    order = Characteristic.values
    return (order.index(group.characteristic) if group.characteristic else len(order), group.name.lower())


def _merged(into: dict[int, int]) -> Callable[[int], int]:
    def now(pk: int) -> int:
        while pk in into:
            pk = into[pk]
        return pk

    return now


def _begun(rows: Iterable[Any], at: datetime) -> list[Any]:
    return [row for row in rows if clock_at(row.starts_at, row.ends_at, at) != Clock.UPCOMING]


def _spoken_for(programme: Programme) -> QuerySet[Any, tuple[int, int]]:
    ties = Partnership.groups.through._default_manager
    mine = ties.filter(partnership__in=programme.partnerships.members(), stakeholdergroup__programme=programme)
    return mine.values_list("stakeholdergroup", "partnership")


def _feedback(programme: Programme) -> QuerySet[Any, tuple[int, int, int, int | None]]:
    """What was sent, reviewed or not, on behalf of members."""
    sent = Feedback.objects.sent().filter(on_behalf_of__in=programme.partnerships.members())
    mine = sent.filter(consultation__phase__programme=programme).order_by()
    return mine.values_list("consultation", "consultation__phase", "on_behalf_of", "speaking_for").distinct()


def _came(programme: Programme) -> dict[int, set[int]]:
    """Who came to a meeting of each phase, or was in one of its key groups."""
    attended = Attendance.objects.present().filter(partnership__isnull=False)
    came = attended.filter(meeting__phase__programme=programme).values_list("meeting__phase", "partnership").distinct()
    clustered = KeyGroup.members.through._default_manager.filter(keygroup__phase__programme=programme)
    in_phase: dict[int, set[int]] = defaultdict(set)
    for phase, partnership in [*came, *clustered.values_list("keygroup__phase", "partnership").distinct()]:
        in_phase[phase].add(partnership)
    return in_phase


def _people_reached(programme: Programme, groups: Iterable[int]) -> Breakdown[int]:
    reached = Reach.objects.filter(phase__programme=programme).values_list("group").annotate(people=Sum("people"))
    return broken_down(dict.fromkeys(groups, 0) | dict(reached.order_by()))


def quarter_of(at: datetime) -> datetime:
    """Return when the quarter of a moment began in London."""
    on = timezone.localtime(at)
    return on.replace(month=on.month - (on.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)


def _people_published(programme: Programme, groups: Iterable[int], at: datetime) -> Breakdown[int]:
    """Return what was entered before this quarter: each quarter's edition is made with the one before it in hand."""
    entered = Reach.objects.filter(phase__programme=programme, entered_at__lt=quarter_of(at)).order_by("entered_at")
    quarters: dict[datetime, Counter[int]] = defaultdict(Counter)
    for entered_at, group, people in entered.values_list("entered_at", "group", "people"):
        quarters[quarter_of(entered_at)][group] += people
    return _chained(tuple(groups), tuple(tuple(sorted(counts.items())) for counts in quarters.values()))


# A dozen editions of many groups take half a second; the same counts are asked for at each request.
@lru_cache(maxsize=64)
def _chained(groups: tuple[int, ...], editions: tuple[tuple[tuple[int, int], ...], ...]) -> Breakdown[int]:
    counts = dict.fromkeys(groups, 0)
    latest: Breakdown[int] | None = None
    for edition in editions:
        for group, people in edition:
            counts[group] += people
        latest = broken_down(dict(counts), part=latest)
    return latest or broken_down(counts)


def people_shown(people: Breakdown[int], group: int) -> str | None:
    """Return how many people of a group were reached as that may be shown; None where it may not be broken down."""
    return "0" if people.total == "0" else people.cells.get(group)


def missing_voices(programme: Programme) -> QuerySet[MissingVoice]:
    """Return who is missed: those looked for first, then what came of looking, the newest first."""
    sought = Q(status=MissingVoice.Status.SOUGHT)
    return programme.missing_voices.select_related("group").order_by(
        Case(When(sought, then=0), default=1), "-settled_at", "look_by_on", "pk"
    )


def explanations(programme: Programme) -> QuerySet[ClosingExplanation]:
    """Return why phases were closed although somebody was missing, phase by phase; of those that are closed still."""
    closed = ClosingExplanation.objects.filter(phase__programme=programme, phase__closed_at__isnull=False)
    return closed.select_related("phase", "group", "voice").order_by("phase__position", "pk")


@dataclass(frozen=True)
class Gap:
    """A group of which nobody took part in a phase, or somebody who is still looked for."""

    group: StakeholderGroup | None = None
    voice: MissingVoice | None = None

    @property
    def code(self) -> str:
        """What the explanation of it is filed under."""
        return f"group-{self.group.pk}" if self.group else f"voice-{self.voice.pk}" if self.voice else ""

    def __str__(self) -> str:
        return str(self.group or self.voice)


def gaps_of(phase: Phase, at: datetime) -> list[Gap]:
    """Return what has to be explained where a phase is closed at a moment.

    A voice that is missed in a group of which nobody took part is explained with that group.
    """
    groups = Coverage.read(phase.programme, at).gaps_in(phase)
    sought = missing_voices(phase.programme).filter(status=MissingVoice.Status.SOUGHT).exclude(group__in=groups)
    return [*(Gap(group=group) for group in groups), *(Gap(voice=voice) for voice in sought)]
