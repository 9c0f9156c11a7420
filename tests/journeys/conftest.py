"""A real Chromium before the real site, on the demonstration's data; it reports each thing its page should not do."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from outbox.models import Message
from tests.environment import chromium_path

WIDTHS = (320, 1280)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STAFF_PASSWORD = "a long password for the journeys"


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


@pytest.fixture
def site(live_server, transactional_db, settings, tmp_path) -> str:
    """The address of a running site that holds the demonstration."""
    settings.SITE_URL = live_server.url
    settings.DEMO_STAFF_PASSWORD = STAFF_PASSWORD
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("load_demo", verbosity=0)
    return live_server.url


@pytest.fixture
def browse(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window of its own; what the pages got wrong fails the test at its end."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_window(*, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: message.type == "error" and note(message.text))
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
        page.on(
            "request", lambda request: request.url.startswith(site) or troubles.append(f"third party: {request.url}")
        )
        return page

    def note(text: str) -> None:
        """Keep what the console says, but for the answers a journey asks for on purpose (a refused form, a 404)."""
        if "status of 4" not in text:
            troubles.append(f"console: {text}")

    yield open_window
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def sign_in(settings) -> Callable[[Page, str], None]:
    """Return a function that signs a person in as people do: by the code sent to their address."""

    def by_code(page: Page, email: str) -> None:
        page.goto("/accounts/login/code/")
        page.get_by_label("e-mail address").fill(email)
        page.get_by_role("button", name="Send").click()
        message = Message.objects.filter(to_address=email).order_by("-pk")[0]
        page.get_by_label("code").fill(code_in(message))
        page.get_by_role("button", name="Sign in").click()

    return by_code


def code_in(message: Message) -> str:
    """Return the code of a sign-in message: it stands alone on its line."""
    return next(line.strip() for line in message.text.splitlines() if line.strip() and is_code(line.strip()))


def is_code(line: str) -> bool:
    return 5 <= len(line) <= 10 and line.replace("-", "").isalnum() and line.upper() == line


@pytest.fixture
def staff_signs_in() -> Callable[[Page], None]:
    """Return a function that signs the demonstration's lead in, by password."""

    def by_password(page: Page) -> None:
        page.goto("/accounts/login/")
        page.get_by_label("e-mail address").fill("maya.lindqvist@example.org")
        page.get_by_label("Password").fill(STAFF_PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    return by_password


def assert_accessible(page: Page) -> None:
    """Refuse any violation of WCAG 2.2 AA that axe finds, and a page that must be moved sideways to be read."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    told = [(rule["id"], node["target"], node["html"][:120]) for rule in found for node in rule["nodes"]]
    assert told == [], page.url
    wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
