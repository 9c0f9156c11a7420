"""Every page of meetings, looked at wide and narrow: in public, by personal link, and at the desk."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from kit.windows import beginning_of_hour
from phases.meetings import links
from phases.models import Attendance, Meeting
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

SLUG = "glasgow-socially-connected"
MEETINGS_PAGES = """phases:meeting-detail phases:meeting-register phases:meeting-registered phases:place-open
phases:place-detail phases:place-change phases:place-give-up
phases:meeting-list phases:meeting-people phases:meeting-set-up phases:meeting-check-in phases:meeting-sign-in-sheet
phases:meeting-badges phases:attendance-create phases:attendance-needs phases:attendance-check-in
phases:meeting-change phases:meeting-cancel phases:meeting-inform phases:meeting-representatives
phases:meeting-minutes phases:paper-create
phases:attendance-import-list phases:attendance-import-columns phases:attendance-import-check phases:attendance-export
phases:support-list phases:arrangement-create phases:arrangement-edit phases:claim-form phases:place-claim-form
phases:meeting-evaluate phases:meeting-evaluated phases:evaluation-list phases:evaluation-create"""
MEETINGS_NO_PAGES = """phases:place-calendar phases:meeting-calendar phases:attendance-give-up
phases:minutes-publish phases:minutes-withdraw phases:paper-file phases:paper-remove phases:meeting-paper
phases:arrangement-move phases:arrangement-remove phases:claim-form-pdf phases:place-claim-form-pdf
phases:attendance-undo-check-in phases:attendance-informed
phases:attendance-revoke-link phases:attendance-new-link phases:registration-close
phases:attendance-import-template phases:attendance-import-run phases:attendance-import-give-up
phases:evaluation-pdf phases:evaluation-export"""
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
    look_at_support(inspection, meeting)
    look_at_how_it_was(inspection, past)
    look_at_what_came_of_it(inspection, past, meeting)
    look_at_a_spreadsheet(inspection, past)
    look_at_a_change(inspection, meeting)
    assert inspection.faults == []
    assert inspection.seen == set(MEETINGS_PAGES.split())


def look_at_a_place(inspection: Inspection, place: Attendance) -> None:
    """Somebody's own place, and a link that opens nothing."""
    inspection.visit("/m/not-a-token/", links.address_for(place))
    inspection.visit(f"/place/{place.pk}/claim-form/", f"/place/{place.pk}/change/", f"/place/{place.pk}/give-up/")
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
    inspection.visit(f"{at_desk}representatives/")
    inspection.visit(f"{at_desk}sign-in-sheet/", f"{at_desk}badges/")
    print_the_badges(page)
    inspection.visit(f"{desk}attendances/{with_needs.pk}/check-in/")
    inspection.press("Effie Rankine is here")
    inspection.press("Walked in")
    inspection.visit(f"{desk}attendances/{with_needs.pk}/check-in/")


def print_the_badges(page: Page) -> None:
    """Nothing but the badges is on the paper that is cut apart."""
    page.emulate_media(media="print")
    expect(page.get_by_text("Effie Rankine", exact=True)).to_be_visible()
    for other in (page.get_by_role("search"), page.get_by_role("banner"), page.get_by_role("heading", level=1)):
        expect(other).to_have_count(0)
    page.emulate_media(media="screen")


def look_at_support(inspection: Inspection, meeting: Meeting) -> None:
    """What people need and what is arranged, with errors, and the claim form."""
    at_desk = f"/desk/{SLUG}/meetings/{meeting.pk}/"
    attendance = Attendance.objects.get(person__email="dougal.petrie@example.org")
    inspection.visit(
        f"{at_desk}support/", f"{at_desk}claim-form/", f"/desk/{SLUG}/attendances/{attendance.pk}/arrange/"
    )
    inspection.press("Write it down")
    inspection.visit(f"/desk/{SLUG}/arrangements/{attendance.arrangements.earliest('pk').pk}/")
    inspection.press("Save")


def look_at_how_it_was(inspection: Inspection, past: Meeting) -> None:
    """What people are asked, with an error, and what they said, at the desk."""
    public, at_desk = (
        f"/programmes/{SLUG}/meetings/{past.pk}/how-was-it/",
        f"/desk/{SLUG}/meetings/{past.pk}/how-was-it/",
    )
    inspection.visit(public, at_desk)
    Meeting.objects.filter(pk=past.pk).update(
        evaluation_closes_at=beginning_of_hour(timezone.now()) + timedelta(days=1)
    )
    inspection.visit(public)
    inspection.press("Send")
    inspection.page.get_by_label("Very good").check()
    inspection.press("Send")
    inspection.visit(f"{at_desk}new/")
    inspection.press("Keep it, and type in the next")
    inspection.visit(at_desk)


def look_at_what_came_of_it(inspection: Inspection, past: Meeting, following: Meeting) -> None:
    """Minutes with a paper, published; and the lessons, offered when the next meeting is set up."""
    page, at_desk = inspection.page, f"/desk/{SLUG}/meetings/{past.pk}/"
    inspection.visit(f"{at_desk}minutes/papers/new/")
    inspection.press("Add it")
    page.get_by_label("What is it called?").fill("The slides")
    page.get_by_label("The file").set_input_files({"name": "s.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1"})
    inspection.press("Add it")
    page.get_by_label("What was decided?").fill("Two benches.")
    page.get_by_label("What would you do otherwise next time?").fill("Begin later.")
    inspection.press("Save")
    inspection.press("Publish the minutes")
    inspection.visit(f"/programmes/{SLUG}/meetings/{past.pk}/", f"/desk/{SLUG}/meetings/{following.pk}/set-up/")


def look_at_a_spreadsheet(inspection: Inspection, past: Meeting) -> None:
    """People from a spreadsheet, with faults and likely doubles, and the list taken away."""
    page, at_desk = inspection.page, f"/desk/{SLUG}/meetings/{past.pk}/"
    somebody = past.attendances.select_related("person").order_by("person__name")[0].person.name
    content = f"Name,E-mail\n,x\n{somebody},another@example.org\nNew Person,new@example.org\n".encode()
    inspection.visit(f"{at_desk}import/")
    inspection.press("Read it")
    page.get_by_label("Choose the spreadsheet").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    )
    inspection.press("Read it")
    inspection.press("Look at the rows")
    inspection.press("Leave out every row with a fault")
    page.get_by_label("It is another person").check()
    inspection.press("Keep this and look again")
    inspection.press("Import them all")
    inspection.visit(f"{at_desk}export/")
    inspection.press("Download the spreadsheet")


def look_at_a_change(inspection: Inspection, meeting: Meeting) -> None:
    """Another place, who does not know yet, and a meeting that does not take place."""
    at_desk = f"/desk/{SLUG}/meetings/{meeting.pk}/"
    inspection.visit(f"{at_desk}inform/", f"{at_desk}change/")
    inspection.page.get_by_label("Where?").fill("")
    inspection.press("Save")
    inspection.page.get_by_label("Where?").fill("The library")
    inspection.press("Save")
    inspection.visit(at_desk, f"{at_desk}cancel/")
    inspection.press("Cancel the meeting")
    inspection.visit(f"{at_desk}cancel/", at_desk, f"/programmes/{SLUG}/meetings/{meeting.pk}/")
