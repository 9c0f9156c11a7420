"""Every page of what is taken on in the room, at the desk and in public, wide and narrow."""

from collections.abc import Callable

from playwright.sync_api import Page

from actions.models import Step
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

ROOM = """actions:area-list actions:area-create actions:area-detail actions:area-edit
actions:step-create actions:step-edit"""
DESK = "/desk/newcastle-gateshead-connected/"


def test_every_page_of_the_room_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    look_at_areas(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(ROOM.split())


def look_at_areas(inspection: Inspection) -> None:
    page = inspection.page
    inspection.visit(f"{DESK}areas/", f"{DESK}areas/new/")
    page.get_by_label("Posters it came from").fill("3, 9999")
    inspection.press("Take it down")
    inspection.visit(f"{DESK}areas/1/edit/", f"{DESK}areas/1/steps/new/")
    inspection.press("Add the step")
    step = Step.objects.filter(area__programme__slug="newcastle-gateshead-connected", area__number=1).earliest("pk")
    inspection.visit(f"{DESK}steps/{step.pk}/", f"{DESK}areas/1/")
