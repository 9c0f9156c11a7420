"""Handing an action area on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import FollowUp, Proposer
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import answer_follow_up, move_on
from actions.rounds.services.rounds import close_round
from actions.rounds.services.succession import hand_on
from kit.refusals import InvalidTransition
from outbox.models import Message
from stakeholders.models import Person
from tests.actions.conftest import ANSWER
from tests.actions.factories import ProposerFactory

NEXT = {"name": "Bo Lindgren", "email": "bo.lindgren@example.org", "public_name": "A librarian"}


def test_hand_on_asks_the_successor_instead(follow_up, proposer, lead, at):
    successor = hand_on(proposer, **NEXT, by=lead, at=at)
    today = timezone.localdate(at)
    assert (successor.took_over_from, successor.area, successor.from_on) == (proposer, proposer.area, today)
    assert Proposer.objects.get(pk=proposer.pk).until_on == today
    assert dict(FollowUp.objects.values_list("proposer", "status")) == {proposer.pk: "moved_on", successor.pk: "asked"}
    assert sorted(Message.objects.values_list("to_address", "state")) == [
        ("bo.lindgren@example.org", "due"),
        ("ines.okoro@example.org", "cancelled"),
    ]


def test_hand_on_after_they_said_they_moved_on(follow_up, proposer, lead, at):
    move_on(follow_up, suggestion="Bo", by=None, at=at - timedelta(days=2))
    successor = hand_on(proposer, **NEXT, by=lead, at=at)
    assert Proposer.objects.get(pk=proposer.pk).until_on == timezone.localdate(at - timedelta(days=2))
    assert FollowUp.objects.get(proposer=successor).status == "asked"


def test_hand_on_twice_is_done_once(follow_up, proposer, lead, at):
    hand_on(proposer, **NEXT, by=lead, at=at)
    with pytest.raises(InvalidTransition, match="handed on already"):
        hand_on(proposer, **NEXT, by=lead, at=at)
    assert Person.objects.filter(name="Bo Lindgren").count() == 1


@pytest.mark.parametrize("settled", ["answered", "closed"])
def test_hand_on_asks_nobody_when_nothing_is_open(follow_up, planned_round, proposer, lead, at, settled):
    if settled == "answered":
        answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    else:
        close_round(planned_round, by=lead, at=at)
    hand_on(proposer, **NEXT, by=lead, at=at)
    assert FollowUp.objects.count() == 1


def test_hand_on_to_a_person_of_the_programme_uses_their_row(programme, proposer, lead, at):
    known = ProposerFactory(
        area__programme=programme, person__name="Bo Lindgren", person__email="bo.lindgren@example.org"
    )
    assert hand_on(proposer, **NEXT, by=lead, at=at).person == known.person
    with pytest.raises(InvalidTransition, match="has a part in this already"):
        hand_on(ProposerFactory(area=proposer.area), **NEXT, by=lead, at=at)


def test_hand_on_does_not_reach_into_other_programmes(proposer, lead, at):
    stranger = ProposerFactory(person__name="Bo Lindgren", person__email="bo.lindgren@example.org")
    assert hand_on(proposer, **NEXT, by=lead, at=at).person != stranger.person
