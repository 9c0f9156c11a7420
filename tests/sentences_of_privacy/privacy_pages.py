"""What the cases of the pages about personal information share: requests at one stage, and what is set on paper."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from kit.pdf import PdfNotPossible
from privacy.models import Request
from tests.privacy.factories import RequestFactory
from tests.reading import text_seen
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


@contextmanager
def on_paper(*modules: str, fails: bool = False) -> Iterator[list[str]]:
    """Gather what some modules set on paper meanwhile, without setting it; or let it fail, as without its library."""
    papers: list[str] = []

    def note(page: str, **kwargs: Any) -> bytes:
        papers.append(text_seen(page))
        if fails:
            raise PdfNotPossible("Pango is missing.")
        return b"%PDF-"

    with _patched([f"{module}.pdf_of" for module in modules], note):
        yield papers


@contextmanager
def _patched(names: list[str], put: Callable[..., Any]) -> Iterator[None]:
    if not names:
        yield
        return
    with patch(names[0], put), _patched(names[1:], put):
        yield
