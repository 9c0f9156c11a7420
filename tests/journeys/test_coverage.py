"""A broker finds a gap and names it; a lead closes a phase over it, with an explanation that everybody can read."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from phases.models import Phase
from stakeholders.models import MissingVoice
from tests.journeys.conftest import sideways, staff_signs_in

SLUG = "glasgow-socially-connected"
BROKER = "tomasz.reid@example.org"
GAP = "People just home from hospital, living alone"
WHY = "The wards gave out our card, and nobody rang."


def walk_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus."""
    handle = wanted.element_handle()
    for _ in range(250):
        if page.evaluate("wanted => document.activeElement === wanted", handle):
            expect(wanted).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    pytest.fail("This cannot be reached by keyboard.")


def press(page: Page, wanted: Locator) -> None:
    """Walk to `wanted` and press Enter, as far as the page that answers."""
    walk_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    """Walk to a field and write in it."""
    walk_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def test_broker_finds_the_gap_and_names_it_by_keyboard(browse: Callable[..., Page]) -> None:
    page = browse(width=320)
    staff_signs_in(page, BROKER)
    page.goto(f"/desk/{SLUG}/")
    press(page, page.get_by_role("link", name="Groups and coverage"))
    expect(page.get_by_role("main")).to_contain_text("43 of 45 groups are represented")
    press(page, page.get_by_role("link", name="Show only the"))
    # Whether the sheet is there is asked for: only then can the width be measured.
    page.wait_for_function("getComputedStyle(document.querySelector('.tl-matrix')).display === 'block'")
    assert sideways(page) == 0
    row = page.get_by_role("row").filter(has_text=GAP)
    press(page, row.get_by_role("link", name="Nobody").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(GAP)
    press(page, page.get_by_role("link", name="Name who is missing"))
    write(page, "Who is not here that should be?", "Those whom the wards send home at night")
    for label, value in (("Day", "7"), ("Month", "6"), ("Year", "2028")):
        write(page, label, value)
    press(page, page.get_by_role("button", name="Write it down"))
    expect(page.get_by_role("status")).to_contain_text("to be found by 7 June 2028")
    voice = MissingVoice.objects.get(who="Those whom the wards send home at night")
    assert (str(voice.group), voice.owner.email, voice.status) == (GAP, BROKER, "sought")
    page.goto(f"/programmes/{SLUG}/coverage/")
    missing = page.locator("#missing")
    expect(missing).to_contain_text("Those whom the wards send home at night")
    expect(missing).not_to_contain_text("Tomasz")
    assert sideways(page) == 0


def test_lead_closes_a_phase_with_an_explanation_without_script(browse: Callable[..., Page]) -> None:
    page = browse(width=320, javascript=False)
    staff_signs_in(page)
    page.goto(f"/desk/{SLUG}/phases/")
    page.get_by_role("link", name=re.compile("Close this phase.*Research")).click()
    page.get_by_label("What came of this phase?").fill("Seven key groups, and five ways of asking.")
    page.get_by_role("button", name="Close the phase").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Say why the phase is closed without “{GAP}”.")
    expect(page.get_by_label("What came of this phase?")).to_have_value("Seven key groups, and five ways of asking.")
    for field in page.get_by_label("Why is it closed without").all():
        field.fill(WHY)
    page.get_by_role("button", name="Close the phase").click()
    expect(page.get_by_role("status")).to_contain_text("“Research” is closed")
    assert Phase.objects.get(programme__slug=SLUG, name="Research").closed_at is not None
    page.goto(f"/programmes/{SLUG}/coverage/")
    expect(page.locator("#closed-without")).to_contain_text(WHY)
    page.goto(f"/programmes/{SLUG}/")
    expect(page.locator("#when")).to_contain_text(WHY)
    assert sideways(page) == 0
