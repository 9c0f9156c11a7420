"""What of the site's mail waits for a person: refused by the relay, or in doubt."""

from __future__ import annotations

from django.urls import reverse

from kit.text import several
from kit.todo import TodoItem
from outbox.models import Message, State

NEEDS_A_PERSON = {State.FAILED: "could not be sent", State.UNCERTAIN: "may or may not have been sent"}


def messages_to_see_to() -> list[TodoItem]:
    """Say how many messages need a person, of all programmes; one query."""
    counts, url = dict(Message.objects.counts()), reverse("outbox:message-list")
    return [
        TodoItem(f"{several(counts[state], 'message')} {words}", f"{url}?state={state}")
        for state, words in NEEDS_A_PERSON.items()
        if counts[state]
    ]
