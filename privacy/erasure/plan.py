"""What an erasure does to each row that was found: by what the rooms declared, and by what a person decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils import timezone

from kit.data_map import Heading, Held, OnErasure
from privacy.finding.models import Decision, FoundRow
from privacy.finding.search import How, Sought, held_of, is_shared, without, words_of
from privacy.finding.services import LISTS
from privacy.finding.sought import sought_by
from privacy.finding.still_to_do import still_to_do
from privacy.holds.kinds import in_words, that_go_with
from privacy.holds.models import Hold
from privacy.requests.models import Request
from programmes.models import Programme
from programmes.nouns import in_words_of
from programmes.paths import programme_paths_of
from stakeholders.models import Person

NAME_REMOVED = "[name removed]"


class What(StrEnum):
    """What becomes of a row."""

    DELETED = "deleted"
    EMPTIED = "emptied"
    REDACTED = "redacted"
    KEPT = "kept"


@dataclass(frozen=True)
class Step:
    """What becomes of one row: the columns that are written anew, with what then stands there; why some of it stays.

    `whose` says which of its columns are of whoever is erased, as the data map does. `parted` are those that lead to
    the person, where another programme goes on dealing with them: from then on they lead to somebody without a name.
    """

    what: What
    table: Held
    row: models.Model
    columns: dict[str, Any] = field(default_factory=dict)
    whose: frozenset[str] = frozenset()
    parted: frozenset[str] = frozenset()
    because: tuple[str, ...] = ()


def steps_for(rows: Iterable[FoundRow], sought: Sought, programme: Programme) -> list[Step]:
    """Return what becomes of each row that was found; rows that have gone since are left out."""
    others = sorted(map(str, others_deal_with(sought, programme)))
    shared = (f"it is held for {', '.join(others)} too, which answers for itself",) if others else ()
    steps = []
    for found in rows:
        row = found.stands()
        if row is None or found.decision == Decision.NOT_THEIRS:
            continue
        if shared and found.how != How.WORDS and is_shared(found.held, row):
            steps.append(Step(What.KEPT, found.held, row, because=shared))
        else:
            step = _step(found, row, sought)
            steps.append(replace(step, parted=_to_part(step, sought)) if shared else step)
    return steps


def steps_for_lists(request: Request) -> list[Step]:
    """Return what becomes of the lists that were made for what somebody asked, now and before, which no search finds.

    What was decided stays; the words and columns by which they were found, and links to what was given, go.
    """
    asked = held_of(Request._meta.label_lower)
    earlier = request.found.taken().filter(table=asked.model._meta.label_lower).values_list("row", flat=True)
    rows: list[tuple[Held, models.Model]] = [(asked, request)]
    for table in map(held_of, LISTS):
        made = table.model._default_manager.filter(request__in=[request.pk, *map(int, earlier)])
        rows += [(table, row) for row in made.order_by("pk")]
    theirs = frozenset([""])
    emptied = [(table, row, emptied_of(table, row, theirs)) for table, row in rows]
    return [
        Step(What.EMPTIED, table, row, {name: table.fields[name].blanked() for name in sorted(names)}, theirs)
        for table, row, names in emptied
        if names
    ]


def _to_part(step: Step, sought: Sought) -> frozenset[str]:
    """Return the columns of a row that stays by which it leads to whoever is erased."""
    if step.what in (What.DELETED, What.KEPT) and not step.whose:
        return frozenset()
    columns = (each for each in step.table.model._meta.concrete_fields if each.related_model is Person)
    return frozenset(each.name for each in columns if getattr(step.row, each.attname) in sought.people)


def others_deal_with(sought: Sought, programme: Programme) -> set[Programme]:
    """Return the other programmes that deal with the same people, or on whose team they are."""
    ways = models.Q(team__user__in=sought.accounts)
    for way in programme_paths_of(Person):
        people = Person.objects.filter(pk__in=sought.people, **{f"{way}__isnull": False})
        ways |= models.Q(pk__in=people.values(way))
    return set(Programme.objects.filter(ways).exclude(pk=programme.pk))


def _step(found: FoundRow, row: models.Model, sought: Sought) -> Step:
    table = found.held
    if found.decision == Decision.NOT:
        return Step(What.KEPT, table, row, because=(found.reason,))
    terms = [*sought.terms, *found.hidden_words]
    if found.how == How.WORDS or found.decision == Decision.PART:
        return Step(What.REDACTED, table, row, columns=_without(row, terms))
    if table.row == OnErasure.DELETE:
        return Step(What.DELETED, table, row)
    whose = frozenset(each.whose for each in table.fields.values() if _is_theirs(found, each.whose))
    emptied = emptied_of(table, row, whose)
    stays = {
        each.because
        for name, each in table.fields.items()
        if each.whose in whose and each.on_erasure == OnErasure.KEEP and getattr(row, name)
    }
    # What stays of words that are theirs does not name them.
    columns = _without(row, terms) | {name: table.fields[name].blanked() for name in emptied}
    return Step(What.EMPTIED if columns else What.KEPT, table, row, columns, whose, because=tuple(sorted(stays)))


def emptied_of(table: Held, row: models.Model, whose: Collection[str]) -> frozenset[str]:
    """Return the columns of a row that an erasure empties, of those that are `whose`; not what is empty already."""
    return frozenset(
        name
        for name, each in table.fields.items()
        if each.whose in whose and each.on_erasure == OnErasure.BLANK and getattr(row, name)
    )


def _is_theirs(found: FoundRow, whose: str) -> bool:
    """Whether the columns of a row that are of one person are of whoever is erased.

    They are where a path leads from the row to them, or where one of these columns names them.
    """
    if found.how == How.LINKED and not whose:
        return True
    fields = found.held.fields
    return any(name in fields and fields[name].whose == whose for name in found.columns)


def _without(row: models.Model, terms: list[str]) -> dict[str, Any]:
    """Return the columns that hold one of these terms, without them."""
    old = {name: getattr(row, name) for name in words_of(type(row))}
    new = {name: without(value, terms, NAME_REMOVED) for name, value in old.items()}
    return {name: value for name, value in new.items() if value != old[name]}


def receipt_of(steps: Iterable[Step]) -> dict[str, Any]:
    """Return how many rows of each table went or lost a name, and why some stay: nobody's own data."""
    counts: dict[str, dict[str, int]] = {what: {} for what in (What.DELETED, What.EMPTIED, What.REDACTED)}
    stays: dict[str, set[str]] = {}
    for step in steps:
        if step.what in counts:
            name = step.table.many
            counts[step.what][name] = counts[step.what].get(name, 0) + 1
        for why in step.because:
            stays.setdefault(why, set()).add(step.table.many)
    return counts | {"kept": {why: sorted(tables) for why, tables in sorted(stays.items())}}


def reasons_not_to_erase(request: Request, *, at: datetime) -> list[str]:
    """Return in sentences what stands in the way of an erasure now; none where it can be proposed or confirmed."""
    reasons = still_to_do(request)
    if not reasons and not request.found.taken().exists():
        reasons.append("Nothing that was found is to be erased: answer the request, and say why.")
    return [*reasons, *_held_from_it(request, request.programme.holds.on(timezone.localdate(at)))]


def _held_from_it(request: Request, holds: Iterable[Hold]) -> list[str]:
    """Return in a sentence what of an erasure holds do not let go; none where they keep nothing that it touches."""
    holds = list(holds)
    if any(not hold.kinds for hold in holds):
        return ["Nothing may be deleted now: release the hold, or answer that it stays, and why."]
    held = frozenset(heading for hold in holds for heading in hold.headings)
    if not held or not (kept := held & _headings_of(request)):
        return []
    words = in_words_of(request.programme, in_words(heading.name for heading in kept))
    return [f"Some of it is held: {words}. Release the hold, or decide that these rows stay, and say why."]


def _headings_of(request: Request) -> frozenset[Heading]:
    """Return under which headings that stands which an erasure takes away, or writes anew."""
    steps = [*steps_for(request.found.in_order(), sought_by(request), request.programme), *steps_for_lists(request)]
    touched = (step for step in steps if step.what != What.KEPT or step.parted)
    return frozenset(
        heading for step in touched for heading in that_go_with(step.table, whole=step.what == What.DELETED)
    )
