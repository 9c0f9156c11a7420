"""What is due by now of what the clock sends: the newest reminder of a consultation, for whoever is still waited for.

It is worked out from what is due, never from when it was last looked: a clock that stood still sends the newest one
alone. When somebody had time enough is said in `outbox/reminding.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone

from consultations.asking.emails import asking_messages
from consultations.asking.models import Consultation
from consultations.telling.models import AskedRepresentative, Step, TellingPlan, Way, way_to
from kit.days import last_day_before
from outbox.models import Message
from outbox.reminding import by_recipient, has_bounced, has_had_time, in_order_written, not_stopped


def newest_reminder(plan: TellingPlan, on: date) -> tuple[Step, date] | None:
    """Return the last reminder whose day has come, with its day; it is of no use past the last day."""
    last_on = last_day_before(plan.consultation.ends_at)
    come = [(step, day) for step, day in plan.reminders if day <= on]
    return come[-1] if come and last_on is not None and on <= last_on else None


def due_reminders(at: datetime) -> Iterator[tuple[AskedRepresentative, Step]]:
    """Yield whom to remind by now, with the step. Three queries for each open consultation."""
    plans = TellingPlan.objects.filter(consultation__in=Consultation.objects.open(at)).order_by("pk")
    for plan in plans.select_related("consultation"):
        if newest := newest_reminder(plan, timezone.localdate(at)):
            step, day = newest
            messages = by_recipient(asking_messages(plan.consultation_id))
            for asked in plan.consultation.asked_representatives.standing().waited_for(at).with_names().order_by("pk"):
                if may_be_reminded(asked, messages.get(str(asked.appointment_id), ()), day):
                    yield asked, step


def is_due(asked: AskedRepresentative, plan: TellingPlan, step: Step, at: datetime) -> bool:
    """Whether this is what somebody is to be reminded by now, if they are still waited for. One query."""
    newest = newest_reminder(plan, timezone.localdate(at))
    if newest is None or newest[0] != step:
        return False
    messages = in_order_written(asking_messages(asked.consultation_id, asked.appointment_id))
    return may_be_reminded(asked, messages, newest[1])


def may_be_reminded(asked: AskedRepresentative, messages: Iterable[Message], step_on: date) -> bool:
    """Whether a reminder of that day may go to somebody to whom these were written before."""
    person, sent = asked.appointment.person, not_stopped(messages)
    if way_to(person) != Way.EMAIL or has_bounced(sent, person.address):
        return False
    return has_had_time(sent, asked_at=asked.asked_at, step_on=step_on, reminders=list(TellingPlan.STEPS))
