"""Two things at the same moment, over two connections: one clean outcome, whichever comes first."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from actions.models import AnswerDraft, FollowUp, FollowUpRound, MailStep, ProgressUpdate
from actions.rounds.answer_state import AnswerSnapshot, AnswerState
from actions.rounds.emails import about_follow_up
from actions.rounds.services.answers import answer_follow_up, save_draft
from actions.rounds.services.rounds import close_round, remind, send_new_link
from actions.rounds.services.succession import hand_on
from kit.refusals import StaleEdit
from outbox.models import Message
from outbox.services import Email, queue_message
from tests.actions.conftest import ANSWER
from tests.at_once import at_once

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6
STEP = MailStep.FIRST_REMINDER


@pytest.fixture
def due_today(follow_up, at) -> FollowUp:
    """A follow-up of ten days ago, whose first reminder is of today."""
    today = timezone.localdate(at)
    FollowUpRound.objects.update(first_reminder_days=7, answer_by_on=today + timedelta(days=7))
    before = at - timedelta(days=10)
    FollowUp.objects.update(asked_at=before)
    Message.objects.update(state="accepted", accepted_at=before, created_at=before, due_at=before)
    return FollowUp.objects.with_names().get()


def test_answer_and_reminder_at_once_leave_no_message_to_pass(due_today, at):
    for number in range(TIMES):
        FollowUp.objects.update(status="asked", settled_at=None)
        Message.objects.filter(step=STEP).delete()
        words = ANSWER | {"what_happened": f"Time {number}"}
        became = at_once(
            lambda: remind(due_today, STEP, by=None, at=at),
            lambda said=words: answer_follow_up(
                due_today, answer=AnswerSnapshot(**said), channel="link", by=None, at=at
            ),
        )
        assert isinstance(became[1], ProgressUpdate)
        left = Message.objects.filter(step=STEP).values_list("state", flat=True)
        assert list(left) in ([], ["cancelled"]), became


def test_reminder_waits_for_an_answer_that_is_being_kept(due_today, at):
    inside, tried = Event(), Event()

    def answer() -> None:
        with transaction.atomic():
            answer_follow_up(due_today, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
            inside.set()
            # Held, the reminder cannot be through before this commits; not held, it is through at once.
            tried.wait(0.3)

    def reminder() -> bool:
        inside.wait(10)
        try:
            return remind(due_today, STEP, by=None, at=at)
        finally:
            tried.set()

    assert at_once(answer, reminder) == [None, False]
    assert Message.objects.filter(step=STEP).count() == 0


def test_reminder_without_the_lock_would_pass_after_an_answer(due_today, at):
    """The negative control: what looks first and queues later, with nothing held, leaves a message due."""
    looked, answered = Event(), Event()

    def careless() -> bool:
        with transaction.atomic():
            waits = FollowUp.objects.get(pk=due_today.pk).status == "asked"
        looked.set()
        answered.wait(10)
        if waits:
            email = Email("ines.okoro@example.org", "Reminder", "Reminder.")
            queue_message(about_follow_up(due_today, STEP), email, kind="follow-up", at=at)
        return waits

    def answer() -> object:
        looked.wait(10)
        try:
            return answer_follow_up(due_today, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
        finally:
            answered.set()

    at_once(careless, answer)
    assert Message.objects.get(step=STEP).state == "due"


def test_answer_and_closing_at_once_agree(follow_up, planned_round, lead, at):
    for number in range(TIMES):
        FollowUpRound.objects.update(status="open", closed_at=None, closed_by=None)
        FollowUp.objects.update(status="asked", settled_at=None)
        ProgressUpdate.objects.all().delete()
        words = ANSWER | {"what_happened": f"Time {number}"}
        answered, closed = at_once(
            lambda said=words: answer_follow_up(
                follow_up, answer=AnswerSnapshot(**said), channel="link", by=None, at=at
            ),
            lambda: close_round(FollowUpRound.objects.get(), by=lead, at=at),
        )
        assert isinstance(closed, FollowUpRound)
        was_taken = isinstance(answered, ProgressUpdate)
        assert (FollowUp.objects.get().status, ProgressUpdate.objects.count()) == (
            ("answered", 1) if was_taken else ("no_reply", 0)
        )


def test_handing_on_and_closing_at_once_leave_nobody_waited_for(follow_up, planned_round, proposer, lead, at):
    named = {"name": "Bo", "email": "bo@example.org", "public_name": "A librarian"}
    at_once(
        lambda: hand_on(proposer, **named, by=lead, at=at), lambda: close_round(planned_round, by=lead, at=at)
    )  # fmt: skip
    assert FollowUp.objects.filter(status="asked").count() == 0
    assert Message.objects.filter(state="due").count() == 0


def test_two_windows_at_once_lose_nothing(follow_up, at):
    seen = AnswerState.of(follow_up).version()
    texts = [f"Window {number}" for number in range(4)]
    became = at_once(
        *[
            lambda text=text: save_draft(
                follow_up, answer=AnswerSnapshot(**ANSWER | {"what_happened": text}), version=seen, by=None, at=at
            )
            for text in texts
        ]
    )  # fmt: skip
    assert became.count(StaleEdit) == 3
    kept = next(each for each in became if isinstance(each, AnswerDraft))
    assert AnswerDraft.objects.get().what_happened == kept.what_happened


def test_new_link_pressed_at_once_is_sent_once(follow_up, lead, at):
    seen = FollowUp.objects.get().link_version
    at_once(*[lambda: send_new_link(follow_up, by=lead, at=at, as_seen=seen)] * 4)
    assert Message.objects.filter(step="new-link").count() == 1
