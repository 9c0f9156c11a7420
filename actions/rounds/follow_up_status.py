"""Who of a round has answered and who has not, each with the next best thing to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from actions.models import AnswerDraft, FollowUp, FollowUpRound, MailStep, ProgressUpdate
from actions.rounds.reminders import messages_of
from kit.days import day
from outbox.models import Message, State
from stakeholders.contact_channels import has_email, wants_email

MOVING = (State.DUE, State.CLAIMED, State.DATA)
# What the team looks for on the page of a round, the most pressing first.
GROUPS = (
    ("bounced", "Message did not arrive"),
    ("to-hand-on", "To be handed on"),
    ("to-review", "Answer to read"),
    ("to-ring", "Yours to ring"),
    ("waiting", "Waiting for an answer"),
    ("answered", "Answered and read"),
    ("no-answer", "No answer"),
    ("moved-on", "Handed on"),
)

# All that the page of a round reads of a follow-up, however many there are.
READ = [
    *("round", "status", "token_hash", "link_revoked_at", "successor_name"),
    *("proposer__until_on", "proposer__area__number", "proposer__area__title", "proposer__area__programme"),
    *(f"proposer__person__{name}" for name in ("name", "email", "telephone", "contact_by")),
    "proposer__successor__took_over_from",
]


@dataclass
class FollowUpStatus:
    """One follow-up on a day, with its latest answer and message, and what to do next about it."""

    follow_up: FollowUp
    on: date
    update: ProgressUpdate | None
    messages: list[Message]
    begun_at: datetime | None = None

    @property
    def next_action(self) -> str:
        """What the team does best about it, in one sentence."""
        return next_action(self)

    @property
    def message(self) -> Message | None:
        """The latest message that was not stopped."""
        return next((each for each in reversed(self.messages) if each.state != State.CANCELLED), None)

    @property
    def message_step(self) -> str:
        """What the latest message was, in words."""
        return str(MailStep(self.message.step).label) if self.message else ""

    @property
    def has_bounced(self) -> bool:
        """Whether we wait for an answer to a message that did not arrive at the address we have."""
        waits = self.follow_up.status == FollowUp.Status.ASKED and self.follow_up.token_hash is not None
        return waits and self.message is not None and self.message.state == State.FAILED

    @property
    def to_review(self) -> bool:
        """Whether its answer waits to be read."""
        return self.update is not None and self.update.awaits_review

    @property
    def to_hand_on(self) -> bool:
        """Whether somebody has moved on and nobody has taken over."""
        gone = self.follow_up.status in FollowUp.GONE or self.has_left
        return gone and getattr(self.follow_up.proposer, "successor", None) is None

    @property
    def has_left(self) -> bool:
        """Whether we wait for an answer from somebody to whom it belongs no more."""
        return self.follow_up.status in FollowUp.OPEN_ENDED and self.follow_up.proposer.has_left(self.on)

    @property
    def asks_successor(self) -> bool:
        """Whether whoever takes it over can still answer in this round."""
        round = self.follow_up.round
        return round.status == FollowUpRound.Status.OPEN and self.on <= round.answer_by_on

    @property
    def names(self) -> str:
        """Whom it asks, and about what."""
        return f"{self.follow_up.proposer.area} {self.follow_up.proposer.person}"

    @property
    def group(self) -> str:
        """Which of `GROUPS` it belongs to: each to one."""
        if self.to_review:
            return "to-review"
        if self.to_hand_on:
            return "to-hand-on"
        if self.update is not None:
            return "answered"
        if self.follow_up.status in FollowUp.GONE:
            return "moved-on"
        if self.follow_up.round.status == FollowUpRound.Status.CLOSED:
            return "no-answer"
        if self.has_bounced:
            return "bounced"
        has_link = self.follow_up.token_hash is not None and self.follow_up.link_revoked_at is None
        return "waiting" if has_link and self.follow_up.status == FollowUp.Status.ASKED else "to-ring"


def group_counts(entries: list[FollowUpStatus]) -> list[tuple[str, str, int]]:
    """Return which groups there are in a round, each with its name and how many it has."""
    counts = Counter(entry.group for entry in entries)
    return [(code, name, counts[code]) for code, name in GROUPS if counts[code]]


def follow_up_statuses(round: FollowUpRound, at: datetime) -> list[FollowUpStatus]:
    """Return the follow-ups of a round in the order of their areas. Four queries, however many there are."""
    related = ("proposer__area", "proposer__person", "proposer__successor")
    rows = round.follow_ups.select_related(*related).only(*READ)
    follow_ups = list(rows.order_by("proposer__area__number", "pk"))
    for each in follow_ups:
        # The one round of all of them, and its programme, are read once.
        each.round, each.proposer.area.programme = round, round.programme
    given = ProgressUpdate.objects.filter(follow_up__round=round).order_by("version")
    updates = {each.follow_up_id: each for each in given.only("follow_up", "status", "standing", "given_at")}
    messages, on = messages_of(round), timezone.localdate(at)
    begun = dict(AnswerDraft.objects.filter(follow_up__round=round).values_list("follow_up", "saved_at"))
    return [
        FollowUpStatus(each, on, updates.get(each.pk), messages.get(str(each.proposer_id), []), begun.get(each.pk))
        for each in follow_ups
    ]


def next_action(entry: FollowUpStatus) -> str:
    """Say in one sentence what the team does best about one follow-up."""
    follow_up, status = entry.follow_up, entry.follow_up.status
    if entry.to_review:
        return "Read the answer and decide what the public reads."
    if entry.update is not None:
        published = entry.update.status == ProgressUpdate.Status.PUBLISHED
        return f"Nothing: the answer is {'published' if published else 'kept unpublished'}."
    if status == FollowUp.Status.MOVED_ON:
        if entry.to_hand_on and follow_up.successor_name:
            then = "ask them instead" if entry.asks_successor else "hand it on to them"
            return f"{follow_up.successor_name} is to carry it on: look, and {then}."
        return "Find somebody to hand it on to." if entry.to_hand_on else "Nothing: it has been handed on."
    if status == FollowUp.Status.NOT_ME:
        return "Find out whose it is, and hand it to them." if entry.to_hand_on else "Nothing: the right person has it."
    if follow_up.round.status == FollowUpRound.Status.CLOSED and not entry.to_hand_on:
        why = "could not be reached" if status == FollowUp.Status.UNREACHABLE else "did not answer"
        return f"Nothing: they {why}, and the round is closed."
    if entry.has_left:
        then = "find somebody to hand it on to" if entry.to_hand_on else "it has been handed on"
        return f"They have moved on: {then}."
    if status == FollowUp.Status.UNREACHABLE:
        return "Try another way to reach them, or hand it on."
    return next_way_to_ask(entry)


def next_way_to_ask(entry: FollowUpStatus) -> str:
    """Say how to come by an answer from somebody who has not given one."""
    on = entry.on
    follow_up, person = entry.follow_up, entry.follow_up.proposer.person
    ring = "ring them" if person.telephone else "find another way to reach them"
    if follow_up.token_hash is None:
        if wants_email(person):
            return f"They have an e-mail address now: send a link, or {ring}."
        no_email = "No e-mail address that works" if person.email else "No e-mail address"
        why = "They would rather not have e-mail" if has_email(person) else no_email
        return f"{why}: {ring} and write the answer down."
    if follow_up.link_revoked_at is not None:
        return "The link was revoked: send a new one."
    state = entry.message.state if entry.message else None
    if state in MOVING:
        return "Wait: the message is on its way."
    if state not in (State.ACCEPTED, State.UNCERTAIN):
        return f"The message did not go: correct the address and send a new link, or {ring}."
    begun = f"They have begun to write ({day(timezone.localdate(entry.begun_at))}). " if entry.begun_at else ""
    if on <= follow_up.round.answer_by_on:
        return f"{begun}Wait: they have until {day(follow_up.round.answer_by_on)}.{next_reminder(entry, on)}"
    return f"{begun}The day has passed: {ring}, or send a new link."


def next_reminder(entry: FollowUpStatus, on: date) -> str:
    """Say what goes to them next by itself, and when; an empty string when nothing does."""
    to_come = [(step, step_on) for step, step_on in entry.follow_up.round.reminders if step_on > on]
    if not to_come or not wants_email(entry.follow_up.proposer.person):
        return ""
    step, step_on = to_come[0]
    return f" {step.label} on {day(step_on)}."
