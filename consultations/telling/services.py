"""Telling those who are asked: as a consultation opens, before its end, when that is put off, and as it closes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.audit import before, record
from accounts.models import User
from consultations.asking.emails import asking_messages
from consultations.asking.models import Consultation
from consultations.asking.services import close_consultation, extend_consultation, open_consultation
from consultations.telling import emails
from consultations.telling.models import (
    AskedRepresentative,
    AskedRepresentativeQuerySet,
    Step,
    TellingPlan,
    Way,
    way_to,
)
from consultations.telling.recipients import Recipients, recipients_of
from consultations.telling.reminders import is_due
from consultations.verbs import Verb
from kit.refusals import InvalidTransition, Refused
from kit.windows import Clock
from outbox.reminding import by_recipient, has_bounced, not_stopped
from outbox.services import cancel_messages
from programmes.models import Doing
from programmes.quiet_periods.checks import is_quiet, refuse_if_quiet
from stakeholders.models import Appointment

# What opened or closed by the clock longer ago is told nobody any more: it would say what everybody knows.
TOLD_WITHIN = timedelta(days=7)
CHANGED_SINCE = "Other people are to be told by now than you saw. Look at the list again, then confirm."


@dataclass(frozen=True)
class PlanDetails:
    """How many days before the last one reminders go (None: they do not), and what is told as it closes."""

    first_reminder_days: int | None
    second_reminder_days: int | None
    what_happens_next: str


def change_plan(consultation: Consultation, details: PlanDetails, *, by: User, at: datetime) -> TellingPlan:
    """Change when people are reminded, and what they are told at the end. Refuses reminders in the wrong order."""
    first, second = details.first_reminder_days, details.second_reminder_days
    if first is not None and second is not None and first <= second:
        raise Refused("The second reminder must come later: enter fewer days.", field="second_reminder_days")
    with transaction.atomic():
        plan = _plan(_hold(consultation))
        was = before(plan, list(asdict(details)))
        for name, value in asdict(details).items():
            setattr(plan, name, value)
        plan.save()
        programme = plan.consultation.phase.programme_id
        record(Verb.TELLING_CHANGED, plan.consultation, by=by, at=at, programme_id=programme, was=was)
    return plan


def open_and_tell(
    consultation: Consultation,
    *,
    ends_at: datetime | None = None,
    as_seen: str | None = None,
    by: User,
    at: datetime,
) -> Consultation:
    """Open a consultation as `open_consultation` does, and tell all who speak in its programme that it asks them.

    `as_seen` is the fingerprint of the recipients that somebody confirmed. Refuses besides, with InvalidTransition,
    when it is another list by now. Where telling waits in a quiet period, the clock does it after that.
    """
    with transaction.atomic():
        opened = open_consultation(consultation, ends_at=ends_at, by=by, at=at)
        recipients = recipients_of(opened, at)
        if as_seen is not None and as_seen != recipients.fingerprint:
            raise InvalidTransition(CHANGED_SINCE)
        plan = _plan(opened)
        if not is_quiet(opened.phase.programme_id, Doing.TELLING, at=at):
            _ask(plan, recipients, by=by, at=at)
    return opened


def tell_now(consultation: Consultation, *, as_seen: str, by: User, at: datetime) -> list[AskedRepresentative]:
    """Tell those who were not told yet of a consultation that is open, and return them.

    `as_seen` is the fingerprint of the recipients that somebody confirmed. Refuses with InvalidTransition a
    consultation that is not open, and another list.
    """
    with transaction.atomic():
        held = _hold(consultation)
        refuse_if_quiet(held.phase.programme_id, Doing.TELLING, at=at)
        recipients = recipients_of(held, at)
        if held.clock(at) != Clock.OPEN:
            raise InvalidTransition("This consultation is not open.")
        if not recipients.all or as_seen != recipients.fingerprint:
            raise InvalidTransition(CHANGED_SINCE)
        return _ask(_plan(held), recipients, by=by, at=at)


def tell_newcomers(consultation: Consultation, *, by: None = None, at: datetime) -> list[AskedRepresentative]:
    """Tell, by the clock, whoever was not told yet: all where it opened by the clock, else who has come to speak since.

    Nobody is told of one that opened long ago and was never told of.
    """
    with transaction.atomic():
        held = _hold(consultation)
        if held.clock(at) != Clock.OPEN or is_quiet(held.phase.programme_id, Doing.TELLING, at=at):
            return []
        is_new = held.starts_at is not None and held.starts_at > at - TOLD_WITHIN
        if not is_new and not TellingPlan.objects.filter(consultation=held).exists():
            return []
        recipients = recipients_of(held, at)
        return _ask(_plan(held), recipients, by=by, at=at) if recipients.all else []


def ask_again(asked: AskedRepresentative, *, as_seen: str, by: User, at: datetime) -> AskedRepresentative:
    """Send somebody once more what is asked of them, at the address we have now.

    `as_seen` is how many letters went to them when it was looked: pressed twice, it goes once. Refuses with
    InvalidTransition when it is not open, they speak no more, have answered, or have no e-mail.
    """
    with transaction.atomic():
        held, plan = _hold_asked(asked)
        if plan.consultation.clock(at) != Clock.OPEN or not _is_waited_for(held, at):
            raise InvalidTransition("Nobody waits for their answer any more.")
        if way_to(held.appointment.person) != Way.EMAIL:
            raise InvalidTransition("There is no e-mail address to write to.")
        messages = asking_messages(held.consultation_id, held.appointment_id)
        if as_seen != str(messages.count()):
            return held
        cancel_messages(messages, reason="It was sent again.", at=at)
        emails.ask(held, plan, again=as_seen or "0", at=at)
        record(Verb.SENT_AGAIN, held, by=by, at=at, programme_id=plan.consultation.phase.programme_id)
    return held


def remind(asked: AskedRepresentative, step: Step, *, by: None = None, at: datetime) -> bool:
    """Queue one reminder for somebody who is still waited for, and return whether it was still due.

    Everything is asked once more with the consultation and the appointment held: an answer or a later end that was
    first leaves nothing to remind of, and one that comes after stops the letter.
    """
    with transaction.atomic():
        held, plan = _hold_asked(asked)
        programme = plan.consultation.phase.programme_id
        is_open = plan.consultation.clock(at) == Clock.OPEN
        if not is_open or not _is_waited_for(held, at) or not is_due(held, plan, step, at):
            return False
        if is_quiet(programme, Doing.REMINDING, at=at):
            return False
        emails.remind(held, plan, step, at=at)
        record(Verb.REMINDED, held, by=by, at=at, programme_id=programme, step=step.value)
    return True


def extend_and_tell(
    consultation: Consultation, *, ends_at: datetime, reason: str, by: User, at: datetime
) -> Consultation:
    """Keep a consultation open as `extend_consultation` does, and tell by e-mail those who are still waited for.

    What is on its way with the end that was is stopped, and reminders go before the new one.
    """
    with transaction.atomic():
        extended = extend_consultation(consultation, ends_at=ends_at, reason=reason, by=by, at=at)
        cancel_messages(asking_messages(extended.pk), reason="The end was put off.", at=at)
        is_told = TellingPlan.objects.filter(consultation=extended).exists()
        if is_told and not is_quiet(extended.phase.programme_id, Doing.TELLING, at=at):
            plan = _plan(extended)
            told = _reached(plan, extended.asked_representatives.standing().waited_for(at))
            for asked in told:
                emails.tell_of_more_time(asked, plan, at=at)
            _record_told(plan, Step.MORE_TIME, len(told), by=by, at=at)
    return extended


def close_and_tell(
    consultation: Consultation, *, what_happens_next: str | None = None, by: User, at: datetime
) -> Consultation:
    """Close a consultation as `close_consultation` does, and tell those who were asked what happens next.

    `what_happens_next` takes the place of what was written before; None leaves it. Where telling waits in a quiet
    period, the clock does it after that.
    """
    with transaction.atomic():
        closed = close_consultation(consultation, by=by, at=at)
        plan = _plan(closed)
        if what_happens_next is not None:
            plan.what_happens_next = what_happens_next
            plan.save(update_fields=["what_happens_next"])
        _tell_of_end(plan, by=by, by_day=False, at=at)
    return closed


def tell_of_end(plan: TellingPlan, *, by: None = None, at: datetime) -> bool:
    """Tell, by the clock, those who were asked that a consultation has closed; return whether they were told now."""
    with transaction.atomic():
        held = _plan(_hold(plan.consultation))
        if held.consultation.clock(at) != Clock.PAST or held.told_of_end == held.consultation.ends_at:
            return False
        return _tell_of_end(held, by=by, by_day=True, at=at)


def _tell_of_end(plan: TellingPlan, *, by: User | None, by_day: bool, at: datetime) -> bool:
    consultation = plan.consultation
    cancel_messages(asking_messages(consultation.pk), reason="The consultation has closed.", at=at)
    if is_quiet(consultation.phase.programme_id, Doing.TELLING, at=at):
        return False
    plan.told_of_end = consultation.ends_at
    plan.save(update_fields=["told_of_end"])
    answered = set(consultation.asked_representatives.answered().values_list("pk", flat=True))
    told = _reached(plan, consultation.asked_representatives.standing().speaking(at))
    for asked in told:
        emails.tell_of_end(asked, plan, answered=asked.pk in answered, by_day=by_day, at=at)
    _record_told(plan, Step.CLOSED, len(told), by=by, at=at)
    return True


def _ask(plan: TellingPlan, recipients: Recipients, *, by: User | None, at: datetime) -> list[AskedRepresentative]:
    """Tell these that they are asked, by e-mail where they want it; the letters to the others wait to be printed."""
    consultation = plan.consultation
    asked = [
        AskedRepresentative(consultation=consultation, appointment=each, way=way, asked_at=at)
        for way, appointments in recipients.of_way.items()
        for each in appointments
    ]
    AskedRepresentative.objects.bulk_create(asked)
    # Whoever comes to speak for a partnership that has answered already is asked nothing.
    answered = set(consultation.asked_representatives.answered().values_list("appointment", flat=True))
    for each in asked:
        if each.way == Way.EMAIL and each.appointment_id not in answered:
            emails.ask(each, plan, by_day=by is None, at=at)
    counts = {way.value: len(appointments) for way, appointments in recipients.of_way.items()}
    record(Verb.TOLD, consultation, by=by, at=at, programme_id=consultation.phase.programme_id, **counts)
    return asked


def _record_told(plan: TellingPlan, step: Step, told: int, *, by: User | None, at: datetime) -> None:
    programme = plan.consultation.phase.programme_id
    if told:
        record(Verb.TOLD, plan.consultation, by=by, at=at, programme_id=programme, step=step.value, email=told)


def _reached(plan: TellingPlan, rows: AskedRepresentativeQuerySet) -> list[AskedRepresentative]:
    """Return those who are written to by e-mail, and whose address refused nothing. Two queries."""
    messages = by_recipient(asking_messages(plan.consultation_id))
    reached = []
    for each in rows.with_names().order_by("pk"):
        person, sent = each.appointment.person, not_stopped(messages.get(str(each.appointment_id), ()))
        if way_to(person) == Way.EMAIL and not has_bounced(sent, person.address):
            reached.append(each)
    return reached


def _hold(consultation: Consultation) -> Consultation:
    """Return a consultation as it stands, held: its end stays. Its key stays free for those who answer."""
    rows = Consultation.objects.select_related("phase__programme").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=consultation.pk)


def _hold_asked(asked: AskedRepresentative) -> tuple[AskedRepresentative, TellingPlan]:
    """Return somebody who is asked, and the plan, as they stand: whoever sends an answer holds the appointment too."""
    consultation = _hold(asked.consultation)
    Appointment.objects.select_for_update(of=("self",)).get(pk=asked.appointment_id)
    return AskedRepresentative.objects.with_names().get(pk=asked.pk), _plan(consultation)


def _is_waited_for(asked: AskedRepresentative, at: datetime) -> bool:
    return AskedRepresentative.objects.standing().waited_for(at).filter(pk=asked.pk).exists()


def _plan(consultation: Consultation) -> TellingPlan:
    """Return the plan of a consultation, stored from now on; it knows the consultation as it was read here."""
    plan, _ = TellingPlan.objects.get_or_create(consultation=consultation)
    plan.consultation = consultation
    return plan
