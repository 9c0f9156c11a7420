"""Which partnerships are there for each group: who is represented, took part, said something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from consultations.asking.models import Consultation, Feedback
from consultations.coverage.columns import REPRESENTED, Column, phase_code
from kit.windows import Clock, clock_at
from phases.models import Attendance, KeyGroup
from programmes.models import Programme
from stakeholders.models import (
    Characteristic,
    Partnership,
    StakeholderGroup,
)

# One without a day to begin comes last, on either database.
BEGINNING = F("starts_at").asc(nulls_last=True)


@dataclass(frozen=True)
class GroupPartnerships:
    """Which partnerships are there for each group, column by column."""

    groups: list[StakeholderGroup]
    names: dict[int, str]
    by_column: dict[Column, dict[int, set[int]]]

    @classmethod
    def read(cls, programme: Programme, at: datetime) -> GroupPartnerships:
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
        by_column = {Column(REPRESENTED, "Represented now"): of(current.values_list("pk", flat=True))}
        said: dict[int, dict[int, set[int]]] = defaultdict(lambda: {group.pk: set() for group in groups})
        gave: dict[int, set[int]] = defaultdict(set)
        for consultation, phase, partnership, speaking_for in _feedback(programme):
            pk = now(partnership)
            gave[phase].add(pk)
            for group, pks in members.items():
                if group == speaking_for or (speaking_for is None and pk in pks):
                    said[consultation][group].add(pk)
        consultations = list(Consultation.objects.filter(phase__programme=programme).order_by(BEGINNING, "pk"))
        present = _present(programme)
        for phase in _begun(programme.phases.order_by("position"), at):
            there = of(present[phase.pk] | gave[phase.pk])
            # Whoever spoke for a group took part for it, even where another organisation is the one that it has.
            for asked in consultations:
                if asked.phase_id == phase.pk:
                    there = {group: pks | said[asked.pk][group] for group, pks in there.items()}
            by_column[Column(phase_code(phase), phase.name, "Took part", phase=phase)] = there
        for asked in _begun(consultations, at):
            column = Column(f"consultation-{asked.pk}", asked.title, "Said something", consultation=asked)
            by_column[column] = said[asked.pk]
        return cls(groups, names, by_column)


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
    sent = Feedback.objects.standing().filter(on_behalf_of__in=programme.partnerships.members())
    mine = sent.filter(consultation__phase__programme=programme).order_by()
    return mine.values_list("consultation", "consultation__phase", "on_behalf_of", "speaking_for").distinct()


def _present(programme: Programme) -> dict[int, set[int]]:
    """Return, by phase, the partnerships that came to one of its meetings or were in one of its key groups."""
    attended = Attendance.objects.present().filter(partnership__isnull=False)
    attended = attended.filter(meeting__phase__programme=programme)
    met = attended.values_list("meeting__phase", "partnership").distinct()
    clustered = KeyGroup.members.through._default_manager.filter(keygroup__phase__programme=programme)
    in_phase: dict[int, set[int]] = defaultdict(set)
    for phase, partnership in [*met, *clustered.values_list("keygroup__phase", "partnership").distinct()]:
        in_phase[phase].add(partnership)
    return in_phase
