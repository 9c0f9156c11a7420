"""What the public reads of an answer."""

import pytest

from accounts.models import LogEntry
from actions.models import Factor, ProgressUpdate
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import answer_follow_up
from actions.updates.services.review import Review, review_update
from kit.refusals import InvalidTransition, Refused
from tests.actions.conftest import ANSWER
from tests.actions.factories import FactorFactory

WORDS = {
    "headline": "Two benches stand.",
    "happened": "Two benches are there.",
    "helped": "",
    "hindered": "",
    "redaction_reason": "",
}


@pytest.fixture
def waiting(follow_up, at) -> ProgressUpdate:
    return answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)


def test_review_update_publishes_the_words_given_and_codes_factors(waiting, programme, lead, at):
    used = FactorFactory(programme=programme, kind="helped", name="A van")
    review_update(
        waiting,
        publish=True,
        review=Review(**WORDS, factors=[used], new_helped="a VAN", new_hindered="Rain"),
        by=lead,
        at=at,
    )
    stored = ProgressUpdate.objects.published().get()
    assert (stored.published_happened, stored.what_happened) == ("Two benches are there.", "Two benches are there.")
    assert (stored.reviewed_by, stored.reviewed_at) == (lead, at)
    assert sorted(stored.factors.values_list("kind", "name")) == [("helped", "A van"), ("hindered", "Rain")]
    assert Factor.objects.count() == 2
    assert LogEntry.objects.latest("id").verb == "published"


def test_review_update_of_a_later_version_replaces_the_published_one(waiting, follow_up, lead, at):
    review_update(waiting, publish=True, review=Review(**WORDS), by=lead, at=at)
    later = answer_follow_up(
        follow_up, answer=AnswerSnapshot(**ANSWER | {"standing": "done"}), channel="link", by=None, at=at
    )
    review_update(later, publish=False, review=Review(**WORDS), by=lead, at=at)
    assert list(ProgressUpdate.objects.published()) == [waiting]
    review_update(later, publish=True, review=Review(**WORDS), by=lead, at=at)
    statuses = ProgressUpdate.objects.order_by("version").values_list("status", flat=True)
    assert list(statuses) == ["replaced", "published"]


def test_review_update_can_be_put_right(waiting, lead, at):
    review_update(waiting, publish=True, review=Review(**WORDS), by=lead, at=at)
    review_update(waiting, publish=True, review=Review(**WORDS | {"headline": "Two benches."}), by=lead, at=at)
    assert ProgressUpdate.objects.published().get().headline == "Two benches."


def test_review_update_refuses_what_was_replaced_or_reviewed_meanwhile(waiting, follow_up, lead, at):
    seen = waiting.review_version
    review_update(waiting, publish=False, review=Review(**WORDS), version=seen, by=lead, at=at)
    with pytest.raises(InvalidTransition, match="Somebody else"):
        review_update(waiting, publish=True, review=Review(**WORDS), version=seen, by=lead, at=at)
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER | {"standing": "done"}), channel="link", by=None, at=at)
    newest = ProgressUpdate.objects.latest("version")
    review_update(newest, publish=True, review=Review(**WORDS), by=lead, at=at)
    with pytest.raises(InvalidTransition):
        review_update(waiting, publish=True, review=Review(**WORDS), by=lead, at=at)
    assert list(ProgressUpdate.objects.published()) == [newest]


def test_review_update_refuses_to_publish_without_a_word(waiting, lead, at):
    with pytest.raises(Refused, match="give the line for the public"):
        review_update(waiting, publish=True, review=Review(**WORDS | {"headline": ""}), by=lead, at=at)
    assert ProgressUpdate.objects.get().status == "waiting"
