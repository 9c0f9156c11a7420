"""What the cases of the desk's pages share: pages read by the lead of the programme, or by whoever is named; papers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from accounts.models import User
from kit.pdf import PdfNotPossible
from programmes.models import Programme
from tests.reading import text_seen
from tests.said import Cases, Given

DESK = Cases()
BOTH = [False, True]
NOT_PUBLIC = {"published_at": None, "published_by": None}


def hide(given: Given, public: bool) -> None:
    """Take the programme back from the public, unless it is to be `public`."""
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(**NOT_PUBLIC)


def at_desk(given: Given, page: str, *args: Any, asked: str = "", sends: dict[str, Any] | None = None) -> str:
    """Read a page of the programme's desk; `asked` is what stands behind its address, or `sends` is sent to it."""
    return read(given.lead, reverse(page, args=[given.programme.slug, *args]) + asked, sends)


def read(user: User | None, address: str, sends: dict[str, Any] | None = None) -> str:
    """Read a page as whoever has signed in, or as anybody; or what answers them when they send something."""
    browser = Client()
    if user is not None:
        browser.force_login(user)
    answer = browser.get(address) if sends is None else browser.post(address, sends)
    return text_seen(answer.content.decode())


@contextmanager
def on_paper(module: str, fails: bool = False, draws: str = "pdf_of") -> Iterator[list[str]]:
    """Gather what a module sets on paper meanwhile, without setting it; or let it fail, as without its library."""
    papers: list[str] = []

    def note(page: str, **kwargs: Any) -> bytes:
        papers.append(text_seen(page))
        if fails:
            raise PdfNotPossible("Pango is missing.")
        return b"%PDF-"

    with patch(f"{module}.{draws}", note):
        yield papers
