"""How invitations stand, each in words, with the next best thing to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kit.days import day, last_day_before
from outbox.models import Message, State
from stakeholders.emails import about_asking
from stakeholders.models import Invitation
from stakeholders.models.invitation import REMIND_AFTER, RING_AFTER

ON_ITS_WAY = (State.DUE, State.CLAIMED, State.DATA)


@dataclass(frozen=True)
class InvitationStatus:
    """One invitation: how it stands in words, and what the team does best about it."""

    invitation: Invitation
    summary: str
    next_step: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it or taken it back."""
        return self.invitation.status == Invitation.Status.OPEN


def invitation_statuses(invitations: Iterable[Invitation], at: datetime) -> list[InvitationStatus]:
    """Return how each of these invitations (read `with_names`) stands at a moment. One query, however many."""
    invitations = list(invitations)
    unanswered = [each for each in invitations if each.status == Invitation.Status.OPEN]
    first = {each.pk: about_asking(each, "first").columns() for each in unanswered}
    sent = Message.objects.about("invitation", step="first").filter(topic_id__in=[str(pk) for pk in first])
    states = {
        (topic_id, occasion): state for topic_id, occasion, state in sent.values_list("topic_id", "occasion", "state")
    }
    states_of = {pk: states.get((about["topic_id"], about["occasion"])) for pk, about in first.items()}
    return [invitation_status(each, states_of.get(each.pk), at) for each in invitations]


def invitation_status(invitation: Invitation, state: str | None, at: datetime) -> InvitationStatus:
    """Return how one invitation stands whose message is in the outbox at `state`."""
    if invitation.status == Invitation.Status.OPEN:
        return InvitationStatus(invitation, *open_in_words(invitation, state, at))
    return InvitationStatus(invitation, *settled_in_words(invitation))


def open_in_words(invitation: Invitation, state: str | None, at: datetime) -> tuple[str, str]:
    """Return how an unanswered invitation stands, and what to do: the message and the clock decide.

    Whoever has begun to answer has the link, whatever became of the newest message.
    """
    asked = f"{invitation.name} was asked on {day_in_words(invitation.last_sent_at)}"
    waited = at - invitation.last_sent_at
    ends_on = last_day(invitation)
    if state in (State.FAILED, State.CANCELLED) and not invitation.opened_at:
        return f"{asked}, but the message did not go.", "Correct the address, or ring them."
    if invitation.expires_at <= at:
        return f"{asked} and did not answer by {ends_on}.", "Ring them, send it again, or ask somebody else."
    if state in ON_ITS_WAY and not invitation.opened_at:
        return f"{asked}.", "Wait: the message is on its way."
    began = ", began to answer" if invitation.opened_at else ""
    summary = f"{asked}{began} and has not answered yet."
    if waited >= RING_AFTER:
        return f"{summary} That is {waited.days // 7} weeks ago.", f"Ring them: the link ends on {ends_on}."
    reminded_on = day_in_words(invitation.last_sent_at + min(after for after in REMIND_AFTER if waited < after))
    return summary, f"Wait: we remind them on {reminded_on}."


def settled_in_words(invitation: Invitation) -> tuple[str, str]:
    """Return what came of an invitation, and what to do where nobody speaks after it."""
    on = day_in_words(invitation.settled_at) if invitation.settled_at else ""
    name = invitation.name
    match invitation.status:
        case Invitation.Status.ACCEPTED:
            return f"{name} said yes on {on}.", ""
        case Invitation.Status.DECLINED:
            return f"{name} declined on {on}.", "Ask somebody else there, or name whose voice is missing."
        case Invitation.Status.PASSED_ON:
            return f"{name} named a colleague on {on}.", ""
    if invitation.settled_at and invitation.settled_at >= invitation.expires_at:
        return f"{name} did not answer by {last_day(invitation)}.", ""
    return f"The invitation of {name} was withdrawn on {on}.", ""


def last_day(invitation: Invitation) -> str:
    """Return the last day on which an invitation can be answered, as it is written."""
    last = last_day_before(invitation.expires_at)
    assert last is not None
    return day(last)


def day_in_words(at: datetime) -> str:
    """Return the day in London of a moment, as it is written."""
    return day(timezone.localdate(at))
