"""What one cell of coverage is made of: which organisations, and what each of them did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from consultations.asking.models import Feedback
from consultations.coverage.matrix import Cell
from phases.models import Attendance, KeyGroup, Phase
from stakeholders.models import Partnership, StakeholderGroup


@dataclass
class CellOrganisation:
    """One organisation counted in a cell, with what it did there."""

    partnership: Partnership
    activities: list[str] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)


def organisations_in_cell(group: StakeholderGroup, cell: Cell) -> list[CellOrganisation]:
    """Return the organisations counted in a cell by name, each with what it did in that phase or consultation."""
    partnerships = Partnership.objects.filter(pk__in=cell.partnerships).select_related("organisation")
    by_name = sorted(partnerships, key=lambda each: (each.organisation.name.lower(), each.pk))
    organisations = {each.pk: CellOrganisation(each) for each in by_name}
    phase, consultation = cell.column.phase, cell.column.consultation
    for pk, activities in (_activities(phase, cell) if phase else {}).items():
        organisations[pk].activities += sorted(activities)
    if phase or consultation:
        sent = Feedback.objects.standing().filter(_of(cell, "on_behalf_of"))
        if consultation:
            sent = sent.filter(Q(speaking_for=group) | Q(speaking_for=None), consultation=consultation)
        else:
            sent = sent.filter(consultation__phase=phase)
        for each in sent.select_related("on_behalf_of", "consultation", "speaking_for").order_by("said_at", "pk"):
            if each.on_behalf_of:
                organisations[each.on_behalf_of.merged_into_id or each.on_behalf_of.pk].feedback.append(each)
    return list(organisations.values())


def _of(cell: Cell, partnership: str) -> Q:
    """The rows of the cell's partnerships, and of those merged into them."""
    return Q(**{f"{partnership}__in": cell.partnerships}) | Q(**{f"{partnership}__merged_into__in": cell.partnerships})


def _activities(phase: Phase, cell: Cell) -> dict[int, set[str]]:
    """Return, by partnership, which meetings it came to and which key groups it was in."""
    activities: dict[int, set[str]] = defaultdict(set)
    attended = Attendance.objects.present().filter(_of(cell, "partnership"), meeting__phase=phase)
    clustered = KeyGroup.objects.filter(_of(cell, "members"), phase=phase)
    done = [
        *(("came to", row) for row in attended.values_list(
            "partnership", "partnership__merged_into", "meeting__title").distinct()),
        *(("was in", row) for row in clustered.values_list("members", "members__merged_into", "name").distinct()),
    ]  # fmt: skip
    for verb, (pk, merged_into, title) in done:
        if (merged_into or pk) in cell.partnerships:
            activities[merged_into or pk].add(f"{verb} “{title}”")
    return activities


def silent_members(group: StakeholderGroup, cell: Cell, on: date) -> QuerySet[Partnership]:
    """Return the members that say they speak for the group and are not counted in the cell: whom to ask first."""
    members = group.partnerships.members().lasting(on).exclude(pk__in=cell.partnerships)
    return members.select_related("organisation").order_by("organisation__name", "pk")
