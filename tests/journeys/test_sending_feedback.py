"""A representative gives feedback, and hears what became of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from consultations.models import Feedback
from outbox.models import Message
from tests.journeys.conftest import sideways, sign_in_by_code, staff_signs_in

GLASGOW = "glasgow-socially-connected"
CALL = "What would help you to connect?"
BARRIER = "What gets in the way of people being connected?"
FIRST = "What is the one thing that should come first?"
SAID = "The hall is locked at four, when people come home."
FIRST_SAID = "Give Grace of number 12 the key."
PUBLISHED = "Give a neighbour the key."
BECAME = "We asked the hall. It is open until eight from Monday."


@pytest.mark.parametrize(
    ("javascript", "email", "organisation"),
    [
        pytest.param(True, "rosa.adeyemi@example.org", "Baobab Family Circle", id="with script"),
        pytest.param(False, "fraser.quigley@example.org", "Clyde Access Alliance", id="without script"),
    ],
)
def test_representative_gives_feedback(
    browse: Callable[..., Page], javascript: bool, email: str, organisation: str
) -> None:
    page = browse(width=320, javascript=javascript)
    sign_in_by_code(page, email)
    expect(page.get_by_role("region", name=CALL)).to_contain_text(f"For {organisation}")
    assert sideways(page) == 0

    page.get_by_role("link", name="Say what you think").click()
    page.get_by_label(BARRIER).fill(SAID)
    page.get_by_role("button", name="Read it through before sending").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("There is a problem")
    expect(page).to_have_title(f"Error: {CALL} – Throughline")
    if javascript:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    told.get_by_role("link", name=FIRST).click()
    expect(page.get_by_label(FIRST)).to_be_focused()
    expect(page.get_by_label(BARRIER)).to_have_value(SAID)
    assert sideways(page) == 0

    page.get_by_label(FIRST).fill(FIRST_SAID)
    page.get_by_role("button", name="Read it through before sending").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read it through before you send it")
    expect(page.get_by_role("definition").filter(has_text=SAID)).to_be_visible()
    assert (sideways(page), waiting(organisation)) == (0, 0)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have it.")
    assert (sideways(page), waiting(organisation)) == (0, 1)
    reference = page.locator(".govuk-panel strong").inner_text()

    publish(browse(javascript=javascript), reference)

    page.goto(f"/programmes/{GLASGOW}/feedback/")
    published = page.get_by_role("article").filter(has=page.get_by_role("heading", name=organisation))
    expect(published).to_contain_text(SAID)
    expect(published).to_contain_text(PUBLISHED)
    expect(page.get_by_text(FIRST_SAID)).to_have_count(0)
    page.goto("/home/said/")
    became = page.get_by_role("article", name=CALL)
    expect(became).to_contain_text("Read and published on")
    expect(became).to_contain_text(BECAME)
    assert BECAME in Message.objects.filter(to_address=email).latest("pk").text


def waiting(organisation: str) -> int:
    """Return how many pieces of feedback from an organisation wait to be read."""
    return Feedback.objects.filter(on_behalf_of__organisation__name=organisation, status="received").count()


def publish(page: Page, reference: str) -> None:
    """Read a piece of feedback at the desk, take a name out of it, and publish it with what became of it."""
    staff_signs_in(page)
    page.get_by_role("link", name=re.compile(r"^Review \d+ pieces? of feedback$")).click()
    page.get_by_role("link", name=reference).click()
    page.get_by_label(f"To publish: {FIRST}").fill(PUBLISHED)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Say what became of it")
    expect(page.get_by_label(f"To publish: {FIRST}")).to_have_value(PUBLISHED)
    page.get_by_label("What became of it").fill(BECAME)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"{reference} is published.")


def test_representative_gives_feedback_by_keyboard_alone(browse: Callable[..., Page]) -> None:
    page = browse()
    sign_in_by_code(page, "rowan.ishikawa@example.org")
    press(page, page.get_by_role("link", name="Say what you think"))
    reach(page, page.get_by_label(BARRIER))
    page.keyboard.type(SAID)
    press(page, page.get_by_role("button", name="Read it through before sending"))
    press(page, page.get_by_role("alert").get_by_role("link", name=FIRST))
    expect(page.get_by_label(FIRST)).to_be_focused()
    page.keyboard.type(FIRST_SAID)
    press(page, page.get_by_role("button", name="Read it through before sending"))
    press(page, page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have it.")
    assert waiting("Kelvin Lantern") == 1


def press(page: Page, wanted: Locator) -> None:
    """Go to a link or button by the Tab key, and press Enter on it."""
    reach(page, wanted)
    page.keyboard.press("Enter")


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on what is wanted, and see that it can be seen to be there."""
    expect(wanted).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    assert wanted.evaluate("element => getComputedStyle(element).boxShadow !== 'none'")


def write(page: Page, label: str, words: str) -> None:
    """Write into a field in place of what stands there."""
    reach(page, page.get_by_label(label))
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def choose(page: Page, wanted: Locator) -> None:
    """Choose one of several by the arrow keys; Tab goes to the first of them."""
    name = wanted.get_attribute("name")
    first = page.locator(f"input[name={name}]").first
    # The ring round a radio is drawn by its label, so `reach` would not see it.
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Space")
    for _ in range(10):
        if wanted.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()
