"""A round that is open, and one proposer who was asked in it by a personal link."""

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from actions import links
from actions.models import FollowUp, FollowUpRound
from actions.services import open_round
from outbox.models import Message
from outbox.sending import send_due_messages
from tests import factories

ANSWER = {
    "standing": "under_way",
    "what_happened": "Two benches are there.",
    "what_helped": "The council lent a van.",
    "what_hindered": "Rain.",
}


def seen_on(response: HttpResponse) -> dict[str, str]:
    """Return the hidden field that tells what stood there when the page was opened."""
    found = re.search(r'name="seen" value="(\w+)"', response.text)
    assert found
    return {"seen": found[1]}


def deliver(at: datetime) -> Counter[str]:
    """Let everything go that is due at a moment, as if the database's clock, which does not travel, stood there too."""
    before = set(Message.objects.filter(state="accepted").values_list("pk", flat=True))
    went = send_due_messages(at=at)
    Message.objects.filter(state="accepted").exclude(pk__in=before).update(accepted_at=at)
    return went


@pytest.fixture
def planned_round(programme, at) -> FollowUpRound:
    """A round that could be opened today."""
    today = timezone.localdate(at)
    return factories.FollowUpRoundFactory(
        programme=programme, number=1, name="This spring", planned_on=today, answer_by_on=today + timedelta(days=21)
    )


@pytest.fixture
def proposer(programme):
    """Somebody with an e-mail address who put a published area forward."""
    return factories.ProposerFactory(
        area__programme=programme,
        area__number=1,
        area__title="Benches",
        person__name="Ines Okoro",
        person__email="ines.okoro@example.org",
    )


@pytest.fixture
def follow_up(planned_round, proposer, lead, at) -> FollowUp:
    """The asking of that proposer in an open round."""
    open_round(planned_round, by=lead, at=at)
    return FollowUp.objects.with_names().get()


@pytest.fixture
def let_in(client, follow_up):
    """A browser in which the proposer has opened the personal link."""
    client.get(f"/f/{links.token_for(follow_up)}/")
    return client
