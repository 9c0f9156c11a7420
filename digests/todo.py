"""What waits for a programme's team in this room: people to be sent what has happened since they spoke."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from digests.digest import tellings_of
from kit.text import several
from kit.todo import TodoItem
from programmes.models import Programme


def digests_to_send(programme: Programme, user: User, at: datetime) -> list[TodoItem]:
    """Say how many people wait to be told what has happened since they spoke, to those who may send it."""
    if not user.has_perm("digests.tell_people", programme):
        return []
    count = len(tellings_of(programme, at).told)
    if not count:
        return []
    words = f"{several(count, 'person waits', 'people wait')} to be told what has happened since they spoke"
    return [TodoItem(words, reverse("digests:digest-send", args=[programme.slug]))]
