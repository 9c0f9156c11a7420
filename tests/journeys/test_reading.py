"""Anybody reads: from what was said on a poster to what came of it, and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Watch
from tests.journeys.inspection import Inspection

PROGRAMME = "Connected people, connected communities"
AREA = "Making waiting rooms into connecting spaces"
FINDING = "Places where people meet without meaning to"
THEME = "Somewhere to bump into each other"
POSTER = "Our bench"
LATEST = "Three practices have a volunteer host on Tuesdays; a fourth starts in March."


BROKEN = """
const script = document.createElement("script");
script.textContent = "document.title = 'taken over'";
document.body.append(script);
const picture = document.createElement("img");
picture.src = "http://127.0.0.2:9/elsewhere.png";
document.getElementById("main").append(picture);
document.getElementById("main").style.width = "3000px";
"""


def follow(page: Page, link: str, within: str = "main") -> None:
    """Press a link, and be on the page that it promises."""
    page.locator(within).get_by_role("link", name=link, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(link)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_public_reads_from_poster_to_progress(browse: Callable[..., Page], javascript: bool) -> None:
    page = browse(width=320 if javascript else 1280, javascript=javascript)
    page.goto("/")
    follow(page, PROGRAMME)
    expect(page.locator("#taken-on")).to_contain_text(LATEST)
    page.get_by_role("link", name="All 28 posters").click()
    follow(page, POSTER)
    expect(page.get_by_role("img", name="bench").first).not_to_have_js_property("naturalWidth", 0)
    follow(page, THEME)
    follow(page, FINDING)
    follow(page, AREA)

    stands = page.get_by_role("region", name="Where it stands")
    expect(stands).to_contain_text(LATEST)
    expect(stands).to_contain_text("Told us in December 2016")
    rounds = page.locator("#history li")
    expect(rounds).to_have_count(2)
    expect(rounds.first).to_contain_text("September 2016")
    expect(rounds.last).to_contain_text("What helped:")

    follow(page, FINDING, within="#came-from")
    follow(page, THEME)
    page.get_by_role("main").get_by_role("link", name="Poster 12").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(POSTER)
    follow(page, PROGRAMME, within="nav[aria-label=Breadcrumb]")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Programmes").click()
    expect(page).to_have_url(re.compile(r"^http://[^/]+/$"))


def test_keyboard_skips_to_the_content(browse: Callable[..., Page]) -> None:
    page = browse()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_faults_are_told(chromium: Browser, site: str) -> None:
    """What the other journeys trust in: a page that does what it should not is noticed."""
    watch = Watch(chromium, site)
    page = watch.open()
    page.goto("/")
    inspection = Inspection(page)
    inspection.look()
    assert (inspection.faults, watch.troubles) == ([], [])
    with page.expect_console_message(lambda message: "refused: img-src" in message.text):
        page.evaluate(BROKEN)
    inspection.look()
    watch.close()
    for fault in ("image-alt", "pixels too wide"):
        assert any(fault in each for each in inspection.faults), fault
    for trouble in ("refused: script-src", "refused: img-src"):
        assert any(trouble in each for each in watch.troubles), trouble
