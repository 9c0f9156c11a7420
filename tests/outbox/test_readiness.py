"""When the alarm of late mail rings: from the moment a message should have gone, whatever was tried since."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from outbox.delivery.send import send_due_messages
from outbox.models import Message
from outbox.operator_actions import retry_message
from outbox.readiness import LATE, oldest_due_age
from tests.outbox.relay import Relay

Queue = Callable[..., Message]
SIX_HOURS = timedelta(hours=6)


def dead(relay: Relay, settings: Settings) -> None:
    """Let nobody listen where the relay was."""
    settings.EMAIL_URL = "smtp://127.0.0.1:1"


def greylisting(relay: Relay, settings: Settings) -> None:
    """Put off every message, every time."""
    relay.faults["rcpt"].extend(["451 greylisted, come back later"] * 1000)


def refusing_one(relay: Relay, settings: Settings) -> None:
    """Put off the first message, and take the others."""
    relay.faults["rcpt"].extend(["450 mailbox is full", "", ""] + ["450 mailbox is full"] * 1000)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("relay_is", [dead, greylisting, refusing_one])
def test_alarm_rings_within_its_threshold_and_goes_on_for_six_hours(
    client: Client,
    relay: Relay,
    queue: Queue,
    noon: datetime,
    settings: Settings,
    relay_is: Callable[[Relay, Settings], None],
) -> None:
    relay_is(relay, settings)
    for number in (1, 2, 3):
        queue(number)
    rings = []
    for minute in range(0, int(SIX_HOURS.total_seconds() // 60) + 1, 5):
        at = noon + timedelta(minutes=minute)
        send_due_messages(at=at)
        with time_machine.travel(at, tick=False):
            told = client.get("/readyz").json()
        assert told["oldest_due_message_seconds"] == (at - noon).total_seconds()
        rings.append(told["messages_late"])
    assert rings == [False] * 3 + [True] * (len(rings) - 3)
    assert Message.objects.filter(state="due").exists()


@pytest.mark.django_db
def test_message_that_a_person_tries_again_is_due_from_then_on(
    relay: Relay, queue: Queue, noon: datetime, superuser
) -> None:
    relay.faults["rcpt"].append("550 no such mailbox")
    message = queue(1)
    send_due_messages(at=noon)
    assert oldest_due_age(noon + SIX_HOURS) is None
    message.refresh_from_db()
    retry_message(message, by=superuser, at=noon + SIX_HOURS)
    assert oldest_due_age(noon + SIX_HOURS + LATE) == LATE
