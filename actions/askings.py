"""Who of a round has answered and who has not, each with the next best thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from actions.emails import key_prefix
from actions.models import FollowUp, FollowUpRound, ProgressUpdate
from actions.recipients import day
from outbox.models import Message, State

MOVING = (State.DUE, State.CLAIMED, State.DATA)


@dataclass
class Asking:
    """One asking with its latest answer and message, and what to do next about it."""

    follow_up: FollowUp
    update: ProgressUpdate | None
    message: Message | None
    next_thing: str = ""

    @property
    def to_review(self) -> bool:
        """Whether its answer waits to be read."""
        return self.update is not None and self.update.status == ProgressUpdate.Status.WAITING

    @property
    def to_hand_on(self) -> bool:
        """Whether somebody has moved on and nobody has taken over."""
        moved_on = self.follow_up.status == FollowUp.Status.MOVED_ON
        return moved_on and getattr(self.follow_up.proposer, "successor", None) is None


def askings_of(round: FollowUpRound, at: datetime) -> list[Asking]:
    """Return the askings of a round in the order of their areas. Three queries, however many there are."""
    follow_ups = (
        FollowUp.objects.filter(round=round)
        .with_names()
        .select_related("proposer__successor")
        .order_by("proposer__area__number", "pk")
    )
    updates = {
        update.follow_up_id: update
        for update in ProgressUpdate.objects.filter(follow_up__round=round).order_by("version")
    }
    messages = {
        message.key.rpartition(":")[0] + ":": message
        for message in Message.objects.filter(key__startswith=f"follow-up:{round.pk}:")
        .only("key", "state", "accepted_at", "created_at")
        .order_by("created_at", "pk")
    }
    askings = [Asking(each, updates.get(each.pk), messages.get(key_prefix(each))) for each in follow_ups]
    for asking in askings:
        asking.next_thing = next_thing(asking, timezone.localdate(at))
    return askings


def next_thing(asking: Asking, on: date) -> str:
    """Say in one sentence what the team does best about one asking."""
    follow_up, status = asking.follow_up, asking.follow_up.status
    if asking.to_review:
        return "Read the answer and decide what the public reads."
    if asking.update is not None:
        published = asking.update.status == ProgressUpdate.Status.PUBLISHED
        return f"Nothing: the answer is {'published' if published else 'kept unpublished'}."
    if status == FollowUp.Status.MOVED_ON:
        return "Find somebody to hand it on to." if asking.to_hand_on else "Nothing: it has been handed on."
    if follow_up.round.status == FollowUpRound.Status.CLOSED:
        return "Nothing: the public page says that we have not heard back."
    if status == FollowUp.Status.UNREACHABLE:
        return "Try another way to reach them, or hand it on."
    return next_way_to_ask(asking, on)


def next_way_to_ask(asking: Asking, on: date) -> str:
    """Say how to come by an answer from somebody who has not given one."""
    follow_up, person = asking.follow_up, asking.follow_up.proposer.person
    ring = f"ring {person.telephone}" if person.telephone else "find another way to reach them"
    if follow_up.token_hash is None:
        return f"No e-mail: {ring} and write the answer down."
    if follow_up.link_revoked_at is not None:
        return "The link was revoked: send a new one."
    state = asking.message.state if asking.message else None
    if state in MOVING:
        return "Wait: the message is on its way."
    if state not in (State.ACCEPTED, State.UNCERTAIN):
        return f"The message did not go: correct the address and send a new link, or {ring}."
    if on <= follow_up.round.answer_by_on:
        return f"Wait: they have until {day(follow_up.round.answer_by_on)}."
    return f"The day has passed: {ring}, or send a new link."
