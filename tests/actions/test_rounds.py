"""Planning, opening and closing a round."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import FollowUp, FollowUpRound
from actions.rounds import links
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.recipients import round_recipients
from actions.rounds.services.answers import answer_follow_up
from actions.rounds.services.rounds import RoundPlan, close_round, open_round, plan_round, revoke_link, send_new_link
from kit.personal_links import hash_of
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from outbox.services import MessageRefused
from programmes.models import Programme
from tests.actions.conftest import ANSWER
from tests.actions.factories import FollowUpFactory, ProposerFactory


def verbs(programme) -> list[str]:
    return list(LogEntry.objects.filter(programme_id=programme.pk).order_by("id").values_list("verb", flat=True))


def test_plan_round_gives_the_next_number_and_refuses_a_name_twice(programme, lead, at):
    today = timezone.localdate(at)
    first = plan_round(programme, plan=RoundPlan("One", today, today), by=lead, at=at)
    second = plan_round(programme, plan=RoundPlan("Two", today, today), by=lead, at=at)
    assert (first.number, second.number, second.status) == (1, 2, "planned")
    with pytest.raises(Refused, match="already a round called “Two”"):
        plan_round(programme, plan=RoundPlan("Two", today, today), by=lead, at=at)
    assert verbs(programme) == ["added", "added"]


def test_open_round_asks_each_person_once_per_area(programme, planned_round, proposer, lead, at):
    second_area = ProposerFactory(area__programme=programme, area__number=2, person=proposer.person)
    by_telephone = ProposerFactory(area__programme=programme, area__number=3, person__email="")
    open_round(planned_round, by=lead, at=at)
    asked = FollowUp.objects.order_by("proposer__area__number")
    assert [each.proposer_id for each in asked] == [proposer.pk, second_area.pk, by_telephone.pk]
    assert [each.token_hash is None for each in asked] == [False, False, True]
    assert sorted(
        Message.objects.values_list("topic", "topic_id", "recipient", "step", "to_address", "reply_to")
    ) == sorted(
        ("follow-up", str(planned_round.pk), str(each.pk), "first", "ines.okoro@example.org", "programme@example.org")
        for each in (proposer, second_area)
    )
    assert verbs(programme) == ["opened"]
    assert LogEntry.objects.get().details == {"by_email": 2, "by_telephone": 1, "not_asked": 0}


def test_open_round_twice_asks_once(planned_round, proposer, lead, at):
    open_round(planned_round, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        open_round(planned_round, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        open_round(FollowUpRound.objects.get(), by=lead, at=at)
    assert (FollowUp.objects.count(), Message.objects.count()) == (1, 1)


def test_open_round_refuses_a_stale_copy_of_a_planned_round(planned_round, proposer, lead, at):
    stale = FollowUpRound.objects.get()
    open_round(planned_round, by=lead, at=at)
    close_round(planned_round, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        open_round(stale, by=lead, at=at)
    assert Message.objects.count() == 1


def test_open_round_refuses_while_another_is_open(programme, follow_up, lead, at):
    today = timezone.localdate(at)
    other = plan_round(programme, plan=RoundPlan("Other", today, today), by=lead, at=at)
    with pytest.raises(InvalidTransition, match="Another round is open"):
        open_round(other, by=lead, at=at)


def test_open_round_refuses_with_nobody_to_ask_or_a_day_gone_by(planned_round, proposer, lead, at):
    with pytest.raises(InvalidTransition, match="which is past"):
        open_round(planned_round, by=lead, at=at + timedelta(days=22))
    proposer.area.proposers.update(until_on=timezone.localdate(at))
    with pytest.raises(InvalidTransition, match="nobody to ask"):
        open_round(planned_round, by=lead, at=at)
    assert FollowUpRound.objects.get().status == "planned"


def test_open_round_refuses_a_list_that_changed_since_it_was_confirmed(planned_round, proposer, lead, at):
    seen = round_recipients(planned_round, at).fingerprint
    ProposerFactory(area=proposer.area)
    with pytest.raises(InvalidTransition, match="has changed"):
        open_round(planned_round, by=lead, at=at, as_seen=seen)
    assert (FollowUp.objects.count(), Message.objects.count()) == (0, 0)


def test_open_round_leaves_nothing_when_the_second_write_fails(programme, planned_round, proposer, lead, at):
    Programme.objects.update(contact_email="two\nlines@example.org")
    with pytest.raises(MessageRefused):
        open_round(FollowUpRound.objects.get(), by=lead, at=at)
    assert FollowUpRound.objects.get().status == "planned"
    assert (FollowUp.objects.count(), Message.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


def test_close_round_records_silence_and_stops_messages(programme, planned_round, proposer, lead, at):
    answering = ProposerFactory(area__programme=programme, area__number=2)
    open_round(planned_round, by=lead, at=at)
    answer_follow_up(
        FollowUp.objects.get(proposer=answering), answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at
    )
    close_round(planned_round, by=lead, at=at)
    assert dict(FollowUp.objects.values_list("proposer", "status")) == {
        proposer.pk: "no_reply",
        answering.pk: "answered",
    }
    assert sorted(Message.objects.values_list("state", "stop_reason")) == [
        ("cancelled", "The round has closed."),
        ("cancelled", "They have answered."),
    ]
    assert LogEntry.objects.latest("id").details == {"silent": 1}
    with pytest.raises(InvalidTransition):
        close_round(planned_round, by=lead, at=at)


def test_close_round_leaves_links_to_read(follow_up, planned_round, lead, at):
    close_round(planned_round, by=lead, at=at)
    assert list(FollowUp.objects.open_by_link(at).filter(token_hash=hash_of(links.token_for(follow_up)))) == [follow_up]


def test_revoke_link_ends_it_once(follow_up, lead, at):
    revoke_link(follow_up, by=lead, at=at)
    assert list(FollowUp.objects.open_by_link(at).filter(token_hash=follow_up.token_hash)) == []
    assert Message.objects.get().state == "cancelled"
    with pytest.raises(InvalidTransition):
        revoke_link(follow_up, by=lead, at=at)


def test_send_new_link_replaces_the_old_one_and_goes_to_the_address_of_now(follow_up, lead, at):
    person = follow_up.proposer.person
    person.email = "new@example.org"
    person.save()
    fresh = send_new_link(follow_up, by=lead, at=at)
    assert links.token_for(fresh) != links.token_for(follow_up)
    assert list(FollowUp.objects.open_by_link(at).filter(token_hash=follow_up.token_hash)) == []
    first, second = Message.objects.order_by("pk")
    assert (first.state, second.state, second.to_address) == ("cancelled", "due", "new@example.org")
    assert links.address_for(fresh) in second.text


def test_send_new_link_refuses_whoever_has_answered_or_has_no_e_mail(programme, follow_up, lead, at):
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    with pytest.raises(InvalidTransition, match="Answered"):
        send_new_link(follow_up, by=lead, at=at)
    silent = FollowUpFactory(round=follow_up.round, proposer__person__email="")
    with pytest.raises(InvalidTransition, match="no e-mail"):
        send_new_link(silent, by=lead, at=at)
