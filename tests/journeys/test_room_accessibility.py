"""Every page of what is taken on in the room, at the desk and in public, wide and narrow."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from actions.commitments.services import close_sheet
from actions.models import Commitment, CommitmentSheet, PersonalRecord, Step
from outbox.models import Message
from tests.journeys.conftest import STAFF, link_in, staff_signs_in
from tests.journeys.inspection import Inspection
from tests.moments import EARLY_ON

ROOM = """actions:area-list actions:area-create actions:area-detail actions:area-edit
actions:step-list actions:step-create actions:step-edit actions:commitment-sheet-list
actions:commitment-list actions:commitment-create
actions:commitment-make actions:commitment-thanks actions:record-list actions:record-open actions:record-detail
actions:record-name-edit actions:record-commitment-edit actions:record-step-edit"""
DESK = "/desk/newcastle-gateshead-connected/"


def test_every_page_of_the_room_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    look_at_areas(inspection)
    look_at_sheets(inspection)
    look_at_records(inspection)
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
    Step.objects.filter(pk=step.pk).update(due_on=EARLY_ON, done_on=None)
    inspection.visit(f"{DESK}steps/{step.pk}/", f"{DESK}areas/1/", f"{DESK}steps/")


def look_at_sheets(inspection: Inspection) -> None:
    page = inspection.page
    inspection.visit(f"{DESK}sheets/")
    inspection.press("Make the sheets that are missing")
    sheet = CommitmentSheet.objects.get(area=None, programme__slug="newcastle-gateshead-connected")
    inspection.visit(sheet.get_absolute_url())
    inspection.press("Say it")
    page.get_by_label("What will you do?").fill("I will knock on three doors.")
    page.get_by_label("Your name").fill("Ines Okoro")
    page.get_by_label("No: count me").check()
    inspection.press("Say it")
    close_sheet(sheet, by=User.objects.get(email=STAFF), at=timezone.now())
    inspection.visit(sheet.get_absolute_url(), f"{DESK}sheets/", f"{DESK}commitments/", f"{DESK}commitments/new/")
    inspection.press("Write it down")


def look_at_records(inspection: Inspection) -> None:
    page = inspection.page
    # Somebody who has promised something, and whom a step of that plan names.
    promised = Commitment.objects.filter(programme__slug="newcastle-gateshead-connected", area__isnull=False)
    promised = promised.filter(person__email__gt="").earliest("pk")
    step = Step.objects.filter(area=promised.area).earliest("pk")
    Step.objects.filter(pk=step.pk).update(who=promised.person.name)
    inspection.visit(f"{DESK}records/")
    inspection.press("Send them")
    page.goto(link_in(Message.objects.filter(kind="record", to_address=promised.person.email).latest("pk")))
    inspection.look()
    own = f"/record/{PersonalRecord.objects.get(person=promised.person).pk}/"
    inspection.visit(f"{own}name/", f"{own}steps/{step.pk}/")
    page.get_by_label("What you will do").fill("Ask twice.")
    inspection.press("Save these words")
    inspection.visit(f"{own}commitments/{promised.pk}/")
    page.get_by_label("What you will do").fill("")
    inspection.press("Save these words")
    inspection.press("I can no longer do this")
    inspection.visit(f"{own}commitments/{promised.pk}/", f"{DESK}records/", f"{DESK}commitments/", "/r/nothing/")
