"""What comes of one follow-up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import FollowUp, ProgressUpdate
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import answer_follow_up, mark_unreachable, move_on
from actions.rounds.services.rounds import close_round
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.actions.conftest import ANSWER


def test_answer_follow_up_keeps_it_for_review_and_stops_messages(follow_up, programme, at):
    update = answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    assert (update.version, update.status, update.entered_by) == (1, "waiting", None)
    assert update.area == follow_up.proposer.area
    stored = FollowUp.objects.get()
    assert (stored.status, stored.settled_at) == ("answered", at)
    assert Message.objects.get().state == "cancelled"
    entry = LogEntry.objects.latest("id")
    assert (entry.verb, entry.by, entry.programme_id) == ("answered", None, programme.pk)
    assert entry.details == {"channel": "link", "to": 1}


def test_answer_follow_up_twice_with_the_same_words_is_one_version(follow_up, at):
    first = answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    logged = LogEntry.objects.count()
    assert (
        answer_follow_up(
            follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at + timedelta(seconds=1)
        )
        == first
    )
    assert (ProgressUpdate.objects.count(), LogEntry.objects.count()) == (1, logged)


def test_answer_follow_up_again_keeps_every_version_and_what_is_published(follow_up, lead, at):
    first = answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    ProgressUpdate.objects.filter(pk=first.pk).update(status="published", reviewed_at=at, reviewed_by=lead)
    answer_follow_up(
        follow_up, answer=AnswerSnapshot(**ANSWER | {"what_happened": "Three."}), channel="link", by=None, at=at
    )
    answer_follow_up(
        follow_up, answer=AnswerSnapshot(**ANSWER | {"what_happened": "Four."}), channel="telephone", by=lead, at=at
    )
    versions = ProgressUpdate.objects.order_by("version").values_list("version", "status", "what_happened", "channel")
    assert list(versions) == [
        (1, "published", "Two benches are there.", "link"),
        (2, "replaced", "Three.", "link"),
        (3, "waiting", "Four.", "telephone"),
    ]


def test_answer_follow_up_refuses_after_the_round_has_closed(follow_up, planned_round, lead, at):
    close_round(planned_round, by=lead, at=at)
    with pytest.raises(InvalidTransition, match="closed"):
        answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    assert ProgressUpdate.objects.count() == 0


def test_answer_follow_up_counts_from_somebody_who_could_not_be_reached(follow_up, lead, at):
    mark_unreachable(follow_up, by=lead, at=at)
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="paper", by=lead, at=at)
    assert FollowUp.objects.get().status == "answered"


def test_move_on_ends_the_proposal_and_keeps_the_suggestion(follow_up, at):
    move_on(follow_up, suggestion="Ask Bo, 0191 000", by=None, at=at)
    stored = FollowUp.objects.get()
    assert (stored.status, stored.successor_note) == ("moved_on", "Ask Bo, 0191 000")
    assert stored.proposer.until_on == timezone.localdate(at)
    assert Message.objects.get().stop_reason == "They have moved on."
    with pytest.raises(InvalidTransition):
        move_on(follow_up, suggestion="", by=None, at=at)
    with pytest.raises(InvalidTransition):
        answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)


def test_mark_unreachable_refuses_whoever_has_answered(follow_up, lead, at):
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    with pytest.raises(InvalidTransition, match="Answered"):
        mark_unreachable(follow_up, by=lead, at=at)
