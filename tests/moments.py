"""The moment and the day that rows of tests carry when a test says nothing of them."""

from datetime import UTC, date, datetime

EARLY = datetime(2016, 1, 4, 12, tzinfo=UTC)
EARLY_ON = date(2016, 1, 4)
SEPTEMBER = datetime(2016, 9, 1, 9, tzinfo=UTC)
