"""Putting off the last day of a round that is open: what it changes, who is told, and what it leaves alone."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import FollowUp, FollowUpRound, MailStep
from actions.rounds import links
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.extension_recipients import extension_recipients
from actions.rounds.services.answers import answer_follow_up, mark_unreachable
from actions.rounds.services.rounds import close_round, extend_round, remind
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.actions.conftest import ANSWER, beat, deliver, on
from tests.actions.factories import FollowUpFactory, ProposerFactory

LATER = date(2026, 10, 14)
EXTEND = "/desk/neighbours/rounds/1/extend/"
TYPED = {"answer_by_on_0": "14", "answer_by_on_1": "10", "answer_by_on_2": "2026"}


@pytest.fixture
def round(open_september) -> FollowUpRound:
    """Opened on 1 September; reminders on the 20th and 26th, a last call on the 29th, answers asked for by the 30th."""
    return open_september


def keys() -> list[str]:
    return [
        f"{step}@{occasion}".rstrip("@")
        for step, occasion in Message.objects.order_by("pk").values_list("step", "occasion")
    ]


def test_extend_round_moves_the_steps_to_come_and_leaves_those_that_have_come(round, lead):
    beat(on(20))
    asked, before = FollowUp.objects.get(), Message.objects.count()
    was = {"answer_by_on": round.answer_by_on.isoformat()}
    extend_round(round, answer_by_on=LATER, by=lead, at=on(22))
    round.refresh_from_db()
    assert round.reminders == [
        (MailStep.FIRST_REMINDER, date(2026, 9, 20)),
        (MailStep.SECOND_REMINDER, date(2026, 10, 10)),
        (MailStep.LAST_CALL, date(2026, 10, 13)),
    ]
    later = FollowUp.objects.get()
    assert later.link_expires_at - asked.link_expires_at == timedelta(days=14)
    assert (later.token_hash, Message.objects.count()) == (asked.token_hash, before + 1)
    entry = LogEntry.objects.latest("id")
    assert (entry.verb, entry.by, entry.details) == ("extended", lead, {"told": 1, "was": was})


def test_extended_round_reminds_once_each_and_never_of_the_day_that_was(round, lead):
    beat(on(20))
    extend_round(round, answer_by_on=LATER, by=lead, at=on(22))
    deliver(on(22))
    for month, days in ((9, range(22, 31)), (10, range(1, 20))):
        for day in days:
            beat(on(day, month=month))
    assert keys() == ["first", "first-reminder", "more-time@2026-10-14", "second-reminder", "last-call"]
    went = {m.step: timezone.localdate(m.accepted_at) for m in Message.objects.all()}
    assert (went["second-reminder"], went["last-call"]) == (date(2026, 10, 10), date(2026, 10, 13))
    assert LogEntry.objects.filter(verb="reminded").count() == 3


def test_extend_round_stops_what_waits_with_the_day_that_was(round, lead):
    with_old_day = FollowUp.objects.get()
    assert remind(with_old_day, MailStep.SECOND_REMINDER, by=None, at=on(26))
    extend_round(round, answer_by_on=LATER, by=lead, at=on(26))
    stopped = Message.objects.get(step="second-reminder")
    assert (stopped.state, stopped.stop_reason) == ("cancelled", "The last day was put off.")
    told = Message.objects.get(step="more-time")
    assert "the last day to answer is Wednesday 14 October 2026" in " ".join(told.text.split())
    assert links.address_for(with_old_day) in told.text
    deliver(on(26))
    beat(on(27))
    assert Message.objects.filter(state="due").count() == 0


def test_extend_round_writes_to_nobody_who_has_answered_or_is_not_written_to(programme, round, lead):
    for settle in (
        lambda each: answer_follow_up(each, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=on(5)),
        lambda each: mark_unreachable(each, by=lead, at=on(5)),
        lambda each: type(each.proposer.person).objects.filter(pk=each.proposer.person_id).update(contact_by="post"),
    ):
        proposer = ProposerFactory(area__programme=programme)
        settle(FollowUpFactory(round=round, proposer=proposer))
    told = extension_recipients(round, on(10))
    assert [len(each) for each in (told.by_email, told.by_telephone, told.not_asked)] == [1, 1, 2]
    before = Message.objects.count()
    extend_round(round, answer_by_on=LATER, by=lead, at=on(10))
    assert Message.objects.count() == before + 1
    assert Message.objects.latest("pk").to_address == "ines.okoro@example.org"


def test_extend_round_twice_is_one_change_and_a_second_extension_is_another(round, lead):
    for _ in range(2):
        extend_round(round, answer_by_on=LATER, by=lead, at=on(10))
    extend_round(round, answer_by_on=LATER + timedelta(days=7), by=lead, at=on(11))
    assert keys() == ["first", "more-time@2026-10-14", "more-time@2026-10-21"]
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["accepted", "cancelled", "due"]


def test_extend_round_refuses_what_is_past_not_later_not_open_or_not_as_seen(round, lead):
    seen = extension_recipients(round, on(10)).fingerprint
    for day, at in ((on(29).date(), on(10)), (date(2026, 10, 3), on(4, month=10))):
        with pytest.raises(InvalidTransition, match="must be later than 30 September 2026, and not past"):
            extend_round(round, answer_by_on=day, by=lead, at=at)
    answer_follow_up(FollowUp.objects.get(), answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=on(10))
    with pytest.raises(InvalidTransition, match="Look again"):
        extend_round(round, answer_by_on=LATER, by=lead, at=on(10), as_seen=seen)
    close_round(round, by=lead, at=on(11))
    with pytest.raises(InvalidTransition, match="its last day stands"):
        extend_round(round, answer_by_on=LATER, by=lead, at=on(11))
    assert FollowUpRound.objects.get().answer_by_on == date(2026, 9, 30)
    assert Message.objects.filter(step="more-time").count() == 0


def test_round_extend_shows_what_changes_before_anything_does(client_of, round, lead):
    with time_machine.travel(on(22), tick=False):
        desk = client_of(lead)
        assert "give more time" in desk.get("/desk/neighbours/rounds/1/").text
        refused = desk.post(EXTEND, TYPED | {"answer_by_on_1": "9"})
        assert "The last day must be today or later." in refused.text
        assert (
            "The last day must be later than 30 September 2026."
            in desk.post(EXTEND, TYPED | {"answer_by_on_0": "30", "answer_by_on_1": "9"}).text
        )
        shown = desk.post(EXTEND, TYPED)
        for words in (
            "Ines Okoro",
            "Tuesday 13 October 2026",
            "How the message reads",
            "More time to tell us about “Benches”",
            "(here stands the link",
        ):
            assert words in shown.text
        assert FollowUpRound.objects.get().answer_by_on == date(2026, 9, 30)
        confirmed = TYPED | {"as_seen": shown.context["recipients"].fingerprint}
        for _ in range(2):
            assert desk.post(EXTEND, confirmed).headers["Location"] == "/desk/neighbours/rounds/1/"
    assert FollowUpRound.objects.get().answer_by_on == LATER
    assert keys() == ["first", "more-time@2026-10-14"]
    assert LogEntry.objects.filter(verb="extended").count() == 1
