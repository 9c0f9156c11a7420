"""Pages keep still while they come, on a slow line too, and lists of the web admin can be read across."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

from tests.journeys.conftest import staff_signs_in

NEWCASTLE = "newcastle-gateshead-connected"
# What is called good: less than a tenth of the window.
GOOD = 0.1
FORMS = [
    "/accounts/login/code/",
    "/accounts/login/",
    f"/programmes/{NEWCASTLE}/",
]
DESK = [
    f"/desk/{NEWCASTLE}/",
    f"/desk/{NEWCASTLE}/team/give/",
    f"/desk/{NEWCASTLE}/organisations/new/",
    f"/desk/{NEWCASTLE}/areas/new/",
    "/admin/actions/actionarea/add/",
    "/admin/actions/actionarea/",
]
# Cells of several lines in which a line has no more than two words.
NARROW = """() => [...document.querySelectorAll("#result_list tbody :is(td, th)")].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top / 4))).size;
  const words = cell.innerText.trim().split(/\\s+/).length;
  return lines > 2 && words / lines <= 2;
}).map((cell) => `${cell.className}: ${cell.innerText}`)"""
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
}).observe({type: "layout-shift", buffered: true});
"""


def on_a_slow_line(page: Page) -> Page:
    """Let what a page fetches come as over a slow line, and note what moves."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 150_000, "uploadThroughput": 150_000}
    session.send("Network.emulateNetworkConditions", slow)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.context.add_init_script(WATCH)
    return page


def moved(page: Page, address: str) -> float:
    """Open a page, and return how much of it moved until all was there."""
    page.goto(address, wait_until="networkidle", timeout=60_000)
    page.evaluate("document.fonts.ready")
    return float(page.evaluate("window.moved"))


@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages_and_signing_in_keep_still(browse: Callable[..., Page], width: int) -> None:
    page = on_a_slow_line(browse(width=width))
    assert {address: how for address in FORMS if (how := moved(page, address)) >= GOOD} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_and_the_web_admin_keep_still(browse: Callable[..., Page], width: int) -> None:
    page = browse(width=width)
    staff_signs_in(page)
    on_a_slow_line(page)
    assert {address: how for address in DESK if (how := moved(page, address)) >= GOOD} == {}


def test_what_is_not_kept_still_is_seen(browse: Callable[..., Page]) -> None:
    page = on_a_slow_line(browse(width=360))
    push = "setTimeout(() => { document.querySelector('main').style.marginTop = '300px' }, 50)"
    page.context.add_init_script(f"addEventListener('load', () => {push})")
    page.goto("/accounts/login/code/", wait_until="networkidle")
    page.wait_for_function("window.moved >= 0.1")


def test_no_list_of_the_web_admin_has_a_column_of_two_words_a_line(browse: Callable[..., Page]) -> None:
    page = browse(width=1280)
    staff_signs_in(page)
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    narrow = {}
    for name in lists:
        response = page.goto(reverse(name))
        # What is for superusers alone is refused.
        if response is not None and response.ok and (cells := page.evaluate(NARROW)):
            narrow[name] = cells[:3]
    assert narrow == {}
