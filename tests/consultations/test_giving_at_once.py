"""Two presses at the same moment, over two connections: one outcome."""

from functools import partial

import pytest

from accounts.models import LogEntry
from consultations.models import Feedback, FeedbackAnswer
from consultations.services import AlreadySaid, ChangedMeanwhile, submit_feedback
from outbox.models import Message
from tests.at_once import at_once

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4
refusing = partial(at_once, refusals=(AlreadySaid, ChangedMeanwhile))


def test_send_pressed_at_once_is_sent_once(write, representative, at):
    draft = write()
    version = draft.version()
    sent = refusing(*[lambda: submit_feedback(draft, version=version, by=representative, at=at)] * TIMES)
    assert [(feedback.pk, feedback.status) for feedback in sent] == [(draft.pk, "received")] * TIMES
    assert LogEntry.objects.filter(verb="received").count() == 1
    assert Message.objects.count() == 1


def test_drafts_begun_at_once_are_one_and_the_others_are_told(write):
    became = refusing(*[lambda text=f"Window {number}": write(text) for number in range(TIMES)])
    assert became.count(ChangedMeanwhile) == TIMES - 1
    kept = next(feedback for feedback in became if feedback is not ChangedMeanwhile)
    assert list(Feedback.objects.all()) == [kept]
    assert FeedbackAnswer.objects.count() == 1
