"""What waits for a programme's team in this room: people to be sent what has happened since they spoke."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from digests.models import WaitingReaders
from kit.text import several
from kit.todo import TodoItem


def todo_counts() -> dict[str, Any]:
    """Return the annotation of a programme that `digests_to_send` reads: the count that the clock has kept."""
    counted = WaitingReaders.objects.filter(programme=OuterRef("pk")).values("people")
    return {"people_to_tell": Subquery(counted)}


def digests_to_send(programme: Any) -> list[TodoItem]:
    """Say how many people wait to be told in a programme that was counted by `todo_counts`."""
    count = programme.people_to_tell
    if not count:
        return []
    words = f"Tell {several(count, 'person', 'people')} what has happened since they spoke"
    return [TodoItem(words, reverse("digests:digest-send", args=[programme.slug]), "digests.send_digests", count=count)]
