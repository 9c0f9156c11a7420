"""What waits for whoever looks at the desk, beyond what waits in a programme: people to be told, and mail."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from digests.digest import tellings_of
from kit.text import several
from outbox.models import Message, State
from programmes.models import Programme
from stocktakes.todo import Waiting


def telling_waiting(programme: Programme, user: User, at: datetime) -> list[Waiting]:
    """Return how many people wait to be told what has happened since they spoke, for those who may tell them."""
    if not user.has_perm("digests.tell_people", programme):
        return []
    count = len(tellings_of(programme, at).told)
    if not count:
        return []
    people = several(count, "person waits", "people wait")
    address = reverse("digests:digest-send", args=[programme.slug])
    return [Waiting(f"{people} to be told what has happened since they spoke", address)]


def mail_waiting(user: User) -> list[Waiting]:
    """Return what of the site's mail needs a person (refused by the relay, or in doubt), for those who may see it."""
    if not user.has_perm("outbox.view_message"):
        return []
    counts = dict(Message.objects.counts())
    words = {State.FAILED: "could not be sent", State.UNCERTAIN: "may or may not have been sent"}
    address = reverse("outbox:message-list")
    return [
        Waiting(f"{several(counts[state], 'message')} {said}", f"{address}?state={state}")
        for state, said in words.items()
        if counts[state]
    ]
