"""Every list of the site comes by fifty, costs as many queries for many rows as for few, and can be looked through.

Every page that there is is read by whoever may, once with little and once with much of everything that stands in lists.
A list that is new, and not paged, is found by its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from kit.lists import ListPage
from kit.pages import PAGE_SIZE
from programmes.middleware import PAGES
from tests.access.conftest import build_everything, signed_in
from tests.access.routes import ROUTES
from tests.accounts.factories import UserFactory
from tests.grown_world import grow
from tests.world import CANARY, World

pytestmark = pytest.mark.django_db
FEW, MANY = 1, PAGE_SIZE + 9
# What a row of a list is drawn as.
ROWS = {"tr", "li", "dt", "article", "section", "details", "form"}
# Shown whole, and why.
WHOLE = {
    "phases:meeting-sign-in-sheet": "paper, printed whole",
    "phases:meeting-badges": "paper, printed whole",
    "actions:commitment-sheet-list": "paper, printed whole",
    "actions:area-detail": "the plan of one action area is read in its order",
    "public:progress": "the front of a programme, one part of which is all who take part in it",
    "public:coverage": "one drawing: every group in every respect, with who is missed",
    "public:area-detail": "the plan of one action area, and who joined it",
    "programmes:permission-matrix": "it grows with the code, and with nothing that anybody writes",
}
# Not looked through, and why.
WITHOUT_SEARCH = {
    "stakeholders:partnership-list": "its own form looks by name too, beside what else can be asked",
    "findings:own-input": "what somebody said themself, the newest first",
}


@dataclass
class Read:
    """A page as somebody read it, with what was counted of it."""

    # How many queries it took, and to look for words in its list.
    queries: int
    sought: int
    # How many rows the longest of its lists has, and in how many of them everybody finds what nobody may read.
    rows: int
    private: int
    page: ListPage | None


class Rows(HTMLParser):
    """Counts of what stands beside what is drawn alike, in one place."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict[str, int]] = [{}]
        self.most = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count it in whatever it stands in."""
        if tag in ROWS:
            here = self.open[-1]
            here[tag] = here.get(tag, 0) + 1
            self.most = max(self.most, here[tag])
        if tag not in self.VOID:
            self.open.append({})

    def handle_endtag(self, tag: str) -> None:
        """Go back to what that stood in."""
        if tag not in self.VOID:
            self.open.pop()


def read_all(world: World, addresses: dict[str, str]) -> dict[str, Read]:
    """Read each page that is one, by the first who may."""
    root = UserFactory(is_staff=True, is_superuser=True)
    readers = {"anonymous": None, "lead": world.lead, "representative": world.appointment.person.user}
    browsers = {actor: signed_in(user) for actor, user in (readers | {"superuser": root}).items()}
    found: dict[str, Read] = {}
    for route, address in addresses.items():
        reader = next((browser for actor, browser in browsers.items() if ROUTES[route][1][actor] == 200), None)
        response, queries = asked(reader, address) if reader else (None, 0)
        if response and response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            rows = Rows()
            rows.feed(response.text)
            page = response.context.get("page") if response.context else None
            page = page if isinstance(page, ListPage) else None
            sought = asked(reader, f"{address}?q=a+1")[1] if reader and page else 0
            private = leaked(reader, address) if page and reader is browsers["anonymous"] else 0
            found[route] = Read(queries, sought, rows.most, private, page)
    return found


def asked(browser: Client, address: str) -> tuple[Any, int]:
    """Ask for a page that nobody keeps, and say how many queries it cost; what it writes is taken back."""
    cache.clear()
    PAGES.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
        transaction.set_rollback(True)
    return response, len(queries)


def leaked(browser: Client, address: str) -> int:
    """Look for the word that stands in every private field of the world, and say how often it is found."""
    return int(asked(browser, f"{address}?q={CANARY}")[0].context["page"].paginator.count)


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[dict[str, Read], ...]]:
    """Every page with few rows, and with many."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_everything()
        ContentType.objects.clear_cache()
        addresses = {route: reverse(route, args=arguments(world)) for route, (arguments, _) in ROUTES.items()}
        grow(world, FEW)
        few = read_all(world, addresses)
        grow(world, MANY - FEW)
        yield few, read_all(world, addresses)
        transaction.set_rollback(True)


def test_no_page_has_more_than_fifty_rows_of_a_list(pages):
    _, many = pages
    assert {route: read.rows for route, read in many.items() if read.rows > PAGE_SIZE and route not in WHOLE} == {}


def test_no_page_costs_more_queries_for_many_rows_than_for_few(pages):
    few, many = pages
    asked = {route: (few[route].queries, read.queries) for route, read in many.items()}
    assert {route: counts for route, counts in asked.items() if counts[0] != counts[1]} == {}


def test_every_list_can_be_looked_through(pages):
    _, many = pages
    assert {route for route, read in many.items() if read.page and read.page.find is None} == set(WITHOUT_SEARCH)


def test_every_list_is_looked_through_at_no_more_queries_than_it_takes_to_show_it(pages):
    _, many = pages
    assert {route: (read.queries, read.sought) for route, read in many.items() if read.sought > read.queries} == {}


def test_nobody_finds_what_is_not_public_by_looking_for_its_words(pages):
    few, _ = pages
    assert {route: read.private for route, read in few.items() if read.private} == {}


def test_what_is_shown_whole_would_be_found(pages):
    """What is let by is long, and so are the others where nobody pages them."""
    _, many = pages
    assert {route for route in WHOLE if many[route].rows > PAGE_SIZE} == set(WHOLE)
