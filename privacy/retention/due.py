"""Which rows have come to their time: the rules, made of the data map, with each programme's own periods and holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from kit.data_activities import Activity, activities
from kit.data_map import SPOILT, TABLES, Heading, Held, Kept, Kind, OnErasure
from outbox.models import Message
from privacy.holds.kinds import that_go_with
from privacy.retention.holds import held_kinds
from privacy.retention.models import RetentionPeriod
from programmes.paths import own_ways_of, programme_paths_of
from stakeholders.models import Person

# Whoever is reached is written to so long before all that is known of them goes; once within so long.
AHEAD, WRITTEN_WITHIN = timedelta(days=30), timedelta(days=400)
# Whose going is said before, where they have an address.
REACHED: dict[type[models.Model], Q] = {
    Person: ~Q(email="") | Q(user__is_active=True),
    User: Q(is_active=True),
}
# The short ones are how the site works, and pages say them: no programme changes those.
SHORTEST = 28
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rule:
    """One thing that goes by the clock: which rows of which table, and whether they are deleted or emptied."""

    activity: Activity
    table: Held

    @property
    def kept(self) -> Kept:
        """Until when it is kept."""
        return self.activity.kept

    @property
    def key(self) -> str:
        """What it is called by periods, failures and the log."""
        return self.kept.key

    @property
    def deletes(self) -> bool:
        """Whether whole rows go, or only some of their columns."""
        if self.activity.purpose in self.table.sooner:
            return True
        return self.table.row == OnErasure.DELETE and self.table.purpose == self.activity.purpose and self._is_its_own

    @property
    def _is_its_own(self) -> bool:
        return self.table.purpose is not None and self.table.purpose.kept == self.kept

    @property
    def says_before(self) -> bool:
        """Whether people are written to before it goes: where it is all that is known of them."""
        return self.table.model in REACHED and self._is_its_own

    @property
    def emptied(self) -> list[str]:
        """The columns that are emptied."""
        ours = [each for each in self.activity.columns if each.held is self.table]
        return [each.name for each in ours if each.personal.on_erasure == OnErasure.BLANK]

    @property
    def kinds(self) -> list[Kind]:
        """The classes of data that go."""
        if self.deletes:
            return self.activity.kinds
        gone = {each.personal.kind for each in self.activity.columns if each.name in self.emptied}
        return [kind for kind in Kind if kind in gone]

    @cached_property
    def headings(self) -> frozenset[Heading]:
        """Under which headings that stands which goes, with all that hangs on a row which goes as a whole."""
        return that_go_with(self.table, whole=self.deletes or self.kept.forget is not None)

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """The paths from a row to its programme, or its programmes; none where a row belongs to the whole site."""
        if self.table.programme is not None:
            return (self.table.programme,)
        return (*own_ways_of(self.table.model), *programme_paths_of(self.table.model))

    @property
    def may_differ(self) -> bool:
        """Whether a programme may set another period: each row is its own, and the time is no short one."""
        is_ones = self.table.programme is not None or bool(own_ways_of(self.table.model))
        return is_ones and self.kept.days is not None and self.kept.days >= SHORTEST

    def of_programmes(self, programmes: Iterable[int]) -> Q:
        """Return the condition that a row belongs to one of some programmes."""
        rows = self.table.model._default_manager
        found = Q(pk__in=[])
        for way in self.ways:
            found |= Q(pk__in=rows.filter(**{f"{way}__in": list(programmes)}).values("pk"))
        return found

    def due(self, at: datetime, periods: Mapping[int, int], held: Collection[int]) -> QuerySet[Any]:
        """Return the rows that are to go at a moment: what was emptied before, or is held, is not among them."""
        assert self.kept.due is not None
        assert self.kept.days is not None
        due = Q(pk__in=self.kept.due(at - timedelta(days=self.kept.days)).values("pk"))
        if periods:
            due &= ~self.of_programmes(periods)
        for programme, days in periods.items():
            theirs = self.kept.due(at - timedelta(days=days)).values("pk")
            due |= Q(pk__in=theirs) & self.of_programmes([programme])
        rows = self.table.model._default_manager.filter(due)
        if not self.deletes:
            rows = rows.filter(self._not_empty())
        return self._not_held(rows, held)

    def _not_held(self, rows: QuerySet[Any], held: Collection[int]) -> QuerySet[Any]:
        if not held:
            return rows
        # What cannot be told apart by programme may be of one that is held.
        return rows.exclude(self.of_programmes(held)) if self.ways else rows.none()

    def _not_empty(self) -> Q:
        """Return the condition that at least one of the columns still says something."""
        found = Q(pk__in=[])
        for name in self.emptied:
            column = self.table.model._meta.get_field(name)
            blank = self.table.fields[name].blanked()
            says = Q(**{f"{name}__isnull": False})
            if blank is not None:
                says &= ~Q(**{name: blank})
            if isinstance(blank, str):
                says &= ~Q(**{f"{name}__startswith": SPOILT})
                says &= ~Q(**{name: ""}) if isinstance(column, models.CharField | models.TextField) else Q()
            found |= says
        return found

    def said_before(self, at: datetime) -> Q:
        """Return the condition that somebody cannot be written to, or was, so long before a moment."""
        return ~REACHED[self.table.model] | Q(Exists(self.letters(at, until=at - AHEAD)))

    def letters(self, at: datetime, *, until: datetime) -> QuerySet[Message]:
        """Return the letters that say to the row of the outer query, within a year, that all of it goes."""
        written = Message.objects.about("retention", self.key)
        return written.filter(
            recipient=Cast(OuterRef("pk"), CharField()), created_at__gt=at - WRITTEN_WITHIN, created_at__lte=until
        )


@dataclass(frozen=True)
class Times:
    """How long each programme keeps what, where it is another time than ours, and of which of them what is held."""

    periods: Mapping[str, Mapping[int, int]]
    held: Mapping[int, frozenset[Heading]]

    def held_from(self, rule: Rule) -> list[int]:
        """Return the programmes of which nothing goes by a rule: what goes by it, or some of that, is held."""
        return [programme for programme, headings in self.held.items() if headings & rule.headings]

    def due(self, rule: Rule, at: datetime) -> QuerySet[Any]:
        """Return the rows that go at a moment, as far as whoever they are of need not be written to first."""
        rows = rule.due(at, self.periods.get(rule.key, {}), self.held_from(rule))
        return rows.filter(rule.said_before(at)) if rule.says_before else rows

    def to_be_told(self, rule: Rule, at: datetime) -> QuerySet[Any]:
        """Return of whom all goes within 30 days, who can be written to and was not."""
        rows = rule.due(at + AHEAD, self.periods.get(rule.key, {}), self.held_from(rule))
        return rows.filter(REACHED[rule.table.model]).exclude(Exists(rule.letters(at, until=at)))


def times(at: datetime) -> Times:
    """Return what holds at a moment: two queries."""
    periods: dict[str, dict[int, int]] = {}
    for key, programme, days in RetentionPeriod.objects.values_list("key", "programme_id", "days"):
        periods.setdefault(key, {})[programme] = days
    return Times(periods, held_kinds(timezone.localdate(at)))


@cache
def rules() -> dict[str, Rule]:
    """Return everything that goes by the clock, by its key, in the order of the data map."""
    found = {}
    for activity in activities():
        if activity.kept.due is not None:
            table = TABLES[activity.kept.due(LONG_AGO).model]
            found[activity.kept.key] = Rule(activity, table)
    return found
