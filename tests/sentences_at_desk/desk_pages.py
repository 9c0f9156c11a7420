"""What the cases of the desk's pages share: pages read by the lead of the programme, or by whoever is named; papers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from kit.pdf import PdfNotPossible
from programmes.models import Programme
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.reading import text_seen
from tests.said import Cases, Given

DESK = Cases()
BOTH = [False, True]
HATS = ["lead", "viewer"]
NOT_PUBLIC = {"published_at": None, "published_by": None}


def hide(given: Given, public: bool) -> None:
    """Take the programme back from the public, unless it is to be `public`."""
    if not public:
        Programme.objects.filter(pk=given.programme.pk).update(**NOT_PUBLIC)


def at_desk(given: Given, page: str, *args: Any, asked: str = "", sends: dict[str, Any] | None = None) -> str:
    """Read a page of the programme's desk; `asked` is what stands behind its address, or `sends` is sent to it."""
    return read(given.lead, reverse(page, args=[given.programme.slug, *args]) + asked, sends)


def reader_with(given: Given, hat: str) -> User:
    """Return the lead, whoever looks after the site, or somebody who wears another hat."""
    if hat == "superuser":
        return UserFactory(is_staff=True, is_superuser=True)
    known = User.objects.filter(email=f"{hat}.{given.programme.slug}@example.org").first()
    return given.lead if hat == "lead" else known or staff_with(hat, given.programme)


def reading(given: Given, hat: str, page: str, *args: Any, asked: str = "") -> str:
    """Read a page of the programme's desk as somebody who wears a hat."""
    return read(reader_with(given, hat), reverse(page, args=[given.programme.slug, *args]) + asked)


def read(user: User | None, address: str, sends: dict[str, Any] | None = None) -> str:
    """Read a page as whoever has signed in, or as anybody; or what answers them when they send something."""
    browser = Client()
    if user is not None:
        browser.force_login(user)
    answer = browser.get(address) if sends is None else browser.post(address, sends)
    return text_seen(answer.content.decode())


def drawn(template: str, user: User | None = None, **context: Any) -> str:
    """Draw a template as a page of somebody's, or of nobody's."""
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    return text_seen(render_to_string(template, context, request))


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
