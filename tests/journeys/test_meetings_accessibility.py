"""Every page of meetings, looked at wide and narrow: in public, by personal link, and at the desk."""

from collections.abc import Callable

from playwright.sync_api import Page

from phases import links
from phases.models import Attendance, Meeting
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

SLUG = "glasgow-socially-connected"
MEETINGS_PAGES = """phases:meeting-detail phases:meeting-register phases:meeting-registered phases:place-open
phases:place-detail phases:place-change phases:place-give-up
phases:meeting-list phases:meeting-people phases:meeting-set-up phases:meeting-check-in phases:meeting-sheet
phases:meeting-badges phases:attendance-create phases:attendance-needs phases:attendance-check-in"""
MEETINGS_NO_PAGES = """phases:place-calendar phases:attendance-give-up phases:attendance-undo"""
MEETINGS = f"{MEETINGS_PAGES} {MEETINGS_NO_PAGES}"


def test_every_page_of_meetings_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    inspection = Inspection(page)
    meeting = Meeting.objects.get(registration_opens_at__isnull=False)
    past = Meeting.objects.filter(programme__slug=SLUG).earliest("starts_at")
    public = f"/programmes/{SLUG}/meetings/"
    inspection.visit(f"{public}{meeting.pk}/", f"{public}{past.pk}/", f"{public}{past.pk}/register/")
    inspection.visit(f"{public}{meeting.pk}/register/")
    inspection.press("Register")
    inspection.visit(f"{public}{meeting.pk}/registered/")
    look_at_a_place(inspection, Attendance.objects.get(person__email="callum.strang@example.org"))
    look_at_the_desk(inspection, meeting)
    assert inspection.faults == []
    assert inspection.seen == set(MEETINGS_PAGES.split())


def look_at_a_place(inspection: Inspection, place: Attendance) -> None:
    """Somebody's own place, and a link that opens nothing."""
    inspection.visit("/m/not-a-token/", links.address_for(place))
    inspection.visit(f"/place/{place.pk}/change/", f"/place/{place.pk}/give-up/")
    inspection.press("Give my place up")
    inspection.visit(f"/place/{place.pk}/give-up/")


def look_at_the_desk(inspection: Inspection, meeting: Meeting) -> None:
    """A meeting at the desk, with errors, and what is printed."""
    page, desk = inspection.page, f"/desk/{SLUG}/"
    staff_signs_in(page)
    at_desk = f"{desk}meetings/{meeting.pk}/"
    inspection.visit(f"{desk}meetings/", at_desk, f"{at_desk}set-up/")
    page.get_by_label("How many places?").fill("none")
    inspection.press("Save")
    inspection.visit(f"{at_desk}new/")
    inspection.press("Add")
    with_needs = Attendance.objects.get(person__email="effie.rankine@example.org")
    inspection.visit(f"{desk}attendances/{with_needs.pk}/needs/")
    inspection.press("Save")
    inspection.visit(f"{at_desk}sheet/", f"{at_desk}badges/", f"{desk}attendances/{with_needs.pk}/check-in/")
    inspection.press("Effie Rankine is here")
    inspection.press("Walked in")
    inspection.visit(f"{desk}attendances/{with_needs.pk}/check-in/")
