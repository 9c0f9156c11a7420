"""Two presses at the same moment, over two connections: one outcome."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.models import LogEntry
from consultations.asking.services import submit_feedback
from consultations.models import Feedback, FeedbackAnswer
from kit.refusals import Refused, StaleEdit, SubmittedDifferently
from outbox.models import Message
from tests.at_once import at_once
from tests.stakeholders.appointing import appoint

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4
refusing = partial(at_once, refusals=(SubmittedDifferently, StaleEdit, Refused))


def test_send_pressed_at_once_is_sent_once(write, representative, at):
    draft = write()
    version = draft.version()
    sent = refusing(*[lambda: submit_feedback(draft, version=version, by=representative, at=at)] * TIMES)
    assert [(feedback.pk, feedback.status) for feedback in sent] == [(draft.pk, "received")] * TIMES
    assert LogEntry.objects.filter(verb="submitted").count() == 1
    assert Message.objects.count() == 1


def test_drafts_begun_at_once_are_one_and_the_others_are_told(write):
    became = refusing(*[lambda text=f"Window {number}": write(text) for number in range(TIMES)])
    assert became.count(StaleEdit) == TIMES - 1
    kept = next(feedback for feedback in became if feedback is not StaleEdit)
    assert list(Feedback.objects.all()) == [kept]
    assert FeedbackAnswer.objects.count() == 1


def test_replaced_while_sending_leaves_what_was_sent_under_the_name_of_whoever_spoke(
    write, appointment, representative, lead, at
):
    draft, later = write(), at + timedelta(minutes=1)
    version, new = draft.version(), {"name": "Sam", "email": "sam@example.org"}
    declared = {"can_decide": True, "can_engage": True}
    sent, successor = refusing(
        lambda: submit_feedback(draft, version=version, by=representative, at=later),
        lambda: appoint(appointment.partnership, **new, **declared, replacing=appointment, by=lead, at=later),
    )
    draft.refresh_from_db()
    was_refused = sent is Refused
    assert successor.started_at == later
    # Refused, it waits as a draft for whoever speaks now; sent, it stays theirs who spoke when it was.
    assert (draft.status, draft.appointment_id) == ("draft" if was_refused else "received", appointment.pk)
    assert LogEntry.objects.filter(verb="submitted").count() == (not was_refused)
