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


def with_todo_counts(programmes: ProgrammeQuerySet, on: date) -> QuerySet[Any]:
    """Return the programmes, each with how much of everything waits: one query, however many there are."""
    return programmes.annotate(
        **stakeholders.todo.todo_counts(on),
        **consultations.todo.todo_counts(),
        **actions.todo.todo_counts(on),
        **stocktakes.todo.todo_counts(),
    )


def todo_of_counted(programme: Any) -> list[TodoItem]:
    """Return what waits in a programme that came from `with_todo_counts`."""
    return [
        *stocktakes.todo.failed_editions(programme),
        *actions.todo.updates_to_review(programme),
        *consultations.todo.todo_items(programme),
        *actions.todo.rounds_to_see_to(programme),
        *stakeholders.todo.todo_items(programme),
        *stocktakes.todo.editions_being_made(programme),
    ]


def todo_of_programme(programme: Programme, user: User, at: datetime) -> list[TodoItem]:
    """Return all that waits for somebody at one programme's desk, the site's mail too for those who may see it."""
    counted = with_todo_counts(Programme.objects.filter(pk=programme.pk), timezone.localdate(at)).get()
    return [*todo_of_counted(counted), *digests_to_send(programme, user, at), *todo_of_mail(user)]


def todo_of_mail(user: User) -> list[TodoItem]:
    """Return what of the site's mail needs a person, for those who may see it."""
    return outbox.todo.messages_to_see_to() if user.has_perm("outbox.view_message") else []
