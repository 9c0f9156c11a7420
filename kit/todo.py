"""What waits for somebody, as a list of links: each room says its own part, and a page puts the parts together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


@dataclass(frozen=True)
class TodoItem:
    """Something that waits: what to do ("Review 4 pieces of feedback"), where to do it, and who may.

    `count` is how many there are of it, `since` the moment from which the oldest of them waits, `last_on` the last day
    on which the most pressing of them is in time; None where nobody knows.
    """

    words: str
    url: str
    permission: str
    count: int = 1
    since: datetime | None = None
    last_on: date | None = None


def count_of(rows: QuerySet[Any], path: str) -> Coalesce:
    """Return an annotation that counts those `rows` whose `path` leads to the row that is annotated.

    Each is a subquery of its own: many of them in one query do not multiply each other's rows.
    """
    return Coalesce(_told_of(rows, path, Count("pk")), 0)


def first_of(rows: QuerySet[Any], path: str, field: str) -> Subquery:
    """Return an annotation: the earliest `field` of those `rows` whose `path` leads to the row that is annotated."""
    return _told_of(rows, path, Min(field))


def _told_of(rows: QuerySet[Any], path: str, told: Any) -> Subquery:
    mine = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(mine.annotate(told=told).values("told"))
