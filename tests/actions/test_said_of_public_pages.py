"""What letters and the desk say of the public page of an area is so, whoever else answered and whatever is public."""

import re
from datetime import timedelta

import pytest

from actions.models import ActionArea, FollowUp, MailStep, Proposer
from actions.rounds.emails import remind_proposer, tell_of_more_time
from actions.rounds.follow_up_status import follow_up_statuses
from actions.rounds.services.answers import mark_unreachable
from actions.rounds.services.rounds import close_round
from programmes.models import Programme
from tests.actions.factories import FollowUpFactory, ProgressUpdateFactory, ProposerFactory

DESK = "/desk/neighbours"


def answered_by_another(follow_up, lead, at):
    other = ProposerFactory(area=follow_up.proposer.area)
    told = FollowUpFactory(round=follow_up.round, proposer=other, status="answered", settled_at=at)
    ProgressUpdateFactory(follow_up=told, status="published", reviewed_at=at, reviewed_by=lead)


def moved_on_beside(follow_up, lead, at):
    other = ProposerFactory(area=follow_up.proposer.area, until_on=at.date())
    FollowUpFactory(round=follow_up.round, proposer=other, status="moved_on", settled_at=at)


def area_not_public(follow_up, lead, at):
    ActionArea.objects.update(published_at=None, published_by=None)


def programme_not_public(follow_up, lead, at):
    Programme.objects.update(published_at=None, published_by=None)


def as_it_is(follow_up, lead, at):
    assert Proposer.objects.count() == 1


def last_call(staff, follow_up, lead, at):
    return remind_proposer(follow_up, MailStep.LAST_CALL, at=at).text


def more_time(staff, follow_up, lead, at):
    return tell_of_more_time(follow_up, at=at).text


def before_closing(staff, follow_up, lead, at):
    return staff.get(f"{DESK}/rounds/1/close/").text


def before_moving_on(staff, follow_up, lead, at):
    return staff.get(f"{DESK}/follow-ups/{follow_up.pk}/moved-on/").text


def next_thing_to_do(staff, follow_up, lead, at):
    close_round(follow_up.round, by=lead, at=at + timedelta(days=30))
    return next(
        each.next_action
        for each in follow_up_statuses(follow_up.round, at + timedelta(days=30))
        if each.follow_up == follow_up
    )


def next_thing_after_no_reach(staff, follow_up, lead, at):
    mark_unreachable(follow_up, by=lead, at=at)
    return next_thing_to_do(staff, follow_up, lead, at)


@pytest.mark.parametrize("but", [as_it_is, answered_by_another, moved_on_beside, area_not_public, programme_not_public])
@pytest.mark.parametrize(
    "told", [last_call, more_time, before_closing, before_moving_on, next_thing_to_do, next_thing_after_no_reach]
)
def test_of_the_public_page_only_what_is_so_is_said(staff, follow_up, lead, at, told, but):
    but(follow_up, lead, at)
    text = " ".join(told(staff, FollowUp.objects.with_names().get(pk=follow_up.pk), lead, at).split())
    assert "not heard back" not in text
    for sentence in re.findall(r"[^.>]*public page[^.<]*", text):
        assert re.search(r"\b(if|where) nobody answers", sentence, re.IGNORECASE), sentence
        assert "if it has one" in sentence
