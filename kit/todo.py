"""What waits for somebody, as a list of links: each room says its own part, and a page puts the parts together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


@dataclass(frozen=True)
class TodoItem:
    """One thing that waits: what it is, and where to do it."""

    words: str
    url: str


def count_of(rows: QuerySet[Any], path: str) -> Coalesce:
    """Return an annotation that counts those `rows` whose `path` leads to the row that is annotated.

    Each is a subquery of its own: many of them in one query do not multiply each other's rows.
    """
    mine = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)
