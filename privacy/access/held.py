"""What is held of somebody, shown to them at once by a personal link: what is plainly theirs, and nobody has to read.

The rest takes a request: words of the team about them, and what only names them, are read by a person first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from kit.data_map import Heading, Held
from privacy.access.rows import Drawn, Row, drawn, rows_of
from privacy.finding.search import How, Sought, everything_of
from programmes.models import Programme
from stakeholders.models import Person

# What was asked of us is read with the request, and what staff did is the body's work.
NOT_AT_ONCE = (Heading.ASKED, Heading.WORK)


def held_at_once(people: Iterable[Person], accounts: Iterable[User], programme: Programme) -> list[Drawn]:
    """Return the rows of a programme that are linked to somebody, as they may read them at once, as people think."""
    sought = Sought(frozenset(each.pk for each in people), frozenset(each.pk for each in accounts))
    keys: dict[Any, set[Any]] = {}
    tables: dict[Any, Held] = {}
    for found in everything_of(sought, programme):
        if found.table.heading not in NOT_AT_ONCE:
            tables[found.table.model] = found.table
            keys.setdefault(found.table.model, set()).add(found.row.pk)
    shown = []
    for model in sorted(tables, key=lambda each: list(Heading).index(tables[each].stands_under)):
        rows = rows_of(tables[model]).filter(pk__in=keys[model]).order_by("pk")
        shown += [drawn(Row(tables[model], row, How.LINKED, unread=True), sought, programme) for row in rows]
    return [row for row in shown if row.facts or row.files]
