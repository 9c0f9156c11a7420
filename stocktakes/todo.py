"""What waits for a programme's team in this room, and what is better done before an edition is issued."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

import actions.todo
import consultations.todo
import stakeholders.todo
from kit.todo import TodoItem, count_of, first_of
from programmes.models import Programme
from programmes.nouns import counted
from stocktakes.models import Stocktake


def todo_counts() -> dict[str, Any]:
    """Return the annotations of a programme that `failed_editions` reads."""
    failed = Stocktake.objects.filter(status=Stocktake.Status.FAILED)
    return {
        "stocktakes_failed": count_of(failed, "programme"),
        "stocktakes_failed_since": first_of(failed, "programme", "as_at"),
    }


def failed_editions(programme: Any) -> list[TodoItem]:
    """Say how many editions could not be made in a programme that was counted by `todo_counts`."""
    count = programme.stocktakes_failed
    if not count:
        return []
    words = f"See to {counted(programme, 'stocktake', count)} that could not be made"
    url = reverse("stocktakes:stocktake-desk-list", args=[programme.slug])
    return [TodoItem(words, url, "stocktakes.issue_stocktake", count=count, since=programme.stocktakes_failed_since)]


def todo_before_issue(programme: Programme, on: date) -> list[TodoItem]:
    """Return what waits in the rooms of which an edition gives account: it would not be in one issued now."""
    counts = actions.todo.todo_counts(on) | consultations.todo.todo_counts() | stakeholders.todo.todo_counts(on)
    with_counts = Programme.objects.filter(pk=programme.pk).annotate(**counts).get()
    return [
        *actions.todo.updates_to_review(with_counts),
        *consultations.todo.todo_items(with_counts),
        *actions.todo.rounds_to_see_to(with_counts, on),
        *stakeholders.todo.todo_items(with_counts),
    ]
