"""The daily list while its reader stops it at the same moment: it comes first and is cancelled, or not at all."""

from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import connection, transaction

from desk.services import send_daily_lists, switch_daily_list
from outbox.models import Message
from tests.at_once import at_once
from tests.consultations.factories import FeedbackFactory
from tests.desk.factories import DailyListFactory

# The fixtures' rows must be there for the other connections too.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


def test_daily_list_that_is_stopped_while_it_is_looked_at_does_not_go(programme, lead):
    FeedbackFactory(consultation__phase__programme=programme, said_at=MONDAY)
    daily = DailyListFactory(user=lead)
    stopped = Event()

    def stop() -> None:
        with transaction.atomic():
            switch_daily_list(daily, is_wanted=False, by=None, at=MONDAY)
            stopped.set()
            # The other reads the row as it was, and waits for it here.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(1)")

    def send() -> int:
        stopped.wait()
        return send_daily_lists(at=MONDAY)

    assert (at_once(stop, send), Message.objects.filter(kind="daily-list").count()) == ([None, 0], 0)
