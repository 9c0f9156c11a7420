"""The desk's pages about the team, its log and contact details, looked at wide and narrow."""

from collections.abc import Callable

from playwright.sync_api import Page

from stakeholders.models import Appointment
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

DESK = "/desk/glasgow-socially-connected/"
PAGES = """programmes:team programmes:hat-give programmes:hat-end programmes:permission-matrix programmes:log
privacy:processing-record privacy:retention-due privacy:retention-done privacy:retention-period-list
privacy:retention-period-set privacy:retention-period-end
stakeholders:contact-look stakeholders:contact-export
programmes:quiet-period-list programmes:quiet-period-set programmes:quiet-period-change
programmes:quiet-period-let-go-on programmes:quiet-period-end"""


def test_every_page_about_the_team_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    rosa = Appointment.objects.get(person__email="rosa.adeyemi@example.org")
    page.goto(f"{DESK}organisations/{rosa.partnership_id}/")
    inspection.press("Show contact details and needs")
    inspection.visit(f"{DESK}organisations/contacts/")
    inspection.press("Download the spreadsheet")
    inspection.visit(f"{DESK}log/?only=looks", f"{DESK}log/", f"{DESK}who-may/", f"{DESK}data-map/")
    inspection.visit(f"{DESK}team/give/")
    inspection.press("Give the hat")
    page.get_by_label("Their e-mail address").fill("new.colleague@example.org")
    page.get_by_label("Their name").fill("New Colleague")
    page.get_by_label("Viewer").check()
    inspection.press("Give the hat")
    page.locator("td a", has_text="Maya Lindqvist").click()
    inspection.look()
    inspection.press("End the hat")
    page.goto(f"{DESK}team/")
    page.locator("td a", has_text="Grace Whitfield").click()
    with page.expect_navigation():
        page.get_by_role("button", name="End the hat").click()
    inspection.look()
    look_at_quiet_periods(inspection)
    look_at_retention(inspection)
    assert inspection.faults == []
    assert inspection.seen == set(PAGES.split())


def look_at_quiet_periods(inspection: Inspection) -> None:
    """One is set from today on, has something go on in it, is changed, and taken away; each form with an error too."""
    page = inspection.page
    inspection.visit(f"{DESK}quiet/", f"{DESK}quiet/set/")
    inspection.press("Keep it")
    page.get_by_label("What is it called?").fill("Pre-election period")
    inspection.press("Keep it")
    page.get_by_role("link", name="Let something go on").click()
    inspection.look()
    inspection.press("Let it go on")
    page.get_by_label("Publishing").check()
    page.get_by_label("Why can it not wait?").fill("A figure was wrong.")
    inspection.press("Let it go on")
    page.get_by_role("link", name="Change").click()
    inspection.look()
    inspection.press("Keep it")
    with page.expect_navigation():
        page.get_by_role("button", name="Take it away").click()
    inspection.look()
    inspection.press("Take it away")


def look_at_retention(inspection: Inspection) -> None:
    """What goes, what went, for how long; a time of its own is set, with an error too, and taken back."""
    page = inspection.page
    inspection.visit(f"{DESK}retention/", f"{DESK}retention/done/", f"{DESK}retention/periods/")
    page.get_by_role("link", name="Set another time").first.click()
    inspection.look()
    inspection.press("Keep it for this time")
    page.get_by_label("For how many days?").fill("400")
    page.get_by_label("Why for this time?").fill("Our own schedule says so.")
    inspection.press("Keep it for this time")
    with page.expect_navigation():
        page.get_by_role("button", name="Back to the usual time").first.click()
    inspection.look()
    inspection.press("Go back to it")
