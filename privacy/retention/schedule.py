"""The retention schedule as anybody reads it: what goes by the clock and when, and what stays until a person acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kit.data_activities import Activity, activities
from kit.data_map import Kind
from privacy.models import RetentionPeriod
from privacy.retention.due import rules
from programmes.models import Programme
from programmes.nouns import renamed


@dataclass(frozen=True)
class Line:
    """One kind of thing: what for, of whom, what it is, until when, and what then becomes of it."""

    what_for: str
    whom: str
    kinds: str
    kept: str
    then: str


def schedule(programme: Programme | None) -> tuple[list[Line], list[Line]]:
    """Return what goes by the clock, with the times of a programme or (None) the usual ones, and what does not."""
    own: dict[str, int] = {}
    if programme is not None:
        own = dict(RetentionPeriod.objects.filter(programme=programme).values_list("key", "days"))
    by_clock, by_people = [], []
    for activity in activities():
        line = _line(activity, programme, own)
        if activity.kept.due is not None:
            by_clock.append(line)
        elif set(activity.kinds) - {Kind.STAFF}:
            by_people.append(line)
    return by_clock, by_people


def _line(activity: Activity, programme: Programme | None, own: Mapping[str, int]) -> Line:
    kept, rule = activity.kept, rules().get(activity.kept.key)
    if kept.key in own:
        kept = replace(kept, days=own[kept.key])
    kinds = rule.kinds if rule else activity.kinds
    then = "" if rule is None else "deleted" if rule.deletes else "emptied"
    said = [activity.purpose.what_for, activity.purpose.whom, ", ".join(kinds), str(kept), then]
    return Line(*(renamed(programme, words) for words in said))
