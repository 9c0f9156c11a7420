"""A day at the desk, by keyboard: from *Today* to its last item, with 400 organisations and 5,000 pieces."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.sign_in_address import confirm_address
from bench.desk import ORGANISATIONS, PIECES, SLUG, fill
from consultations.models import Feedback
from programmes.models import Programme
from stakeholders.models import Invitation, MissingVoice, Partnership
from stakeholders.services import MissingVoiceDetails, name_missing_voice
from tests.journeys.conftest import served, sideways, sign_in_by_code

# So many pages, and at most so many keys that lead from one thing to the next; words are typed besides.
PAGES, MAX_PRESSES = 15, 190


@dataclass
class Keyboard:
    """Somebody without a mouse, with the pages they saw and the keys they pressed."""

    page: Page
    pages: int = 0
    presses: int = 0

    def __post_init__(self) -> None:
        self.page.on("domcontentloaded", self.seen)

    def seen(self, _: Page) -> None:
        """Count a page."""
        self.pages += 1

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.presses += 1

    def skip(self) -> None:
        """Go past the header, as every page lets one; a page that says what came of a form begins behind it."""
        self.press("Tab")
        if self.has_focus(self.page.get_by_role("link", name="Skip to main content")):
            self.press("Enter")

    def has_focus(self, target: Locator) -> bool:
        """Whether something has the focus."""
        return bool(target.evaluate("element => element === document.activeElement"))

    def reach(self, target: Locator) -> None:
        """Press Tab until something has the focus."""
        for _ in range(80):
            if self.has_focus(target):
                return
            self.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")

    def follow(self, target: Locator, key: str = "Enter") -> None:
        """Press what is reached, and be on the next page."""
        self.reach(target)
        with self.page.expect_navigation():
            self.press(key)
        assert sideways(self.page) == 0

    def write(self, target: Locator, words: str) -> None:
        """Type into a field."""
        self.reach(target)
        self.page.keyboard.type(words)


@pytest.fixture(scope="module")
def site(server: LiveServer, transactional_db: None) -> Iterator[str]:
    """The address of the running site, with nothing in it: this day needs no demonstration."""
    with served(server):
        yield server.url


def a_day() -> str:
    """Make a programme in which three kinds of things wait; return its lead's address."""
    at = timezone.now()
    lead = fill(at, to_review=2, unspoken=1)
    confirm_address(lead)
    programme = Programme.objects.get(slug=SLUG)
    look_by_on = timezone.localdate(at) + timedelta(days=3)
    details = MissingVoiceDetails(who="Night workers", owner=lead, look_by_on=look_by_on)
    name_missing_voice(programme, details=details, by=lead, at=at)
    return lead.email


def test_day_at_the_desk_ends_with_the_last_item_of_today(browse: Callable[..., Page]) -> None:
    page = browse()
    sign_in_by_code(page, a_day())
    page.wait_for_url("**/desk/")
    partnerships = Partnership.objects.filter(programme__slug=SLUG)
    feedback = Feedback.objects.filter(programme__slug=SLUG)
    assert (partnerships.count(), feedback.count()) == (ORGANISATIONS, PIECES)
    somebody = Keyboard(page)
    main = page.get_by_role("main")
    expect(page.locator(".tl-waits a")).to_have_text([
        "Find 1 missing voice", "Invite 1 organisation without anybody who speaks or is asked to",
        "Review 2 pieces of feedback",
    ])  # fmt: skip
    begin(somebody, "Find 1 missing voice")
    find_who_is_missing(somebody, main)
    to_the_desk(somebody)
    begin(somebody, "Invite 1 organisation")
    invite(somebody, main)
    to_the_desk(somebody)
    begin(somebody, "Review 2 pieces of feedback")
    review(somebody, main)
    review(somebody, main)
    expect(main).to_contain_text("Everything that was sent has been read.")
    to_the_desk(somebody)
    expect(page.get_by_role("region", name="What waits for you")).to_contain_text("Nothing waits for you.")
    assert MissingVoice.objects.get(who="Night workers").status == "found"
    assert Invitation.objects.filter(partnership__in=partnerships).count() == 1
    assert somebody.pages == PAGES
    assert somebody.presses <= MAX_PRESSES


def begin(somebody: Keyboard, words: str) -> None:
    """Press the first thing that waits."""
    somebody.skip()
    first = somebody.page.locator(".tl-waits a").first
    expect(first).to_contain_text(words)
    somebody.follow(first)


def to_the_desk(somebody: Keyboard) -> None:
    """Go back to Today by the first of the breadcrumbs."""
    somebody.follow(somebody.page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").first)


def find_who_is_missing(somebody: Keyboard, main: Locator) -> None:
    """Say that they were found, and what came of it."""
    somebody.skip()
    somebody.follow(main.get_by_role("link", name="Say what came of it"))
    somebody.skip()
    somebody.reach(main.get_by_label("They were found"))
    somebody.press("Space")
    somebody.write(main.get_by_label("What came of it?"), "Two of them come on Tuesday.")
    somebody.follow(main.get_by_role("button", name="Save"))


def invite(somebody: Keyboard, main: Locator) -> None:
    """Invite somebody to speak for the one organisation for which nobody does."""
    somebody.skip()
    somebody.follow(main.get_by_role("link", name="Oak Street 0", exact=True))
    somebody.skip()
    somebody.follow(main.get_by_role("button", name="Invite somebody to speak for it"))
    somebody.skip()
    somebody.write(main.get_by_label("Name"), "Jo Oakley")
    somebody.write(main.get_by_label("E-mail address"), "jo.oakley@example.org")
    somebody.follow(main.get_by_role("button", name="Send the invitation"))


def review(somebody: Keyboard, main: Locator) -> None:
    """Publish the oldest piece as it is, and say what became of it."""
    somebody.skip()
    somebody.follow(main.get_by_role("table").first.get_by_role("link").first)
    somebody.skip()
    somebody.write(main.get_by_label("What became of it"), "We opened the door.")
    somebody.follow(main.get_by_role("button", name="Publish", exact=True))
