"""A lead closes a phase over a gap, with an explanation that everybody can read."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from phases.models import Phase
from tests.journeys.conftest import sideways, staff_signs_in

SLUG = "glasgow-socially-connected"
GAP = "People just home from hospital, living alone"
WHY = "The wards gave out our card, and nobody rang."


def test_lead_closes_a_phase_with_an_explanation_without_script(browse: Callable[..., Page]) -> None:
    page = browse(width=320, javascript=False)
    staff_signs_in(page)
    page.goto(f"/desk/{SLUG}/phases/")
    page.get_by_role("link", name="Close this phase: Research").click()
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
