"""What of the clock's deleting waits for a person: what should have gone and could not."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Subquery
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from privacy.models import RetentionFailure

PERMISSION = "privacy.see_retention"


def todo_counts() -> dict[str, Any]:
    """Return the annotations of a programme that `failures_to_see_to` reads; what failed of the site is everybody's."""
    rows, of_site = RetentionFailure.objects.all(), RetentionFailure.objects.filter(programme=None).order_by()
    told = of_site.values("programme")
    shared = Coalesce(Subquery(told.annotate(told=Count("pk")).values("told")), 0)
    shared_since = Subquery(told.annotate(told=Min("since")).values("told"))
    own_since = first_of(rows, "programme", "since")
    return {
        "retention_failed": count_of(rows, "programme") + shared,
        # Of two moments one may be none: on either database the other is then the least.
        "retention_failed_since": Least(Coalesce(own_since, shared_since), Coalesce(shared_since, own_since)),
    }


def failures_to_see_to(programme: Any) -> list[TodoItem]:
    """Say how much should have been deleted and could not, in a programme counted by `todo_counts`."""
    if not (count := programme.retention_failed):
        return []
    words = f"See to {several(count, 'kind')} of data that could not be deleted in time"
    url = f"{reverse('privacy:retention-due', args=[programme.slug])}#failed"
    return [TodoItem(words, url, PERMISSION, count=count, since=programme.retention_failed_since)]
