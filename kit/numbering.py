"""Numbers by which people know things: counted on from the highest that is there."""

from typing import Any

from django.db.models import Max, QuerySet


def next_number(rows: QuerySet[Any]) -> int:
    """Return the number after the highest `number` among some rows, the first being 1.

    Two who ask at once are told the same: whoever gives it to a row holds what the rows belong to, or a constraint
    says that each number is given once.
    """
    highest: int | None = rows.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
