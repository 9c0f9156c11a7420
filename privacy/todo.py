"""What waits for a programme's team in this room: requests, by their last day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from kit.days import beginning_of
from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from privacy.models import ClockStop, Request

PERMISSION = "privacy.answer_requests"


def todo_counts(on: date) -> dict[str, Any]:
    """Return the annotations of a programme that `requests_to_see_to` reads."""
    counts: dict[str, Any] = {}
    for status in (Request.Status.RECEIVED, Request.Status.AT_WORK):
        rows = Request.objects.filter(status=status)
        counts[f"requests_{status}"] = count_of(rows, "programme")
        counts[f"requests_{status}_due"] = first_of(rows, "programme", "due_on")
        counts[f"requests_{status}_late"] = count_of(rows.filter(due_on__lt=on), "programme")
    waiting = ClockStop.objects.filter(started_on=None)
    counts["requests_stopped"] = count_of(waiting, "request__programme")
    counts["requests_stopped_on"] = first_of(waiting, "request__programme", "stopped_on")
    return counts


def requests_to_see_to(programme: Any) -> list[TodoItem]:
    """Say what requests ask for in a programme counted by `todo_counts`: by which day, and how many are late."""
    url = reverse("privacy:request-list", args=[programme.slug])
    items = []
    for status, verb in ((Request.Status.RECEIVED, "Acknowledge"), (Request.Status.AT_WORK, "Answer")):
        if count := getattr(programme, f"requests_{status}"):
            late = getattr(programme, f"requests_{status}_late")
            words = f"{verb} {several(count, 'request')}{f', {late} late' if late else ''}"
            due_on = getattr(programme, f"requests_{status}_due")
            items.append(TodoItem(words, url, PERMISSION, count=count, last_on=due_on))
    if count := programme.requests_stopped:
        words = f"See whether what {several(count, 'request')} {'waits' if count == 1 else 'wait'} for has come"
        since = beginning_of(programme.requests_stopped_on)
        items.append(TodoItem(words, url, PERMISSION, count=count, since=since))
    return items
