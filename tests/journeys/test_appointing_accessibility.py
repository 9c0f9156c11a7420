"""Every page of being asked to speak for an organisation, and of asking, looked at wide and narrow."""

from collections.abc import Callable

from playwright.sync_api import Page

from stakeholders.models import Partnership, Role
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

GLASGOW = "/desk/glasgow-socially-connected/"
APPOINTING = """stakeholders:partnership-detail"""


def test_every_page_of_appointing_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    members = Partnership.objects.filter(role=Role.MEMBER, programme__slug="glasgow-socially-connected")
    inspection.visit(f"{GLASGOW}organisations/{members.earliest('pk').pk}/")
    assert inspection.faults == []
    assert inspection.seen == set(APPOINTING.split())
