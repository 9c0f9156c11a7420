"""Sending what is due: order, hours, retries, and messages whose worker was lost."""

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from outbox import connections, journal
from outbox.daytime import is_daytime, next_daytime
from outbox.delivery import claim
from outbox.delivery.send import send_due_messages
from outbox.models import Attempt, Line, Message
from outbox.readiness import oldest_due_age
from outbox.services import cancel_messages, readdress_messages
from outbox.transports.smtp import SMTPTransport
from tests.outbox.relay import DROP, TAKE_AND_DROP, Relay

pytestmark = pytest.mark.django_db
Queue = Callable[..., Message]
LONDON = ZoneInfo("Europe/London")


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def lose_worker(message: Message, state: str) -> None:
    """Leave `message` as a worker leaves it that was killed at `state` longer ago than its lease."""
    long_ago = Now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(state=state, claim="lost", lease_until=long_ago, tries=1)


def test_sending_records_the_relays_words_and_leaves_a_line_in_the_journal(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    message = queue(1)
    assert send_due_messages(at=noon) == {"accepted": 1}
    message.refresh_from_db()
    assert (message.state, message.last_words) == ("accepted", "taken")
    assert list(Attempt.objects.values_list("outcome", "code", "words")) == [("accepted", 250, "taken")]
    assert list(journal.lines()) == [(noon, message.message_id)]
    written = journal.path().read_text()
    assert "example.org" not in written
    assert journal.address_mark("Person1@example.org") in written


def test_journals_line_is_on_the_disk_before_the_row_says_sent(
    relay: Relay, queue: Queue, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(1), queue(2)
    to_disk, seen = os.fdatasync, []

    def fdatasync(descriptor: int) -> None:
        to_disk(descriptor)
        seen.append((len(list(journal.lines())), Message.objects.filter(state="accepted").count()))

    monkeypatch.setattr(os, "fdatasync", fdatasync)
    send_due_messages(at=noon)
    assert seen == [(1, 0), (2, 1)]


def test_sending_is_over_when_nothing_is_due(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(1, due_at=noon + timedelta(seconds=1))
    assert send_due_messages(at=noon) == {}
    assert (states(), relay.connections) == (["due"], 0)


def test_fast_lane_goes_before_a_mailing(relay: Relay, queue: Queue, noon: datetime) -> None:
    for number in range(3):
        queue(number)
    queue(9, fast_lane=True)
    send_due_messages(at=noon)
    assert relay.taken[0].to_address == "person9@example.org"


def test_fast_lane_does_not_wait_for_the_batch_in_hand(
    relay: Relay, queue: Queue, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outbox.delivery.send.FAST_LANE_SECONDS", 0.0)
    for number in range(10):
        queue(number)
    transport = Arriving(relay.url, lambda: queue(99, fast_lane=True))
    send_due_messages(at=noon, transport=transport)
    assert [taken.to_address for taken in relay.taken][:2] == ["person0@example.org", "person99@example.org"]


class Arriving(SMTPTransport):
    """The real one, with something happening while the first message is on its way."""

    def __init__(self, url: str, happens: Callable[[], object]) -> None:
        super().__init__(url)
        self.happens: Callable[[], object] | None = happens

    def send(self, message: Message, *, fence: Callable[[], None]):  # type: ignore[no-untyped-def]
        happens, self.happens = self.happens, None
        if happens:
            happens()
        return super().send(message, fence=fence)


def test_message_cancelled_before_the_fence_does_not_pass(relay: Relay, queue: Queue, noon: datetime) -> None:
    first, second = queue(1), queue(2)
    transport = Arriving(
        relay.url, lambda: cancel_messages(Message.objects.filter(pk=first.pk), reason="Answered.", at=noon)
    )
    assert send_due_messages(at=noon, transport=transport) == {"stopped": 1, "accepted": 1}
    assert relay.copies() == {second.message_id: 1}


def test_message_readdressed_in_hand_goes_to_the_new_address_once(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(1)
    theirs = Message.objects.to("person1@example.org")
    change = lambda: readdress_messages(theirs, new_address="new@example.org", at=noon)  # noqa: E731
    send_due_messages(at=noon, transport=Arriving(relay.url, change))
    assert [taken.to_address for taken in relay.taken] == ["new@example.org"]
    assert states() == ["accepted"]


def texts() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("text", "html"))


def test_text_that_holds_a_secret_is_forgotten_once_sent(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(1, text="Your code is 123-456", html="<p>123-456", forgets_text=True), queue(2, text="Hello", html="<p>")
    send_due_messages(at=noon)
    assert texts() == [("", ""), ("Hello", "<p>")]
    assert relay.taken[0].content.count(b"123-456") == 2


def test_text_that_holds_a_secret_is_kept_as_long_as_it_may_be_sent_again(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    relay.faults["rcpt"].extend(["550 no", "450 later"])
    queue(1, text="secret", forgets_text=True), queue(2, text="secret", forgets_text=True)
    queue(3, text="secret", forgets_text=True)
    lose_worker(Message.objects.last(), "data")
    relay.faults["dot"].append(TAKE_AND_DROP)
    send_due_messages(at=noon)
    assert states() == ["failed", "due", "uncertain"]
    assert texts() == [("secret", "")] * 3


def test_text_that_holds_a_secret_is_forgotten_when_a_doubt_is_settled(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    message = queue(1, text="secret", forgets_text=True)
    lose_worker(message, "data")
    journal.write_line(message.message_id, message.to_address, noon)
    send_due_messages(at=noon)
    assert (states(), texts()) == (["accepted"], [("", "")])


def test_text_that_holds_a_secret_is_kept_where_it_is_read_here(
    own_place: Path, queue: Queue, noon: datetime, settings: Settings
) -> None:
    settings.EMAIL_URL = "page:"
    queue(1, text="secret", forgets_text=True)
    send_due_messages(at=noon)
    assert (states(), texts()) == (["accepted"], [("secret", "")])


def test_sign_in_code_that_is_too_old_is_cancelled(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(1, fast_lane=True, expires_at=noon + timedelta(minutes=15))
    send_due_messages(at=noon + timedelta(minutes=15))
    assert (states(), relay.taken) == (["cancelled"], [])


def test_temporary_refusals_are_tried_again_after_1_5_15_60_minutes_and_given_up_after_48_hours(
    relay: Relay, queue: Queue, noon: datetime
) -> None:
    random.seed(1)
    message = queue(1)
    relay.faults["rcpt"].extend(["450 later"] * 100)
    waits, at = [], noon
    while message.state in ("due",):
        send_due_messages(at=at)
        message.refresh_from_db()
        if message.state == "due":
            waits.append((message.due_at - at).total_seconds() / 60)
            at = message.due_at
    expected = [1, 5, 15, 60, 120] + [240] * (len(waits) - 5)
    assert [round(wait / usual, 1) in (0.9, 1.0, 1.1) for wait, usual in zip(waits, expected, strict=True)] == [
        True
    ] * len(waits)
    assert timedelta(hours=48) <= at - noon < timedelta(hours=53)
    assert message.last_words == "Given up after 48 hours. The relay last said: later"
    assert message.attempts.count() == len(waits) + 1


def test_one_bad_message_does_not_stop_the_rest(relay: Relay, queue: Queue, noon: datetime) -> None:
    bad = queue(1)
    Message.objects.filter(pk=bad.pk).update(to_address="no-address")
    queue(2)
    send_due_messages(at=noon)
    bad.refresh_from_db()
    assert states() == ["failed", "accepted"]
    assert bad.last_words.startswith("It cannot be written as an e-mail")


@pytest.mark.parametrize(
    ("state", "resend", "copies"),
    [("claimed", "resend", 1), ("claimed", "hold", 1), ("data", "resend", 1), ("data", "hold", 0)],
)
def test_message_of_a_lost_worker(
    relay: Relay, queue: Queue, noon: datetime, settings: Settings, state: str, resend: str, copies: int
) -> None:
    settings.OUTBOX_UNCERTAIN = resend
    message = queue(1)
    lose_worker(message, state)
    send_due_messages(at=noon)
    message.refresh_from_db()
    assert relay.copies().get(message.message_id, 0) == copies
    assert message.state == ("accepted" if copies else "uncertain")
    assert message.may_have_gone_twice == (state == "data")


def test_message_of_a_worker_that_is_not_lost_yet_is_left_alone(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(1), queue(2)
    first, second = claim.claim(at=noon, limit=2)
    claim.pass_fence(second)
    assert send_due_messages(at=noon) == {}
    assert states() == ["claimed", "data"]
    assert first.claim == second.claim


def test_message_in_doubt_is_settled_by_the_journal(relay: Relay, queue: Queue, noon: datetime) -> None:
    message = queue(1)
    lose_worker(message, "data")
    journal.write_line(message.message_id, message.to_address, noon)
    send_due_messages(at=noon)
    assert (states(), relay.taken) == (["accepted"], [])


def test_message_in_doubt_twice_waits_for_a_person(relay: Relay, queue: Queue, noon: datetime) -> None:
    message = queue(1)
    relay.faults["dot"].extend([TAKE_AND_DROP] * 5)
    for minutes in range(10):
        send_due_messages(at=noon + timedelta(minutes=minutes))
    assert (states(), relay.copies()) == (["uncertain"], {message.message_id: 2})


def test_message_in_doubt_that_was_to_be_stopped_is_not_sent_again(relay: Relay, queue: Queue, noon: datetime) -> None:
    message = queue(1)
    lose_worker(message, "data")
    assert cancel_messages(Message.objects.filter(pk=message.pk), reason="Answered.", at=noon) == 0
    send_due_messages(at=noon)
    assert (states(), relay.taken) == (["cancelled"], [])


def test_worker_beyond_its_lease_is_stopped_at_the_fence(queue: Queue, noon: datetime) -> None:
    queue(1)
    [message] = claim.claim(at=noon, limit=1)
    Message.objects.update(lease_until=Now() - timedelta(seconds=1))
    with pytest.raises(claim.Stopped):
        claim.pass_fence(message)


def test_lines_to_the_relay_are_counted_and_the_last_is_the_fast_lanes(
    relay: Relay, queue: Queue, noon: datetime, settings: Settings
) -> None:
    settings.OUTBOX_CONNECTIONS = 1
    queue(1), queue(2, fast_lane=True)
    with connections.line() as first:
        assert first.number == 1
        # All others are engaged: this one goes for the fast lane only.
        send_due_messages(at=noon)
        assert states() == ["due", "accepted"]
        with connections.line(), pytest.raises(connections.AllEngaged), connections.line():
            pass
        assert send_due_messages(at=noon) == {}
    assert Line.objects.filter(lease_until=None).count() == 2
    send_due_messages(at=noon)
    assert states() == ["accepted", "accepted"]


def test_line_of_a_lost_worker_is_free_again_after_its_lease(settings: Settings, noon: datetime) -> None:
    settings.OUTBOX_CONNECTIONS = 0
    with connections.line() as lost:
        Line.objects.update(lease_until=Now() - timedelta(seconds=1))
        with connections.line() as found:
            assert (found.number, connections.keep(lost), connections.keep(found)) == (0, False, True)


def test_pace_keeps_to_the_messages_a_minute(relay: Relay, queue: Queue, noon: datetime, settings: Settings) -> None:
    settings.OUTBOX_PER_MINUTE, settings.OUTBOX_CONNECTIONS = 1200, 2
    for number in range(5):
        queue(number)
    began = datetime.now(UTC)
    send_due_messages(at=noon)
    # One line of two sends 600 a minute: four waits of 0.1 s.
    assert timedelta(seconds=0.4) <= datetime.now(UTC) - began < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("local", "after"),
    [
        # A Wednesday; the nights on which the clocks change; the edges of the day.
        ("2027-03-24 07:59", "2027-03-24 08:00"),
        ("2027-03-24 08:00", "2027-03-24 08:00"),
        ("2027-03-24 17:59", "2027-03-24 17:59"),
        ("2027-03-24 18:00", "2027-03-25 08:00"),
        ("2027-03-27 20:00", "2027-03-28 08:00"),
        ("2027-03-28 00:30", "2027-03-28 08:00"),
        ("2027-10-30 20:00", "2027-10-31 08:00"),
        ("2027-10-31 01:30", "2027-10-31 08:00"),
    ],
)
def test_reminder_waits_for_the_day_in_london(relay: Relay, queue: Queue, local: str, after: str) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    expected = datetime.fromisoformat(after).replace(tzinfo=LONDON)
    assert next_daytime(at) == expected
    message = queue(1, at=at, daytime_only=True)
    queue(2, at=at)
    assert message.due_at == expected
    send_due_messages(at=at)
    assert states() == ["accepted" if is_daytime(at) else "due", "accepted"]
    send_due_messages(at=expected)
    assert states() == ["accepted", "accepted"]


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("2027-03-27", 8), ("2027-03-28", 7), ("2027-10-30", 7), ("2027-10-31", 8)]
)
def test_day_begins_at_eight_in_london_whatever_the_clocks_do(day: str, utc_hour: int) -> None:
    midnight = datetime.fromisoformat(f"{day} 00:00").replace(tzinfo=UTC)
    hours = [hour for hour in range(24) if is_daytime(midnight + timedelta(hours=hour))]
    assert hours == list(range(utc_hour, utc_hour + 10))


def test_reminder_that_is_put_off_waits_for_the_day(relay: Relay, queue: Queue) -> None:
    evening = datetime(2027, 3, 24, 17, 59, 30, tzinfo=LONDON)
    message = queue(1, at=evening, daytime_only=True)
    relay.faults["rcpt"].append("450 later")
    send_due_messages(at=evening)
    message.refresh_from_db()
    assert message.due_at == datetime(2027, 3, 25, 8, tzinfo=LONDON)


def test_beat_three_days_late_sends_each_reminder_once(relay: Relay, queue: Queue, noon: datetime) -> None:
    for number in range(3):
        queue(number, daytime_only=True, due_at=noon + timedelta(hours=number))
    late = noon + timedelta(days=3)
    send_due_messages(at=late)
    send_due_messages(at=late)
    assert (states(), set(relay.copies().values())) == (["accepted"] * 3, {1})


def test_oldest_due_age_counts_what_should_have_gone(relay: Relay, queue: Queue, noon: datetime) -> None:
    assert oldest_due_age(noon) is None
    queue(1), queue(2, due_at=noon - timedelta(hours=2), daytime_only=True)
    assert oldest_due_age(noon) == timedelta(hours=2)
    # At night, only what may go at night is late.
    assert oldest_due_age(noon + timedelta(hours=8)) == timedelta(hours=8)
    send_due_messages(at=noon)
    assert oldest_due_age(noon) is None


def test_line_lost_in_the_data_is_no_doubt(relay: Relay, queue: Queue, noon: datetime) -> None:
    queue(1)
    relay.faults["data"].append(DROP)
    send_due_messages(at=noon)
    assert Message.objects.values_list("state", "doubts").get() == ("due", 0)


def test_command_send_test_message_says_what_became_of_each(relay: Relay, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    relay.faults["rcpt"].extend(["", "550 no such person"])
    call_command("send_test_message", "nia@example.org", "--count", "3", "--wait", "0")
    said = [line.partition(">: ")[2] for line in capsys.readouterr().out.splitlines()]
    assert said == ["sent: taken", "failed: no such person", "sent: taken"]
