"""What waits for whoever looks at the desk, put together from what each room says, the most pressing first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

import actions.todo
import consultations.todo
import outbox.todo
import stakeholders.todo
import stocktakes.todo
from accounts.models import User
from digests.todo import digests_to_send
from kit.todo import TodoItem
from programmes.models import Programme, ProgrammeQuerySet


def todo_by_programme(
    programmes: ProgrammeQuerySet, user: User, at: datetime
) -> list[tuple[Programme, list[TodoItem]]]:
    """Return the programmes in their order, each with what waits for somebody at its desk.

    As many queries for many programmes as for one: the home of the desk and each programme's own desk read this.
    """
    counted = list(_with_counts(programmes, timezone.localdate(at)))
    digests = digests_to_send(counted, user, at)
    return [(each, [*_counted_items(each), *digests.get(each.pk, [])]) for each in counted]


def todo_of_mail(user: User) -> list[TodoItem]:
    """Return what of the site's mail needs a person, for those who may see it."""
    return outbox.todo.messages_to_see_to() if user.has_perm("outbox.view_message") else []


def _with_counts(programmes: ProgrammeQuerySet, on: date) -> QuerySet[Any]:
    """Return the programmes, each with how much of everything waits: one query, however many there are."""
    return programmes.annotate(
        **stakeholders.todo.todo_counts(on),
        **consultations.todo.todo_counts(),
        **actions.todo.todo_counts(on),
        **stocktakes.todo.todo_counts(),
    )


def _counted_items(programme: Any) -> list[TodoItem]:
    return [
        *stocktakes.todo.failed_editions(programme),
        *actions.todo.updates_to_review(programme),
        *consultations.todo.todo_items(programme),
        *actions.todo.rounds_to_see_to(programme),
        *stakeholders.todo.todo_items(programme),
        *stocktakes.todo.editions_being_made(programme),
    ]
