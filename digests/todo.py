"""What waits for a programme's team in this room: people to be sent what has happened since they spoke."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from digests.digest import digests_of_each
from kit.text import several
from kit.todo import TodoItem
from programmes.models import Programme
from programmes.rules import where_permitted

SEND = "digests.send_digests"


def digests_to_send(programmes: Collection[Programme], user: User, at: datetime) -> dict[int, list[TodoItem]]:
    """Say by programme how many people wait to be told what has happened since they spoke, to those who may send it."""
    mine = {each.pk: each for each in where_permitted(user, SEND, programmes)}
    counts = {pk: len(digests.to_send) for pk, digests in digests_of_each(mine.values(), at).items()}
    return {pk: [_item(mine[pk], count)] for pk, count in counts.items() if count}


def _item(programme: Programme, count: int) -> TodoItem:
    words = f"Tell {several(count, 'person', 'people')} what has happened since they spoke"
    return TodoItem(words, reverse("digests:digest-send", args=[programme.slug]), SEND, count=count)
