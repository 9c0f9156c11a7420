"""Somebody complains by the public form, and hears what came of it; somebody rings, and is answered on paper.

Every page about requests and holds is looked at on the way, wide and narrow.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from outbox.models import Message
from privacy.models import Request
from tests.journeys.conftest import sideways, staff_signs_in
from tests.journeys.inspection import Inspection
from tests.journeys.test_sending_feedback import choose, press, write

PUBLIC = "/programmes/glasgow-socially-connected/privacy/"
DESK = "/desk/glasgow-socially-connected/"
STEPS = ("acknowledge", "progress", "stop", "start", "extend", "identity", "person", "answer")
PAGES = """privacy:ask privacy:asked privacy:request-list privacy:request-all privacy:request-create
privacy:request-detail privacy:request-change privacy:hold-list privacy:hold-set privacy:hold-change
privacy:hold-release """ + " ".join(f"privacy:request-{step}" for step in STEPS)
# What is drawn by another program, or gives a file.
FILES = "privacy:request-letter"
seen: set[str] = set()


def do(inspection: Inspection, link: str, button: str) -> None:
    """Go to the page of a step, press its button without a word, and look at what it says of that."""
    with inspection.page.expect_navigation():
        inspection.page.get_by_role("link", name=link, exact=True).click()
    inspection.look()
    inspection.press(button)


def complains(page: Page) -> str:
    """Complain by the public form, by keyboard, with an error first; return the number that is given."""
    page.goto(PUBLIC)
    press(page, page.get_by_role("link", name="Ask about your information, or complain"))
    press(page, page.get_by_role("button", name="Send"))
    expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address, or a telephone number")
    choose(page, page.get_by_label("Complain about how my information is used"))
    write(page, "Tell us in your own words", "You read my number out at the meeting.")
    write(page, "Name of the person it is about", "Jo Adeyemi-Reid")
    write(page, "Your e-mail address", "jo.adeyemi-reid@example.org")
    press(page, page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")
    expect(page.get_by_text("You read my number out at the meeting.")).to_be_visible()
    assert sideways(page) == 0
    return page.locator(".govuk-panel strong").inner_text()


def test_complaint_goes_from_the_public_form_to_its_outcome(browse: Callable[..., Page]) -> None:
    public = Inspection(browse(width=320))
    public.visit(f"{PUBLIC}ask/")
    public.press("Send")
    telephone = browse(width=320, javascript=False)
    number = complains(telephone)
    # What they see of it is theirs alone: it goes with a cookie.
    public.page.context.add_cookies(telephone.context.cookies())
    public.visit(telephone.url)
    expect(public.page.get_by_text("You read my number out at the meeting.")).to_be_visible()
    assert Message.objects.filter(kind="request").count() == 0

    desk = Inspection(browse())
    page = desk.page
    staff_signs_in(page)
    page.get_by_role("link", name="Acknowledge 2 requests").click()
    desk.look()
    page.get_by_role("link", name=number, exact=True).click()
    desk.look()
    do(desk, "Acknowledge it", "Acknowledge it")
    do(desk, "Tell how far it is", "Tell them")
    page.get_by_label("How far is it?").fill("We have asked who was there.")
    desk.press("Tell them")
    do(desk, "Answer it", "Answer it, and close it")
    page.get_by_label("Upheld", exact=True).check()
    page.get_by_label("Tell them in plain words").fill("It was read out, and should not have been.")
    desk.press("Answer it, and close it")
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    letters = Message.objects.filter(to_address="jo.adeyemi-reid@example.org").order_by("pk")
    assert [each.subject for each in letters] == [
        f"We have your complaint ({number})",
        f"Your complaint: how far it is ({number})",
        f"Your complaint: our answer ({number})",
    ]
    assert letters[2].text.rstrip().endswith("https://ico.org.uk/make-a-complaint/")
    desk.visit("/desk/requests/?show=answered", f"{DESK}requests/?show=late&kind=complaint")
    assert public.faults + desk.faults == []
    seen.update(public.seen | desk.seen)


def test_request_by_telephone_is_stopped_started_extended_and_answered_on_paper(browse: Callable[..., Page]) -> None:
    inspection = Inspection(browse())
    page = inspection.page
    staff_signs_in(page)
    page.goto(f"{DESK}requests/")
    page.get_by_role("link", name="Write one down").click()
    inspection.look()
    inspection.press("Keep it")
    page.get_by_label("See what is held").check()
    page.get_by_label("In their words").fill("What do you have about my mother?")
    page.get_by_label("Name of the person it is about").fill("Moira Oak")
    page.get_by_label("Carer, or has power of attorney").check()
    page.get_by_label("Postal address").fill("1 Long Row\nGlasgow")
    inspection.press("Keep it")
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of whoever asks for them.")
    page.get_by_label("Name of who asks").fill("Ben Oak")
    inspection.press("Keep it")
    do(inspection, "Put it right", "Keep what I wrote")
    do(inspection, "Acknowledge it", "Acknowledge it")
    do(inspection, "Stop the clock", "Ask for it, and stop the clock")
    page.get_by_label("Who they are has to be made sure").check()
    page.get_by_label("What do you need from them?").fill("Something that says you may ask for her.")
    inspection.press("Ask for it, and stop the clock")
    do(inspection, "It has come: start the clock", "Start the clock")
    do(inspection, "Take more time", "Take more time")
    page.get_by_label("Why is more time needed?").fill("She has been to forty meetings.")
    inspection.press("Take more time")
    do(inspection, "Write down how you made sure", "Keep it")
    page.get_by_label("Papers were seen, and no copy kept").check()
    inspection.press("Keep it")
    do(inspection, "Say which person it is", "Keep it")
    do(inspection, "Answer it", "Answer it, and close it")
    page.get_by_label("Done as asked").check()
    page.get_by_label("Tell them in plain words").fill("It comes with this letter.")
    inspection.press("Answer it, and close it")
    asked = Request.objects.get(name="Moira Oak")
    kinds = ["acknowledgement", "stopped", "started", "extension", "outcome"]
    assert [(each.kind, each.by_email) for each in asked.letters.order_by("pk")] == [(kind, False) for kind in kinds]
    assert inspection.faults == []
    seen.update(inspection.seen)


def test_hold_is_set_changed_and_released(browse: Callable[..., Page]) -> None:
    inspection = Inspection(browse())
    page = inspection.page
    staff_signs_in(page)
    inspection.visit(f"{DESK}holds/")
    do(inspection, "Set a hold", "Keep it")
    page.get_by_label("Why may it not be deleted?").fill("An audit of the year.")
    inspection.press("Keep it")
    page.get_by_role("link", name="Change").click()
    inspection.look()
    inspection.press("Keep it")
    with page.expect_navigation():
        page.get_by_role("button", name="Release it").click()
    inspection.look()
    inspection.press("Release it")
    expect(page.get_by_text("Released on")).to_be_visible()
    assert inspection.faults == []
    assert seen | inspection.seen - {"desk:programme-list"} >= set(PAGES.split())
