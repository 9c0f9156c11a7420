"""Reminders: found from what is due, one at a time, by day, and never to somebody who has said something."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import LogEntry
from actions import tasks
from actions.models import FollowUp, FollowUpRound, MailStep, Proposer
from actions.rounds import links
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import answer_follow_up, mark_unreachable, move_on, say_not_me
from actions.rounds.services.rounds import close_round, open_round, remind, revoke_link, send_new_link
from actions.rounds.services.succession import hand_on
from outbox.models import Message
from tests.actions.conftest import ANSWER, beat, deliver, on
from tests.actions.factories import FollowUpRoundFactory


@pytest.fixture
def asked(open_september) -> FollowUp:
    return FollowUp.objects.with_names().get()


def test_reminders_go_out_on_their_days_by_day_and_once(asked):
    went = {day: beat(on(day)) for day in range(1, 31) for _ in range(2)}
    assert [day for day in range(2, 31) if went[day] != went[day - 1]] == [20, 26, 29]
    assert went[30] == ["first-reminder", "second-reminder", "last-call"]
    sent = Message.objects.filter(state="accepted").values_list("daytime_only", "due_at__day", "to_address")
    assert list(sent.order_by("pk")) == [
        (day_only, day, "ines.okoro@example.org") for day_only, day in ((False, 1), (True, 20), (True, 26), (True, 29))
    ]
    steps = LogEntry.objects.filter(verb="reminded").order_by("id").values_list("details__step", "by")
    assert list(steps) == [("first-reminder", None), ("second-reminder", None), ("last-call", None)]


@pytest.mark.parametrize(
    ("back_on", "expected"), [(23, ["first-reminder"]), (28, ["second-reminder"]), (29, ["last-call"])]
)
def test_reminders_of_a_clock_that_stood_still_are_the_newest_step_alone(asked, back_on, expected):
    assert beat(on(back_on)) == expected


def test_last_call_goes_out_late_rather_than_not_at_all_and_says_so(asked):
    beat(on(26))
    assert beat(on(2, month=10)) == ["second-reminder", "last-call"]
    text = Message.objects.filter(step="last-call").get()
    assert text.state == "accepted"


def test_second_reminder_is_of_no_use_past_the_last_day(asked):
    FollowUpRound.objects.update(last_call_days=None)
    assert beat(on(1, month=10)) == []


def test_reminder_that_waits_in_the_outbox_is_not_joined_by_another(asked):
    with time_machine.travel(on(20), tick=False):
        tasks.send_reminders()
    with time_machine.travel(on(26), tick=False):
        tasks.send_reminders()
    assert Message.objects.filter(state="due").count() == 1
    # It goes at last on the 28th; the last call is of a later day.
    deliver(on(28))
    assert beat(on(28, 12)) == ["first-reminder"]
    assert beat(on(29)) == ["first-reminder", "last-call"]


@pytest.mark.parametrize(
    "settle",
    [
        lambda asked, by, at: answer_follow_up(asked, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at),
        lambda asked, by, at: move_on(asked, by=None, at=at),
        lambda asked, by, at: say_not_me(asked, by=None, at=at),
        lambda asked, by, at: mark_unreachable(asked, by=by, at=at),
        lambda asked, by, at: revoke_link(asked, by=by, at=at),
        lambda asked, by, at: close_round(asked.round, by=by, at=at),
        lambda asked, by, at: asked.proposer.area.proposers.update(until_on=at.date()),
        lambda asked, by, at: type(asked.proposer.area).objects.update(published_at=None, published_by=None),
        lambda asked, by, at: type(asked.proposer.person).objects.update(contact_by="telephone"),
        lambda asked, by, at: Message.objects.update(state="failed", accepted_at=None, last_words="No such mailbox."),
    ],
    ids=[
        "answered",
        "moved-on",
        "not-theirs",
        "not-reached",
        "revoked",
        "closed",
        "ended",
        "hidden",
        "rings",
        "bounced",
    ],
)
def test_nothing_goes_to_somebody_who_is_not_waited_for(asked, lead, settle):
    settle(asked, lead, on(19))
    assert [beat(on(day)) for day in (20, 26, 29)] == [[], [], []]


def test_reminder_queued_before_eight_does_not_go_after_an_answer_at_night(asked, lead):
    assert beat(on(20, 6)) == []
    with time_machine.travel(on(20, 16), tick=False):
        tasks.send_reminders()
    answer_follow_up(asked, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=on(20, 16))
    deliver(on(20, 16))
    assert Message.objects.get(step="first-reminder").state == "cancelled"


def test_corrected_address_is_reminded_after_the_old_one_was_refused(asked, lead):
    Message.objects.update(state="failed", accepted_at=None, last_words="No such mailbox.")
    person = asked.proposer.person
    person.email = "new@example.org"
    person.save()
    assert beat(on(20)) == ["first-reminder"]
    assert Message.objects.latest("pk").to_address == "new@example.org"


def test_new_link_and_successor_are_reminded_of_later_steps_alone(asked, proposer, lead):
    send_new_link(asked, by=lead, at=on(20, 9))
    deliver(on(20, 9))
    assert beat(on(20)) == ["new-link"]
    hand_on(proposer, name="Bo", email="bo@example.org", public_name="A librarian", by=lead, at=on(26, 9))
    deliver(on(26, 9))
    assert beat(on(26)) == ["new-link"]
    beat(on(29))
    assert Message.objects.filter(step="last-call").values_list("to_address", flat=True).get() == ("bo@example.org")


def test_remind_asks_again_what_is_due_with_the_asking_held(asked, lead):
    assert remind(asked, MailStep.FIRST_REMINDER, by=None, at=on(19)) is False
    assert remind(asked, MailStep.LAST_CALL, by=None, at=on(20)) is False
    stale = FollowUp.objects.get()
    answer_follow_up(asked, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=on(20))
    assert remind(stale, MailStep.FIRST_REMINDER, by=None, at=on(20)) is False
    close_round(asked.round, by=lead, at=on(20))
    assert remind(stale, MailStep.FIRST_REMINDER, by=None, at=on(20)) is False


def test_reminder_carries_the_same_link_and_says_the_last_day(asked):
    with time_machine.travel(on(20), tick=False):
        tasks.send_reminders()
    message = Message.objects.get(step="first-reminder")
    for words in (
        links.address_for(asked),
        "We asked you on 1 September 2026 how “Benches” is going",
        "The last day to answer is Wednesday 30 September 2026.",
    ):
        assert words in message.text
    assert timezone.localtime(message.expires_at).isoformat() == "2026-10-01T00:00:00+01:00"


def test_last_call_says_what_the_public_will_read(asked):
    with time_machine.travel(on(29), tick=False):
        tasks.send_reminders()
    text = " ".join(Message.objects.get(step="last-call").text.split())
    assert "its public page, if it has one, will say that we asked in September 2026 and had no answer" in text
    assert "The last day is Wednesday 30 September 2026." in text
    assert links.address_for(asked) in text


@pytest.mark.parametrize(
    ("last_day", "early", "opens", "late"),
    [
        # Summer time begins on Sunday 28 March 2027: 08:00 in London is 07:00 UTC from then on.
        (datetime(2027, 3, 28, tzinfo=UTC), 6, 7, 17),
        # Summer time ends on Sunday 31 October 2027: 08:00 in London is 08:00 UTC from then on.
        (datetime(2027, 10, 31, tzinfo=UTC), 7, 8, 18),
    ],
)
def test_reminders_keep_to_the_day_in_london_when_the_clocks_change(
    programme, proposer, lead, last_day, early, opens, late
):
    opened = last_day - timedelta(days=20, hours=-12)
    round = FollowUpRoundFactory(
        programme=programme, number=1, planned_on=opened.date(), answer_by_on=last_day.date(), last_call_days=0
    )
    open_round(round, by=lead, at=opened)
    deliver(opened)
    assert beat(last_day + timedelta(hours=early, minutes=59)) == []
    assert beat(last_day + timedelta(hours=late)) == []
    assert beat(last_day + timedelta(hours=opens)) == ["last-call"]


def test_proposer_named_by_mistake_is_asked_no_more(asked, proposer, lead):
    say_not_me(asked, suggestion="Ask at the library", by=None, at=on(3))
    stored = Proposer.objects.get()
    assert (stored.named_by_mistake, stored.until_on) == (True, on(3).date())
    meant = hand_on(proposer, name="Bo", email="bo@example.org", public_name="A librarian", by=lead, at=on(4))
    assert (meant.from_on, FollowUp.objects.get(proposer=proposer).status) == (proposer.from_on, "not_me")
    assert "We understand that it was you who put forward “Benches”" in Message.objects.latest("pk").text
