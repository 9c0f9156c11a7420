"""What the cases of the pages about personal information share: a request at one stage."""

from datetime import timedelta
from typing import Any

from privacy.models import Request
from tests.privacy.factories import RequestFactory
from tests.said import Cases, Given

PRIVACY = Cases()
BOTH = [False, True]
DAY = timedelta(days=1)
ADDRESS = {"email": "jo@example.org"}


def request_of(given: Given, *, known: bool = False, answered: bool = False, **more: Any) -> Request:
    """Make a request of Jo Asker's that came a week ago: it is known who asks, or it was answered yesterday."""
    today = given.at.date()
    who = {"identity_by": "known", "identity_checked_at": given.at, "identity_checked_by": given.lead} if known else {}
    came = {"status": "answered", "outcome": "done", "outcome_words": "It was done.", "answered_on": today - DAY}
    days = {"received_on": today - 7 * DAY, "due_on": today + 21 * DAY}
    said = {"recorded_by": given.lead} | days | who | (came if answered else {}) | more
    return RequestFactory(programme=given.programme, number=7, **said)
