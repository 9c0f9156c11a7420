"""A round that is open, and one proposer who was asked in it by a personal link."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone

from actions import tasks
from actions.models import FollowUp, FollowUpRound
from actions.rounds import links
from actions.rounds.services.rounds import open_round
from outbox.delivery.send import send_due_messages
from outbox.models import Message
from tests.actions.factories import FollowUpRoundFactory, ProposerFactory

ANSWER = {
    "standing": "under_way",
    "what_happened": "Two benches are there.",
    "what_helped": "The council lent a van.",
    "what_hindered": "Rain.",
}

# A round of 2026 in summer time: the last day is Wednesday 30 September.
OPENED = datetime(2026, 9, 1, 9, tzinfo=UTC)
STEPS = {"first_reminder_days": 10, "second_reminder_days": 4, "last_call_days": 1}


def seen_on(response: HttpResponse) -> dict[str, str]:
    """Return the hidden field that tells what stood there when the page was opened."""
    found = re.search(r'name="version" value="(\w+)"', response.text)
    assert found
    return {"version": found[1]}


def deliver(at: datetime) -> Counter[str]:
    """Let everything go that is due at a moment, as if the database's clock, which does not travel, stood there too."""
    before = set(Message.objects.filter(state="accepted").values_list("pk", flat=True))
    went = send_due_messages(at=at)
    Message.objects.filter(state="accepted").exclude(pk__in=before).update(accepted_at=at)
    return went


def on(day: int, hour: int = 10, month: int = 9) -> datetime:
    """Return an hour of a day in that round."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def beat(at: datetime) -> list[str]:
    """Let the clock ring at a moment; return the steps queued by then, and let what is due go."""
    with time_machine.travel(at, tick=False):
        tasks.send_reminders()
    deliver(at)
    return list(Message.objects.exclude(step="first").order_by("pk").values_list("step", flat=True))


@pytest.fixture
def planned_round(programme, at) -> FollowUpRound:
    """A round that could be opened today."""
    today = timezone.localdate(at)
    return FollowUpRoundFactory(
        programme=programme, number=1, name="This spring", planned_on=today, answer_by_on=today + timedelta(days=21)
    )


@pytest.fixture
def proposer(programme):
    """Somebody with an e-mail address who put a published area forward."""
    return ProposerFactory(
        area__programme=programme,
        area__number=1,
        area__title="Benches",
        person__name="Ines Okoro",
        person__email="ines.okoro@example.org",
    )


@pytest.fixture
def follow_up(planned_round, proposer, lead, at) -> FollowUp:
    """That proposer's follow-up in an open round."""
    open_round(planned_round, by=lead, at=at)
    return FollowUp.objects.with_names().get()


@pytest.fixture
def open_september(programme, proposer, lead) -> FollowUpRound:
    """A round with every step: 20, 26 and 29 September; its first message has gone."""
    round = FollowUpRoundFactory(
        programme=programme, number=1, name="September 2026", planned_on=OPENED.date(),
        answer_by_on=on(30).date(), **STEPS,
    )  # fmt: skip
    open_round(round, by=lead, at=OPENED)
    deliver(OPENED)
    return round


@pytest.fixture
def let_in(client, follow_up):
    """A browser in which the proposer has opened the personal link."""
    client.get(f"/f/{links.token_for(follow_up)}/")
    return client


@pytest.fixture
def staff(client_of, lead):
    """The lead's browser, signed in."""
    return client_of(lead)
