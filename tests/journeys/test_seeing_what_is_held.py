"""Somebody asks to see what is held of them on a telephone, by link; and staff do it for somebody who rang."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from outbox.models import Message
from privacy.access.links import code_for
from privacy.access.services import give_bundle
from privacy.finding.services import decide_all, look_for
from privacy.models import Request
from privacy.requests.services import check_identity, find_person
from stakeholders.models import Person
from tests.journeys.conftest import STAFF, sideways, staff_signs_in
from tests.journeys.inspection import Inspection
from tests.privacy.factories import RequestFactory

# Looked at below, by whoever asks or by staff.
PAGES = """privacy:request-look privacy:request-found privacy:request-decide privacy:request-bundle
privacy:request-bundle-read privacy:bundle-open privacy:bundle-detail"""
# Files and buttons.
FILES = """privacy:bundle-archive privacy:request-bundle-pdf privacy:request-bundle-revoke privacy:request-decide-all
privacy:erasure-propose privacy:erasure-give-up privacy:erasure-confirm
privacy:officer-pack privacy:processing-record-csv"""
# Drawn and read by tests of their own, and not looked at in a browser yet.
NOT_YET = """privacy:erasure-detail privacy:held-by-me privacy:held-by-place privacy:held-by-record
privacy:held-by-follow-up privacy:held-by-digest"""
SLUG = "glasgow-socially-connected"
ROSA = "rosa.adeyemi@example.org"


def test_somebody_asks_on_a_telephone_and_reads_what_is_held_by_link_and_code(browse: Callable[..., Page]) -> None:
    page = browse(width=320, javascript=False)
    page.goto(f"/programmes/{SLUG}/privacy/ask/")
    page.locator("input[name=kind][value=access]").check()
    page.get_by_label("Tell us in your own words").fill("What do you have about me?")
    page.get_by_label("Name of the person it is about").fill("Rosa Adeyemi")
    page.locator("input[name=acting_as][value=self]").check()
    page.get_by_label("Your e-mail address").fill(ROSA)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    asked = Request.objects.get(email=ROSA)
    given(asked)
    letter = Message.objects.get(topic="bundle")
    page.goto(re.search(r"http://\S+/h/[\w-]{43}/", letter.text)[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("What we hold of you")
    assert sideways(page) == 0
    page.get_by_label("Your code").fill("1")
    page.get_by_role("button", name="Show me what you hold of me").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the code.")
    code = code_for(asked.bundle)
    page.get_by_label("Your code").fill(f"{code[:4]} {code[4:]}")
    page.get_by_role("button", name="Show me what you hold of me").click()
    expect(page.get_by_role("main")).to_contain_text(ROSA)
    expect(page.get_by_role("main")).to_contain_text("Why we hold it, and for how long")
    assert sideways(page) == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep all of it").click()
    assert download.value.suggested_filename == "what-we-hold-of-you.zip"


def given(asked: Request) -> None:
    """Have the team do its part: it knows who asks, looks, decides and gives."""
    lead, at = User.objects.get(email=STAFF), timezone.now()
    check_identity(asked, identity_by="written_to", by=lead, at=at)
    find_person(asked, person=Person.objects.get(email=ROSA), by=lead, at=at)
    asked.refresh_from_db()
    look_for(asked, by=lead, at=at)
    decide_all(asked.found.all(), request=asked, decision="whole", by=lead, at=at)
    give_bundle(asked, by=lead, at=at)


def test_staff_find_decide_and_give_for_somebody_who_rang(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    lead, at = User.objects.get(email=STAFF), timezone.now()
    rosa = Person.objects.get(email=ROSA)
    programme = rosa.appointments.first().partnership.programme
    known = {"identity_by": "rung_back", "identity_checked_at": at, "identity_checked_by": lead, "status": "at_work"}
    asked = RequestFactory(
        programme=programme, number=900, name=rosa.name, person=rosa, user=rosa.user, recorded_by=lead, **known
    )
    desk = f"/desk/{programme.slug}/requests/{asked.number}/"
    inspection.visit(desk, f"{desk}look/")
    inspection.press("Look for all that is held")
    inspection.visit(
        f"{desk}found/?show=all", f"{desk}found/{asked.found.earliest('pk').pk}/", f"{desk}found/all/SAID/"
    )
    if asked.found.undecided().exists():
        inspection.visit(f"{desk}found/{asked.found.undecided().earliest('pk').pk}/")
        inspection.press("Keep it, and go on to the next")
    decide_all(asked.found.all(), request=asked, decision="whole", by=lead, at=at)
    inspection.visit(f"{desk}give/read/", f"{desk}give/")
    inspection.press("Give it to them")
    page.get_by_label("I have read what they are given").check()
    inspection.press("Give it to them")
    code = code_for(asked.bundle)
    expect(page.get_by_role("main")).to_contain_text(f"{code[:4]} {code[4:]}")
    inspection.press("Take the link back")
    assert inspection.faults == []
