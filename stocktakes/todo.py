"""What waits for a programme's team in this room, and what is better done before an edition is issued."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

import actions.todo
import consultations.todo
import stakeholders.todo
from kit.todo import TodoItem, count_of
from programmes.models import Programme
from programmes.nouns import counted
from stocktakes.models import Stocktake


def todo_counts() -> dict[str, Any]:
    """Return the annotations of a programme that `failed_editions` and `editions_being_made` read."""
    return {
        "stocktakes_failed": count_of(Stocktake.objects.filter(status=Stocktake.Status.FAILED), "programme"),
        "stocktakes_rendering": count_of(Stocktake.objects.filter(status=Stocktake.Status.RENDERING), "programme"),
    }


def failed_editions(programme: Any) -> list[TodoItem]:
    """Say how many editions could not be made in a programme that was counted by `todo_counts`."""
    return _editions(programme, programme.stocktakes_failed, "could not be made")


def editions_being_made(programme: Any) -> list[TodoItem]:
    """Say how many editions are being made in a programme that was counted by `todo_counts`."""
    return _editions(programme, programme.stocktakes_rendering, "being made")


def todo_before_issue(programme: Programme, on: date) -> list[TodoItem]:
    """Return what waits in the rooms of which an edition gives account: it would not be in one issued now."""
    counts = actions.todo.todo_counts(on) | consultations.todo.todo_counts() | stakeholders.todo.todo_counts(on)
    with_counts = Programme.objects.filter(pk=programme.pk).annotate(**counts).get()
    return [
        *actions.todo.updates_to_review(with_counts),
        *consultations.todo.todo_items(with_counts),
        *actions.todo.rounds_to_see_to(with_counts),
        *stakeholders.todo.todo_items(with_counts),
    ]


def _editions(programme: Any, count: int, words: str) -> list[TodoItem]:
    if not count:
        return []
    url = reverse("stocktakes:stocktake-desk-list", args=[programme.slug])
    return [TodoItem(f"{counted(programme, 'stocktake', count)} {words}", url)]
