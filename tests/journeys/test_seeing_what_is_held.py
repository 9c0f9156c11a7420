"""Somebody sees what is held of them on a telephone, puts it right and is erased; staff do it for somebody who rang."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from actions.models import FollowUp, PersonalRecord
from actions.records.links import record_address_for
from actions.rounds.links import address_for as follow_up_address_for
from digests.digest import digests_of
from digests.models import Reader
from digests.services import send_digests
from outbox.models import Message
from phases.meetings.links import address_for as place_address_for
from phases.models import Attendance
from privacy.access.links import code_for
from privacy.access.services import give_bundle
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.search import How
from privacy.finding.services import decide, decide_all, look_for
from privacy.models import Request
from privacy.requests.services import answer, check_identity, find_person
from programmes.models import Programme
from stakeholders.models import Person
from tests.journeys.conftest import STAFF, open_a_round, sideways, sign_in_by_code, staff_signs_in
from tests.journeys.inspection import Inspection
from tests.journeys.test_asking import do
from tests.journeys.test_sending_feedback import choose, press, reach, write

# Looked at below, by whoever asks or by staff.
PAGES = """privacy:request-look privacy:request-found privacy:request-decide privacy:request-bundle
privacy:request-bundle-read privacy:bundle-open privacy:bundle-detail privacy:erasure-detail privacy:erasure-confirm
privacy:held-by-me privacy:held-by-place privacy:held-by-record privacy:held-by-follow-up privacy:held-by-digest"""
# Files and buttons.
FILES = """privacy:bundle-archive privacy:request-bundle-pdf privacy:request-bundle-revoke privacy:request-decide-all
privacy:erasure-propose privacy:erasure-give-up privacy:officer-pack privacy:processing-record-csv"""
SLUG = "glasgow-socially-connected"
DESK = f"/desk/{SLUG}/"
NEWCASTLE = "newcastle-gateshead-connected"
ROSA, CALLUM = "rosa.adeyemi@example.org", "callum.strang@example.org"
OFFICER = "ailsa.donnachie@example.org"
# She came to a meeting, has no e-mail address, and rings.
CALLER = "Jessie Cairns"
ASKED_ALL = "Ask for all of it, have it put right or erased, or complain"


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
    found(asked)
    decide_all(asked.found.all(), request=asked, decision="whole", by=lead, at=at)
    give_bundle(asked, by=lead, at=at)


def found(asked: Request) -> None:
    """Have the team make sure who asks, and find all that is held of them."""
    lead, at = User.objects.get(email=STAFF), timezone.now()
    check_identity(asked, identity_by="written_to", by=lead, at=at)
    find_person(asked, person=Person.objects.get(email=asked.email), by=lead, at=at)
    asked.refresh_from_db()
    look_for(asked, by=lead, at=at)


def test_somebody_with_a_place_reads_puts_right_and_is_erased_by_keyboard(browse: Callable[..., Page]) -> None:
    page = browse(width=320, javascript=False)
    link = place_address_for(Attendance.objects.get(person__email=CALLUM))
    page.goto(link)
    reads_their_place(page)
    puts_a_line_right(page)
    press(page, page.get_by_role("link", name=ASKED_ALL))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask about your information, or complain")
    choose(page, page.get_by_label("Have what you hold about me erased"))
    write(page, "Tell us in your own words", "Please take me out of everything.")
    write(page, "Name of the person it is about", "Callum Strang")
    write(page, "Your e-mail address", CALLUM)
    press(page, page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")
    assert sideways(page) == 0
    erased(Request.objects.get(email=CALLUM))
    letter = Message.objects.filter(kind="request", to_address=CALLUM).latest("pk")
    assert letter.subject.startswith("Your request: our answer")
    assert not Person.objects.filter(email=CALLUM).exists()
    # Of the place nothing is left that is theirs, so its link opens nothing.
    page.goto(link)
    expect(page.get_by_role("main")).not_to_contain_text("Callum Strang")
    expect(page.get_by_role("link", name="What we hold of you")).to_have_count(0)
    assert sideways(page) == 0


def reads_their_place(page: Page) -> None:
    """Open what is held of them, and a row of it, by keyboard."""
    press(page, page.get_by_role("link", name="What we hold of you"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What we hold of you")
    assert sideways(page) == 0
    opens(page, "Attendance", "Registered")


def puts_a_line_right(page: Page) -> None:
    """Change what they had told us, and read it again as it is held now."""
    press(page, page.get_by_role("link", name="Back", exact=True))
    press(page, page.get_by_role("button", name="Change this"))
    write(page, "Telephone number", "0141 496 0150")
    press(page, page.get_by_role("button", name="Save"))
    press(page, page.get_by_role("link", name="What we hold of you"))
    opens(page, "Attendance", "0141 496 0150")


def opens(page: Page, title: str, words: str) -> None:
    """Open a row by keyboard, and read words in it."""
    row = page.locator("details", has=page.locator("summary", has_text=title)).first
    reach(page, row.locator("summary"))
    page.keyboard.press("Enter")
    expect(row.get_by_text(words).first).to_be_visible()
    assert sideways(page) == 0


def erased(asked: Request) -> None:
    """Have the team do its part: the lead finds, decides and proposes, the officer confirms and answers."""
    lead, officer, at = User.objects.get(email=STAFF), User.objects.get(email=OFFICER), timezone.now()
    found(asked)
    for each in asked.found.undecided():
        if each.how == How.WORDS:
            decide(each, decision=Decision.PART, hidden=asked.name, reason="It is of others too.", by=lead, at=at)
        else:
            decide(each, decision=Decision.WHOLE, by=lead, at=at)
    confirm_erasure(propose_erasure(asked, by=lead, at=at), by=officer, at=at)
    answer(asked, outcome="done", words="All of it is erased.", by=officer, at=at)


def test_staff_write_down_find_and_give_on_paper_for_somebody_who_rang(browse: Callable[..., Page]) -> None:
    inspection = Inspection(browse())
    page = inspection.page
    staff_signs_in(page)
    asked = caller_asks(inspection, "See what is held", "What do you have about me?")
    is_made_sure_and_found(inspection)
    decides_about_each(inspection, asked, "Give all of it")
    inspection.visit(f"{DESK}requests/{asked.number}/")
    do(inspection, "Give it", "Give it to them")
    inspection.visit(f"{DESK}requests/{asked.number}/give/read/", f"{DESK}requests/{asked.number}/give/")
    page.get_by_label("I have read what they are given").check()
    inspection.press("Give it to them")
    code = code_for(asked.bundle)
    expect(page.get_by_role("main")).to_contain_text(f"{code[:4]} {code[4:]}")
    printed = page.context.request.get(page.get_by_role("link", name="Print it").get_attribute("href"))
    assert printed.body().startswith(b"%PDF")
    link = page.get_by_text(re.compile(r"http://\S+/h/[\w-]{43}/")).inner_text()
    by_telephone(browse(width=320, javascript=False), link, code)
    inspection.press("Take the link back")
    inspection.press("Take it back")
    inspection.visit(f"{DESK}requests/{asked.number}/")
    do(inspection, "Answer it", "Answer it, and close it")
    page.get_by_label("Done as asked").check()
    page.get_by_label("Tell them in plain words").fill("It comes with this letter.")
    inspection.press("Answer it, and close it")
    assert not Message.objects.filter(to_name=CALLER).exists()
    assert inspection.faults == []


def by_telephone(page: Page, link: str, code: str) -> None:
    """She types the link that she was told, and the code of the letter."""
    page.goto(link)
    write(page, "Your code", code)
    press(page, page.get_by_role("button", name="Show me what you hold of me"))
    expect(page.get_by_role("main")).to_contain_text("A chair with arms.")
    assert sideways(page) == 0


def test_staff_erase_somebody_who_rang_and_a_second_person_confirms(browse: Callable[..., Page]) -> None:
    inspection, second = Inspection(browse()), Inspection(browse())
    page = inspection.page
    staff_signs_in(page)
    staff_signs_in(second.page, OFFICER)
    asked = caller_asks(inspection, "Erase", "Take me off your list.")
    inspection.visit(f"{DESK}requests/{asked.number}/erasure/")
    is_made_sure_and_found(inspection)
    inspection.visit(f"{DESK}requests/{asked.number}/erasure/")
    decides_about_each(inspection, asked, "It stays as it is")
    inspection.visit(f"{DESK}requests/{asked.number}/erasure/")
    inspection.press("Propose this")
    expect(page.get_by_role("button", name="Confirm, and erase")).to_have_count(0)
    inspection.press("Take the proposal back")
    inspection.press("Propose this")
    second.visit(f"{DESK}requests/{asked.number}/", f"{DESK}requests/{asked.number}/erasure/")
    second.press("Confirm, and erase")
    expect(second.page.get_by_role("main")).to_contain_text("It cannot be undone")
    second.press("Erase it")
    expect(second.page.get_by_role("heading", level=1)).to_have_text("What was erased")
    assert not Person.objects.filter(name=CALLER).exists()
    second.visit(f"{DESK}requests/{asked.number}/")
    do(second, "Answer it", "Answer it, and close it")
    second.page.get_by_label("Done as asked").check()
    second.page.get_by_label("Tell them in plain words").fill("All of it is erased.")
    second.press("Answer it, and close it")
    assert inspection.faults + second.faults == []
    assert "privacy:erasure-confirm" in second.seen


def caller_asks(inspection: Inspection, kind: str, words: str) -> Request:
    """Write down what somebody asks who rings, and acknowledge it."""
    page = inspection.page
    page.goto(f"{DESK}requests/")
    page.get_by_role("link", name="Write one down").click()
    page.get_by_label("Telephone", exact=True).check()
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("In their words").fill(words)
    page.get_by_label("Name of the person it is about").fill(CALLER)
    page.get_by_label("Telephone number").fill("0141 496 0182")
    inspection.press("Keep it")
    do(inspection, "Acknowledge it", "Acknowledge it")
    return Request.objects.filter(name=CALLER).latest("pk")


def is_made_sure_and_found(inspection: Inspection) -> None:
    """She is rung at a number that we hold, is one of those whom we know, and all that is held of her is looked for."""
    page = inspection.page
    page.goto(f"{DESK}requests/{Request.objects.filter(name=CALLER).latest('pk').number}/")
    do(inspection, "Write down how you made sure", "Keep it")
    page.get_by_label("Rung at a number that we held already").check()
    inspection.press("Keep it")
    page.get_by_role("link", name="Say which person it is").click()
    inspection.look()
    page.get_by_role("radio", name=re.compile(CALLER)).check()
    inspection.press("Keep it")
    page.get_by_role("link", name="Look for all that is held").first.click()
    inspection.look()
    inspection.press("Look for all that is held")


def decides_about_each(inspection: Inspection, asked: Request, decision: str) -> None:
    """Read what waits, one after another; what is left out or stays says why."""
    page = inspection.page
    inspection.visit(f"{DESK}requests/{asked.number}/found/?show=all", f"{DESK}requests/{asked.number}/found/all/SAID/")
    inspection.visit(f"{DESK}requests/{asked.number}/found/{asked.found.in_order().first().pk}/")
    while waiting := asked.found.undecided().first():
        inspection.visit(f"{DESK}requests/{asked.number}/found/{waiting.pk}/")
        inspection.press("Keep it, and go on to the next")
        page.get_by_label(decision, exact=True).check()
        page.get_by_label("Why?").fill("It is needed to show what was done.")
        inspection.press("Keep it, and go on to the next")


def test_every_page_of_what_is_held_is_accessible(browse: Callable[..., Page]) -> None:
    inspection = Inspection(browse())
    lead, at = User.objects.get(email=STAFF), timezone.now()
    newcastle = Programme.objects.get(slug=NEWCASTLE)
    round = open_a_round()
    send_digests(newcastle, as_seen=digests_of(newcastle, at).fingerprint, by=lead, at=at)
    staff_signs_in(inspection.page)
    inspection.page.goto(f"/desk/{NEWCASTLE}/records/")
    inspection.page.get_by_role("button", name="Send them").click()
    place = Attendance.objects.filter(person__email="effie.rankine@example.org").get()
    follow_up = FollowUp.objects.filter(round=round).earliest("pk")
    record, reader = PersonalRecord.objects.earliest("pk"), Reader.objects.earliest("pk")
    inspection.page.context.clear_cookies()
    for link, held in (
        (place_address_for(place), f"/place/{place.pk}/held/"),
        (follow_up_address_for(follow_up), f"/follow-up/{follow_up.pk}/held/"),
        (record_address_for(record), f"/record/{record.pk}/held/"),
        (Message.objects.filter(kind="digest").earliest("pk").unsubscribe_url, f"/digests/{reader.pk}/held/"),
    ):
        inspection.page.goto(link)
        inspection.page.goto(held)
        opens_every_row(inspection)
        inspection.visit(f"{held}?q=nothing+at+all")
    sign_in_by_code(inspection.page, ROSA)
    inspection.page.wait_for_url("**/home/")
    inspection.page.goto(f"/home/held/{SLUG}/")
    opens_every_row(inspection)
    assert inspection.faults == []
    assert {name for name in inspection.seen if "held-by" in name} == {
        name for name in PAGES.split() if "held-by" in name
    }


def opens_every_row(inspection: Inspection) -> None:
    """Look at a page with all its rows open."""
    expect(inspection.page.get_by_role("heading", level=1)).to_have_text("What we hold of you")
    inspection.look()
    inspection.page.evaluate("document.querySelectorAll('main details').forEach(row => { row.open = true })")
    inspection.look()
