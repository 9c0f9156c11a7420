"""Who of those who are asked has answered and who has not, each with the next best thing to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from consultations.asking.emails import asking_messages
from consultations.asking.models import Consultation
from consultations.telling.models import (
    AskedRepresentative,
    Step,
    TellingPlan,
    Way,
    has_answered,
    way_to,
)
from consultations.telling.printing import unprinted
from kit.days import day, ending
from kit.windows import Clock
from outbox.models import Message, State
from outbox.reminding import by_recipient, has_bounced, not_stopped
from stakeholders.models import Appointment

MOVING = (State.DUE, State.CLAIMED, State.DATA)
# What the team looks for, the most pressing first.
GROUPS = {
    "letter": "Letter to print",
    "bounced": "Message did not arrive",
    "nobody": "Nobody speaks any more",
    "telephone": "Yours to ring",
    "waiting": "Waiting for an answer",
    "no-answer": "No answer",
    "answered": "Answered",
}


def asked_by(consultation: Consultation, at: datetime) -> QuerySet[Any]:
    """Return who is asked, one of each partnership, each with its `group` of `GROUPS`, in the order of those."""
    last = asking_messages(consultation.pk).exclude(state=State.CANCELLED).order_by("-created_at", "-pk")
    mine = last.filter(recipient=Cast(OuterRef("appointment_id"), CharField()))
    speaks = Q(appointment__in=Appointment.objects.current(at))
    to_print = When(Q(way=Way.LETTER) & speaks & unprinted(consultation, at), then=Value("letter"))
    answered = When(has_answered("appointment__partnership"), then=Value("answered"))
    if consultation.clock(at) == Clock.PAST:
        group = Case(to_print, answered, default=Value("no-answer"), output_field=CharField())
    else:
        group = Case(
            answered,
            When(~speaks, then=Value("nobody")),
            to_print,
            When(last_state=State.FAILED, then=Value("bounced")),
            When(way=Way.TELEPHONE, then=Value("telephone")),
            default=Value("waiting"),
            output_field=CharField(),
        )
    places = [When(group=group, then=Value(place)) for place, group in enumerate(GROUPS)]
    rows = AskedRepresentative.objects.filter(consultation=consultation.pk).standing().with_names()
    rows = rows.annotate(last_state=Subquery(mine.values("state")[:1])).annotate(group=group)
    return rows.order_by(Case(*places), "appointment__partnership__organisation__name", "pk")


def group_counts(rows: QuerySet[Any]) -> list[tuple[str, str, int]]:
    """Return which groups there are, each with its name and how many it has. One query."""
    counts = dict(rows.order_by().values_list("group").annotate(Count("pk")))
    return [(code, name, counts[code]) for code, name in GROUPS.items() if code in counts]


@dataclass
class AskedStatus:
    """One who is asked, with the letters to them, and what to do next about it."""

    asked: AskedRepresentative
    plan: TellingPlan
    clock: Clock
    on: date
    messages: list[Message]

    @property
    def group(self) -> str:
        """Which of `GROUPS` it belongs to."""
        return str(self.asked.group)  # type: ignore[attr-defined]

    @property
    def group_words(self) -> str:
        """The group in words."""
        return GROUPS[self.group]

    @property
    def sent(self) -> int:
        """How many letters were written to them: tells whether one more was sent since."""
        return len(self.messages)

    @property
    def message(self) -> Message | None:
        """The latest letter by e-mail that was not stopped."""
        return next(iter(reversed(not_stopped(self.messages))), None)

    @property
    def message_words(self) -> str:
        """What the latest letter was, in words."""
        return str(Step(self.message.step).label) if self.message else ""

    @property
    def may_be_sent_again(self) -> bool:
        """Whether the first letter did not arrive, and there is another address now."""
        person = self.asked.appointment.person
        sent = not_stopped(self.messages)
        return self.group == "bounced" and way_to(person) == Way.EMAIL and not has_bounced(sent, person.address)

    @property
    def next_action(self) -> str:
        """What the team does best about it, in one sentence."""
        person = self.asked.appointment.person
        ring = "ring them" if person.telephone else "find another way to reach them"
        match self.group:
            case "letter" if self.clock == Clock.PAST:
                return "Print the letter that says what happens next."
            case "letter":
                return "Print the letter and post it."
            case "bounced" if self.may_be_sent_again:
                return "They have another address now: send it again."
            case "bounced":
                return f"Put another address in, or {ring}."
            case "nobody":
                return "Ask the organisation to name somebody else."
            case "telephone":
                return "Ring them." if person.telephone else "No address and no number: find another way to reach them."
            case "answered" | "no-answer":
                return "Nothing."
        return self._next_reminder

    @property
    def _next_reminder(self) -> str:
        """What comes by itself while they are waited for."""
        ends_at = self.plan.consultation.ends_at
        wait = f"Wait: they have until {ending(ends_at)}." if ends_at else "Wait."
        if self.message and self.message.state in MOVING:
            return "Wait: the message is on its way."
        if way_to(self.asked.appointment.person) != Way.EMAIL:
            return f"{wait} Nothing reminds them by itself."
        to_come = [f" {step.label} on {day(step_on)}." for step, step_on in self.plan.reminders if step_on > self.on]
        return wait + (to_come[0] if to_come else "")


def asked_statuses(rows: Iterable[AskedRepresentative], plan: TellingPlan, at: datetime) -> list[AskedStatus]:
    """Return how these (read `with_names`) stand. One query, however many."""
    rows = list(rows)
    consultation = plan.consultation
    keys = [str(each.appointment_id) for each in rows]
    messages = by_recipient(asking_messages(consultation.pk).filter(recipient__in=keys))
    clock, on = consultation.clock(at), timezone.localdate(at)
    return [AskedStatus(each, plan, clock, on, messages.get(str(each.appointment_id), [])) for each in rows]


def answered_of_asked(consultation: Consultation) -> tuple[int, int]:
    """Return how many of those who are asked have answered, and how many they are. One query."""
    standing = AskedRepresentative.objects.filter(consultation=consultation.pk).standing()
    done = Count("pk", filter=has_answered("appointment__partnership"))
    counts = standing.aggregate(asked=Count("pk"), answered=done)
    return counts["answered"], counts["asked"]
