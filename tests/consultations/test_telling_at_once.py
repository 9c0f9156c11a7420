"""Somebody is reminded and, at the same moment, answers or is given more time: one outcome, on two connections."""

from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from consultations.asking.services import submit_feedback
from consultations.models import AskedRepresentative, Consultation, Feedback, TellingPlan
from consultations.telling import services
from consultations.telling.models import Step
from consultations.telling.services import extend_and_tell, remind
from kit.days import end_of
from outbox.models import Message
from tests.at_once import at_once
from tests.consultations.factories import AskedRepresentativeFactory, TellingPlanFactory

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4
STEP = Step.FIRST_REMINDER


@pytest.fixture
def due_today(consultation, required, appointment, at) -> AskedRepresentative:
    """One who was asked ten days ago, whose first reminder is of today."""
    today = timezone.localdate(at)
    Consultation.objects.update(starts_at=at - timedelta(days=10), ends_at=end_of(today + timedelta(days=7)))
    TellingPlanFactory(consultation=consultation)
    consultation.refresh_from_db()
    asked_at = at - timedelta(days=10)
    return AskedRepresentativeFactory(consultation=consultation, appointment=appointment, asked_at=asked_at)


def put_off(asked: AskedRepresentative, lead, at: datetime) -> Consultation:
    consultation = Consultation.objects.select_related("phase").get(pk=asked.consultation_id)
    later = consultation.ends_at + timedelta(days=20)
    return extend_and_tell(consultation, ends_at=later, reason="It snowed.", by=lead, at=at)


def reminders() -> list[str]:
    return list(Message.objects.filter(step=STEP).exclude(state="cancelled").values_list("state", flat=True))


def extension_being_made(asked: AskedRepresentative, lead, at: datetime) -> list[object]:
    """Remind while an extension is made and not committed yet; return what became of the two."""
    inside, tried = Event(), Event()

    def extend() -> None:
        with transaction.atomic():
            put_off(asked, lead, at)
            inside.set()
            # Long enough for the other to have asked, if nothing held it.
            tried.wait(1)

    def remind_meanwhile() -> bool:
        inside.wait(10)
        went = remind(asked, STEP, at=at)
        tried.set()
        return went

    return at_once(extend, remind_meanwhile)


@pytest.mark.postgres
def test_reminder_waits_for_an_extension_that_is_being_made_and_then_does_not_go(due_today, lead, at):
    assert extension_being_made(due_today, lead, at)[1] is False
    assert reminders() == []


@pytest.mark.postgres
def test_reminder_that_holds_nothing_goes_with_the_end_that_was(due_today, lead, at, monkeypatch):
    """The control: without the lock the same two leave a reminder that names a day which is not the last."""

    def unheld(asked: AskedRepresentative) -> tuple[AskedRepresentative, TellingPlan]:
        plan = TellingPlan.objects.select_related("consultation__phase__programme").get()
        return AskedRepresentative.objects.with_names().get(pk=asked.pk), plan

    monkeypatch.setattr(services, "_hold_asked", unheld)
    assert extension_being_made(due_today, lead, at)[1] is True
    assert reminders() == ["due"]


def test_extension_and_reminder_at_once_leave_no_reminder_with_the_end_that_was(due_today, lead, at):
    at_once(lambda: remind(due_today, STEP, at=at), lambda: put_off(due_today, lead, at))
    assert reminders() == []
    assert list(Message.objects.filter(state="due").values_list("step", flat=True)) == ["more-time"]


def test_answer_and_reminder_at_once_leave_no_reminder_to_pass(due_today, write, representative, at):
    draft = write()
    version = draft.version()
    for _ in range(TIMES):
        Feedback.objects.update(status="draft", said_at=None)
        Message.objects.all().delete()
        at_once(
            lambda: remind(due_today, STEP, at=at),
            lambda: submit_feedback(draft, version=version, by=representative, at=at),
        )
        assert reminders() == []
        assert Feedback.objects.get().status == "received"
