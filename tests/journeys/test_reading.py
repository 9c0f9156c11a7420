"""Anybody reads: from what was said on a poster to what came of it, and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PROGRAMME = "Connected people, connected communities"
AREA = "Making waiting rooms into connecting spaces"
FINDING = "Places where people meet without meaning to"
THEME = "Somewhere to bump into each other"
POSTER = "Our bench"
LATEST = "Three practices have a volunteer host on Tuesdays; a fourth starts in March."


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
    assert page.get_by_role("img", name="bench").first.evaluate("picture => picture.naturalWidth") > 0
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
    assert page.url.endswith("/")
