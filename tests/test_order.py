"""Nothing that people read rests on an order that nobody asked for: rows handed over backwards make the same pages.

SQLite can be told to hand rows over backwards wherever a query asks for no order. PostgreSQL hands them over as it
likes, so what is found here was wrong there now and then.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from io import StringIO

import pytest
import time_machine
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.audit import record
from accounts.models import LogEntry, User
from programmes.middleware import PAGES
from programmes.models import Place, Programme
from tests.programmes.factories import PlaceFactory

pytestmark = pytest.mark.sqlite
ROOT = "root@example.org"
STARTS = {"": "/", "rosa.adeyemi@example.org": "/home/", "maya.lindqvist@example.org": "/desk/"}
# PDFs and pictures; what the test itself writes; the room on the disk; others' pages, which lead out of the rooms.
LEFT_ALONE = re.compile(
    r"(pdf|officer-pack|is-it-well|archive|letter|picture|template|captions|badges|sheet|:log|logout|"
    r"^mfa_|^admin:|^outbox:mail)"
)
# How many pages of one kind are read.
EACH = 3


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Both programmes of the demonstration, and a superuser."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        User.objects.create_superuser(ROOT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def turned(db: None) -> Iterator[Callable[[bool], None]]:
    """Return what lets rows come backwards, or as always; pages kept until then are drawn anew."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA reverse_unordered_selects").fetchone()[0]

    def turn(backwards: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA reverse_unordered_selects = {int(backwards)}")
        cache.clear()
        PAGES.clear()
        ContentType.objects.clear_cache()
        for programme in Programme.objects.order_by("pk"):
            record("tested", programme, by=None, at=timezone.now(), programme_id=programme.pk)

    yield turn
    turn(bool(before))


class Reader:
    """Somebody who reads pages, and what each said and took."""

    def __init__(self, email: str) -> None:
        self.browser = Client(REMOTE_ADDR="203.0.113.9")
        self.pages: dict[str, str] = {}
        self.queries: dict[str, int] = {}
        if email:
            self.browser.force_login(User.objects.get(email=email), "django.contrib.auth.backends.ModelBackend")

    def read(self, address: str) -> list[str]:
        """Read a page; return where it leads."""
        with CaptureQueriesContext(connection) as queries:
            response = self.browser.get(address)
        if response.status_code != 200:
            return []
        text = (b"".join(response) if response.streaming else response.content).decode()
        # Each drawing has these anew.
        self.pages[address] = re.sub(r'(name="(?:csrfmiddlewaretoken|form_key|key)" value=)"[\w-]+"', r"\1", text)
        self.queries[address] = len(queries)
        return [unescape(link) for link in re.findall(r'href="(/[^"#?]*)', text)]

    def follow(self, start: str) -> None:
        """Read all that can be reached by links, a few pages of each kind."""
        todo, kinds, known = [start], Counter[str](), {start}
        while todo:
            address = todo.pop(0)
            kind = "" if address.startswith("/static/") else resolve(address).view_name
            kinds[kind] += 1
            if kind and not LEFT_ALONE.search(kind) and kinds[kind] <= EACH:
                leads = [link for link in self.read(address) if link not in known]
                known.update(leads)
                todo += dict.fromkeys(leads)


def both_ways(turn: Callable[[bool], None], read: Callable[[], Reader]) -> tuple[Reader, list[str]]:
    """Let somebody read twice at one moment; return what they read, and which pages were not the same backwards."""
    with time_machine.travel(timezone.now(), tick=False):
        turn(False)
        first = read()
        turn(True)
        second = read()
    # What was not drawn anew would prove nothing.
    assert second.queries == first.queries
    return first, [address for address, text in first.pages.items() if second.pages[address] != text]


@pytest.mark.parametrize(("email", "start"), STARTS.items(), ids=["public", "representative", "lead"])
def test_pages_are_the_same_when_rows_come_backwards(demonstration, turned, email, start):
    def read() -> Reader:
        reader = Reader(email)
        reader.follow(start)
        return reader

    reader, otherwise = both_ways(turned, read)
    assert otherwise == []
    assert len(reader.pages) > 40


def test_pages_of_the_admin_are_the_same_when_rows_come_backwards(demonstration, turned):
    def read() -> Reader:
        reader = Reader(ROOT)
        # The test itself writes log entries.
        for model in set(admin.site._registry) - {LogEntry}:
            base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            first = model._default_manager.order_by("pk").first()
            reader.read(reverse(f"{base}_changelist"))
            reader.read(reverse(f"{base}_add"))
            if first is not None:
                reader.read(reverse(f"{base}_change", args=[first.pk]))
        return reader

    reader, otherwise = both_ways(turned, read)
    assert otherwise == []
    assert len(reader.pages) > 60


def test_rows_come_backwards_where_no_order_is_asked_for_and_only_there(turned, programme):
    for name in "abc":
        PlaceFactory(programme=programme, name=name)
    places = Place.objects.filter(programme=programme).values_list("name", flat=True)
    handed_over = []
    for backwards in (False, True):
        turned(backwards)
        handed_over.append(("".join(places.all()), "".join(places.order_by("pk"))))
    assert handed_over == [("abc", "abc"), ("cba", "abc")]
