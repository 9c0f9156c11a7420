"""How the asking of organisations stands, each in words, with the next best thing to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from outbox.models import Message, State
from stakeholders.emails import about_asking
from stakeholders.models import Invitation

INVITED = Invitation.Status.OPEN
MOVING = (State.DUE, State.CLAIMED, State.DATA)
# After so long without an answer another e-mail is not what helps.
RING_AFTER = timedelta(days=21)


@dataclass(frozen=True)
class Asking:
    """One invitation: how it stands, and what the team does best about it."""

    invitation: Invitation
    words: str
    next_thing: str
    is_open: bool


def askings_of(invitations: Iterable[Invitation], at: datetime) -> list[Asking]:
    """Return how each of these invitations (read `with_names`) stands at a moment. One query, however many."""
    invitations = list(invitations)
    first = {each.pk: about_asking(each, "first").columns() for each in invitations if each.status == INVITED}
    sent = Message.objects.about("invitation", step="first").filter(topic_id__in=[str(pk) for pk in first])
    states = {
        (topic_id, occasion): state for topic_id, occasion, state in sent.values_list("topic_id", "occasion", "state")
    }
    states_of = {pk: states.get((about["topic_id"], about["occasion"])) for pk, about in first.items()}
    return [asking_of(each, states_of.get(each.pk), at) for each in invitations]


def asking_of(invitation: Invitation, state: str | None, at: datetime) -> Asking:
    """Return how one invitation stands whose message is in the outbox at `state`."""
    if invitation.status == Invitation.Status.OPEN:
        return Asking(invitation, *open_in_words(invitation, state, at), is_open=True)
    return Asking(invitation, *settled_in_words(invitation), is_open=False)


def open_in_words(invitation: Invitation, state: str | None, at: datetime) -> tuple[str, str]:
    """Say how an unanswered invitation stands, and what to do: the clock and the message decide."""
    asked = f"{invitation.name} was asked on {day(invitation.last_sent_at)}"
    waited = at - invitation.last_sent_at
    if invitation.expires_at <= at:
        words = f"{asked} and did not answer by {day(invitation.expires_at)}."
        return words, "Ring them, send it again, or ask somebody else."
    if state in (State.FAILED, State.CANCELLED):
        return f"{asked}, but the message did not go.", "Correct the address, or ring them."
    if state in MOVING:
        return f"{asked}.", "Wait: the message is on its way."
    began = ", began to answer" if invitation.opened_at else ""
    words = f"{asked}{began} and has not answered yet."
    if waited >= RING_AFTER:
        return (
            f"{words} That is {waited.days // 7} weeks ago.",
            f"Ring them: the link ends on {day(invitation.expires_at)}.",
        )
    days = 7 if waited < timedelta(days=7) else 21
    return words, f"Wait: we remind them on {day(invitation.last_sent_at + timedelta(days=days))}."


def settled_in_words(invitation: Invitation) -> tuple[str, str]:
    """Say what came of an invitation, and what to do where nobody speaks after it."""
    on = day(invitation.settled_at) if invitation.settled_at else ""
    name = invitation.name
    match invitation.status:
        case Invitation.Status.ACCEPTED:
            return f"{name} said yes on {on}.", ""
        case Invitation.Status.DECLINED:
            return f"{name} declined on {on}.", "Ask somebody else there, or name whose voice is missing."
        case Invitation.Status.PASSED_ON:
            return f"{name} named a colleague on {on}.", ""
    if invitation.settled_at and invitation.settled_at >= invitation.expires_at:
        return f"{name} did not answer by {day(invitation.expires_at)}.", ""
    return f"The invitation of {name} was withdrawn on {on}.", ""


def day(at: datetime) -> str:
    """Return the day in London of a moment, as it is written."""
    return date_format(timezone.localtime(at), "j F Y")
