from datetime import timedelta

import pytest

from accounts.models import LogEntry
from consultations.asking.services import review_feedback
from consultations.asking.snapshot import ReviewSnapshot
from consultations.models import Feedback
from kit.refusals import InvalidTransition, Refused, StaleEdit
from outbox.models import Message
from tests.refusing import WriteRefused, refusing


@pytest.fixture
def feedback(send):
    return send("Somewhere warm to meet, says Jean.")


def review(feedback, lead, at, *, publish=True, text="Somewhere warm to meet.", became="We look for a room."):
    answer = feedback.answers.get()
    version = ReviewSnapshot.of(feedback).version()
    return review_feedback(
        feedback, publish=publish, answers={answer.pk: text}, what_became_of_it=became, version=version, by=lead, at=at
    )


def test_review_publishes_the_edited_words_and_keeps_the_original(feedback, lead, at, programme):
    review(feedback, lead, at)
    stored = Feedback.objects.get()
    assert (stored.status, stored.reviewed_by, stored.reviewed_at) == ("published", lead, at)
    assert (stored.answers.get().text, stored.answers.get().published_text) == (
        "Somewhere warm to meet, says Jean.",
        "Somewhere warm to meet.",
    )
    entry = LogEntry.objects.latest("pk")
    assert (entry.verb, entry.by, entry.programme_id, entry.details) == ("published", lead, programme.pk, {})
    assert list(Feedback.objects.published()) == [stored]


def test_review_tells_whoever_said_it(feedback, lead, at, appointment):
    review(feedback, lead, at, publish=False)
    message = Message.objects.get(kind="feedback_answered")
    assert message.to_address == appointment.person.email
    assert message.subject == f"What became of what you said ({feedback.reference})"
    assert "We look for a room." in message.text
    assert "Your words are not published." in message.text
    assert list(Feedback.objects.published()) == []


def test_review_tells_again_only_when_something_new_became_of_it(feedback, lead, at):
    first = review(feedback, lead, at)
    second = review(first, lead, at + timedelta(hours=1), text="Somewhere warm.")
    assert Message.objects.filter(kind="feedback_answered").count() == 1
    review(second, lead, at + timedelta(hours=2), became="There is a room now.")
    assert Message.objects.filter(kind="feedback_answered").count() == 2


def test_review_without_a_word_tells_nobody(feedback, lead, at):
    review(feedback, lead, at, became="")
    assert Message.objects.filter(kind="feedback_answered").count() == 0


def test_review_that_was_overtaken_is_refused(feedback, lead, at):
    stale = Feedback.objects.get()
    review(feedback, lead, at)
    with pytest.raises(StaleEdit) as refusal:
        review(stale, lead, at, publish=False)
    assert refusal.value.current.review == f"{lead} has reviewed this since you opened it: Reviewed and published."
    assert Feedback.objects.get().status == "published"


def test_review_of_a_draft_is_refused(write, lead, at):
    draft = write()
    with pytest.raises(InvalidTransition):
        review(draft, lead, at)
    assert Feedback.objects.get().status == "draft"


def test_review_that_publishes_no_words_is_refused(feedback, lead, at):
    with pytest.raises(Refused, match="Leave something to publish"):
        review(feedback, lead, at, text="  ")
    assert Feedback.objects.get().status == "received"


def test_review_keeps_answers_of_other_feedback_out_of_reach(feedback, lead, at):
    elsewhere = feedback.answers.get().pk + 1000
    review_feedback(
        feedback, publish=True, answers={elsewhere: "Not mine"}, what_became_of_it="", version="", by=lead, at=at
    )
    assert feedback.answers.get().published_text == ""


@pytest.mark.parametrize("table", [LogEntry, Message])
def test_review_is_undone_when_a_later_write_fails(feedback, lead, at, table):
    with refusing(table), pytest.raises(WriteRefused):
        review(feedback, lead, at)
    stored = Feedback.objects.get()
    assert (stored.status, stored.what_became_of_it, stored.answers.get().published_text) == ("received", "", "")
