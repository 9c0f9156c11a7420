"""A real Chromium before the real site, on the demonstration's data; it reports each thing a page should not do."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from actions.models import FollowUpRound
from actions.rounds.services.rounds import RoundPlan, open_round, plan_round
from outbox.models import Message
from programmes.models import Programme
from tests.environment import chromium_path

STAFF = "maya.lindqvist@example.org"
STAFF_PASSWORD = "a long password for the journeys"
# What the content security policy refuses is told to the window's owner, wherever in the page it happened.
TELL_OF_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database, for all journeys of one file: the fixture of this name empties it after each test."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", interactive=False, reset_sequences=False, verbosity=0)


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServer]:
    """A running site, one for all files: what the demonstration holds names its address."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demonstration() -> list[str]:
    """The rows of the demonstration, once they were loaded: loading them draws a PDF and 28 pictures."""
    return []


@pytest.fixture(scope="module")
def site(server: LiveServer, demonstration: list[str], transactional_db: None) -> Iterator[str]:
    """The address of the running site, with the demonstration as it was loaded; each file has it to itself."""
    with served(server):
        if demonstration:
            # The permissions and content types that Django makes in an empty database are among the rows.
            call_command("flush", interactive=False, reset_sequences=False, inhibit_post_migrate=True, verbosity=0)
            ContentType.objects.clear_cache()
            connection.creation.deserialize_db_from_string(demonstration[0])
        else:
            call_command("load_demo", verbosity=0)
            demonstration.append(connection.creation.serialize_db_to_string())
        yield server.url


@contextmanager
def served(server: LiveServer) -> Iterator[None]:
    """Have the site know its own address, and send its mail: Django's tests keep that from its real way."""
    mail = "outbox.backend.OutboxEmailBackend"
    with override_settings(SITE_URL=server.url, DEMO_STAFF_PASSWORD=STAFF_PASSWORD, EMAIL_BACKEND=mail):
        yield


class Watch:
    """What pages did that they should not: said on the console, asked of somebody else, or not been given."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.contexts: list[BrowserContext] = []
        self.troubles: list[str] = []

    def open(self, *, width: int = 1280, javascript: bool = True) -> Page:
        """Open a window of its own, with no cookies, and watch it."""
        context = self.browser.new_context(
            base_url=self.site, viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale="en-GB"
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(TELL_OF_REFUSALS)
        page = context.new_page()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self.asked)
        page.on("requestfailed", self.failed)
        return page

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console says, but for the answers a journey asks for on purpose (a refused form, a 404)."""
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")

    def asked(self, request: Request) -> None:
        """Keep every request to somebody else."""
        if not request.url.startswith(f"{self.site}/"):
            self.troubles.append(f"third party: {request.url}")

    def failed(self, request: Request) -> None:
        """Keep what could not be fetched; a page that is left gives up what it was still fetching."""
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")


@pytest.fixture
def browse(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window of its own; what its pages should not have done fails the test."""
    watch = Watch(chromium, site)
    yield watch.open
    watch.close()
    assert watch.troubles == []


def sideways(page: Page) -> int:
    """Return by how many pixels a page must be moved sideways to be read, once all of it is there."""
    page.wait_for_load_state()
    width: int = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    return max(width, 0)


def sign_in_by_code(page: Page, email: str) -> None:
    """Sign a person in as people do: by the code sent to their address."""
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url("**/confirm/")
    page.get_by_label("Code").fill(code_sent_to(email))
    page.get_by_role("button", name="Continue").click()


def code_sent_to(email: str) -> str:
    """Return the code of the newest sign-in message: its subject begins with it."""
    message = Message.objects.filter(to_address=email, kind="sign-in").latest("pk")
    return message.subject.split()[0]


def link_in(letter: Message) -> str:
    """Return the personal link of a message: to answer a follow-up, or to put a record right."""
    found = re.search(r"http://\S+/[fr]/[\w-]{43}/", letter.text)
    assert found
    return found[0]


def open_a_round() -> FollowUpRound:
    """Ask the proposers of Newcastle Gateshead once more, today."""
    at, lead = timezone.now(), User.objects.get(email=STAFF)
    planned = plan_round(
        Programme.objects.get(slug="newcastle-gateshead-connected"),
        plan=RoundPlan("A further round", timezone.localdate(at), timezone.localdate(at) + timedelta(days=21)),
        by=lead,
        at=at,
    )
    return open_round(planned, by=lead, at=at)


def staff_signs_in(page: Page, email: str = STAFF) -> None:
    """Sign the demonstration's lead in, or another member of staff, by password."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
