"""Every page about organisations at the desk, looked at wide and narrow, with what they say of errors."""

from collections.abc import Callable

from playwright.sync_api import Page

from stakeholders.models import Partnership
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

HERE = "/desk/glasgow-socially-connected/organisations/"
ORGANISATIONS = """stakeholders:partnership-list stakeholders:partnership-create stakeholders:partnership-edit
stakeholders:partnership-contact stakeholders:partnership-end"""


def test_every_page_about_organisations_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    look_at_a_part(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(ORGANISATIONS.split())


def look_at_a_part(inspection: Inspection) -> None:
    member = Partnership.objects.filter(programme__slug="glasgow-socially-connected", role="member").earliest("pk")
    inspection.visit(HERE, f"{HERE}?speaks=nobody&when=ended", f"{HERE}new/")
    inspection.press("Add it")
    inspection.page.get_by_label("Name of the organisation").fill(f"The {member.organisation} Ltd")
    inspection.press("Add it")
    inspection.visit(f"{HERE}{member.pk}/edit/")
    inspection.page.get_by_label("Which organisation identified it?").fill("Nobody of this name")
    inspection.press("Keep this")
    inspection.visit(f"{HERE}{member.pk}/contact/")
    inspection.press("Show and change contact details")
    inspection.visit(f"{HERE}{member.pk}/end/")
    inspection.press("End its part")
