"""What of the site's mail waits for a person, refused by the relay or in doubt; and how all of it stands."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse

from kit.text import several
from kit.todo import TodoItem
from outbox.models import OPEN, Message, State
from outbox.readiness import LATE, oldest_due_age
from outbox.release_guard import hold_reason
from outbox.transports import open_transport

NEEDS_A_PERSON = {State.FAILED: "could not be sent", State.UNCERTAIN: "may or may not have been sent"}


def messages_to_see_to() -> list[TodoItem]:
    """Say how many messages need a person, of all programmes; one query."""
    rows = Message.objects.filter(state__in=NEEDS_A_PERSON).order_by().values_list("state")
    found = {state: (count, since) for state, count, since in rows.annotate(Count("pk"), Min("created_at"))}
    url = reverse("outbox:message-list")
    items = []
    for state, words in NEEDS_A_PERSON.items():
        count, since = found.get(state, (0, None))
        if count:
            told = f"See to {several(count, 'message')} that {words}"
            items.append(TodoItem(told, f"{url}?state={state}", "outbox.view_message", count=count, since=since))
    return items


def state_of_mail(at: datetime) -> str:
    """Say in a sentence or two whether the site's mail goes out, and how many messages are on their way."""
    count = Message.objects.filter(state__in=OPEN).count()
    waiting = f"{several(count, 'message waits', 'messages wait')} to go." if count else "Nothing waits to go."
    if open_transport().leaves_site and hold_reason(at=at):
        return f"All mail is held until a person releases it. {waiting}"
    age = oldest_due_age(at)
    return f"Mail is late. {waiting}" if age and age > LATE else f"Mail goes out as it should. {waiting}"
