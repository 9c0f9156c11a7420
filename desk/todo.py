"""What waits for whoever looks at the desk, put together from what each room says, the most pressing first.

One reading of it is shown on *Today*, on the programme's own desk and in the daily list by e-mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

import actions.todo
import consultations.todo
import digests.todo
import outbox.todo
import phases.todo
import privacy.equality.todo
import privacy.retention.todo
import privacy.todo
import stakeholders.todo
import stocktakes.todo
from accounts.models import User
from desk import names
from kit.days import day
from kit.text import several
from kit.todo import TodoItem
from programmes.models import Programme, ProgrammeQuerySet
from programmes.rules import permissions_in

# What has a last day is pressing from so many days before it; what has waited for so long is stuck.
SOON, STUCK = timedelta(days=7), timedelta(days=28)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits on a day, in a programme or (None) in the site's mail."""

    item: TodoItem
    on: date
    programme: Programme | None = None

    @property
    def age(self) -> str:
        """Return how long it has waited, the oldest of several: "oldest 4 days"; blank where nobody knows."""
        if self.item.since is None:
            return ""
        days = (self.on - timezone.localdate(self.item.since)).days
        one = self.item.count == 1
        if days < 1:
            return "waiting since today" if one else "oldest from today"
        return f"{'waiting' if one else 'oldest'} {_how_long(days)}"

    @property
    def last_day(self) -> str:
        """Return the last day on which it is in time, and whether that is past; blank where it has none."""
        if self.item.last_on is None:
            return ""
        if self.item.last_on == self.on:
            return "last day today"
        return f"last day {'was ' if self.is_late else ''}{day(self.item.last_on)}"

    @property
    def is_late(self) -> bool:
        """Whether its last day is over."""
        return self.item.last_on is not None and self.item.last_on < self.on

    @property
    def is_stuck(self) -> bool:
        """Whether its last day is over, or it has waited for four weeks."""
        since = self.item.since
        return self.is_late or (since is not None and timezone.localdate(since) <= self.on - STUCK)

    @property
    def pressing(self) -> tuple[int, date]:
        """Return where it stands among others: first what is late or soon will be, then the oldest."""
        last_on, since = self.item.last_on, self.item.since
        if last_on is not None and last_on <= self.on + SOON:
            return (0, last_on)
        return (1, timezone.localdate(since)) if since is not None else (2, last_on or date.max)


@dataclass(frozen=True)
class ProgrammeTodo:
    """What waits in one programme: for somebody in particular (`mine`), and what is stuck, whoever's it is."""

    programme: Programme
    mine: list[Waiting]
    stuck: list[Waiting]


def todo_by_programme(programmes: ProgrammeQuerySet, user: User, at: datetime) -> list[ProgrammeTodo]:
    """Return what waits in each programme, in their order, for somebody who may do it.

    As many queries for many programmes as for one.
    """
    on = timezone.localdate(at)
    counted = list(_with_counts(programmes, on))
    may = permissions_in(user, counted)
    support = phases.todo.support_to_see_to(counted, at)
    twice = names.todo_items([each for each in counted if may(names.SETTLE, each)])
    found = []
    for programme in counted:
        items = [*_counted_items(programme, on), *support.get(programme.pk, []), *twice.get(programme.pk, [])]
        waiting = by_pressing(Waiting(item, on, programme) for item in items)
        mine = [each for each in waiting if may(each.item.permission, programme)]
        found.append(ProgrammeTodo(programme, mine, [each for each in waiting if each.is_stuck]))
    return found


def todo_of_mail(user: User, at: datetime) -> list[Waiting]:
    """Return what of the site's mail needs a person, for those who may see it."""
    items = outbox.todo.messages_to_see_to() if user.has_perm("outbox.view_message") else []
    return by_pressing(Waiting(item, timezone.localdate(at)) for item in items)


def waiting_for(user: User, at: datetime) -> list[Waiting]:
    """Return all that waits for somebody, over all programmes of their hats and in the mail, in its order."""
    mine = Programme.objects.visible_to(user, timezone.localdate(at)).order_by("-starts_on", "title", "pk")
    return all_waiting(todo_by_programme(mine, user, at), user, at)


def all_waiting(todo: Iterable[ProgrammeTodo], user: User, at: datetime) -> list[Waiting]:
    """Return what waits for somebody in programmes and in the mail, in one list, the most pressing first."""
    return by_pressing([*todo_of_mail(user, at), *(each for one in todo for each in one.mine)])


def by_pressing(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return what waits in its order, the most pressing first."""
    return sorted(waiting, key=lambda each: each.pressing)


def _how_long(days: int) -> str:
    """Return a number of days as people say it: "4 days", "3 months", "2 years"."""
    for size, name in ((365, "year"), (30, "month")):
        if days >= 2 * size:
            return several(days // size, name)
    return several(days, "day")


def _with_counts(programmes: ProgrammeQuerySet, on: date) -> QuerySet[Any]:
    """Return the programmes, each with how much of everything waits: one query, however many there are."""
    return programmes.annotate(
        **stakeholders.todo.todo_counts(on),
        **consultations.todo.todo_counts(),
        **actions.todo.todo_counts(on),
        **stocktakes.todo.todo_counts(),
        **digests.todo.todo_counts(),
        **privacy.equality.todo.todo_counts(on),
        **privacy.todo.todo_counts(on),
        **privacy.retention.todo.todo_counts(),
    )


def _counted_items(programme: Any, on: date) -> list[TodoItem]:
    return [
        *stocktakes.todo.failed_editions(programme),
        *actions.todo.updates_to_review(programme),
        *consultations.todo.todo_items(programme),
        *actions.todo.steps_to_see_to(programme),
        *actions.todo.rounds_to_see_to(programme, on),
        *stakeholders.todo.todo_items(programme),
        *digests.todo.digests_to_send(programme),
        *privacy.equality.todo.questions_to_close(programme),
        *privacy.todo.requests_to_see_to(programme),
        *privacy.retention.todo.failures_to_see_to(programme),
    ]
