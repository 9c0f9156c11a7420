"""A facilitator captures three action areas on a telephone; people join by the code on a sheet; paper is entered;
each gets their record, and puts it right."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from actions.models import ActionArea, Commitment
from outbox.models import Message
from tests.journeys.conftest import link_in, sideways, staff_signs_in

DESK = "/desk/newcastle-gateshead-connected/"
TAKEN_ON = ["A table for eight", "Lifts to the allotment", "Tea at the bus station"]
JOINERS = 8


def press(page: Page, name: str) -> None:
    """Press a button by keyboard alone, and see that the page that answers is not too wide."""
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert sideways(page) == 0


def say(page: Page, what: str, name: str, naming: str, reached_by: str = "") -> None:
    """Fill in what somebody will do, by keyboard alone."""
    page.get_by_label("What will").focus()
    page.keyboard.type(what)
    page.keyboard.press("Tab")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(reached_by)
    page.get_by_label(naming).focus()
    page.keyboard.press("Space")


def test_in_the_room(browse: Callable[..., Page]) -> None:
    desk = browse(width=320, javascript=False)
    staff_signs_in(desk)
    for title in TAKEN_ON:
        desk.goto(f"{DESK}areas/new/")
        desk.get_by_label("What is taken on?").focus()
        desk.keyboard.type(title)
        desk.keyboard.press("Tab")
        desk.keyboard.type("Ines Okoro")
        desk.get_by_label("Posters it came from").focus()
        desk.keyboard.type("1, 2")
        press(desk, "Take it down")
        expect(desk.get_by_role("heading", level=1)).to_have_text(title)
    area = ActionArea.objects.get(title=TAKEN_ON[0])
    assert sorted(area.posters.values_list("number", flat=True)) == [1, 2]

    desk.get_by_role("link", name="Its sheet with a QR code").click()
    press(desk, "Make the sheets that are missing")
    area.refresh_from_db()
    address = area.commitment_sheet.get_absolute_url()
    expect(desk.get_by_text(address)).to_be_visible()

    guest = browse(width=320, javascript=False)
    for number in range(JOINERS):
        guest.goto(address)
        assert sideways(guest) == 0
        say(guest, f"I will bring chair {number}.", f"Guest {number}", "No: count me")
        press(guest, "Say it")
        expect(guest.get_by_role("main")).to_contain_text(f"I will bring chair {number}.")
    assert (area.commitments.count(), area.commitments.published().count()) == (JOINERS, 0)

    desk.goto(f"{DESK}commitments/new/")
    say(desk, "I will learn my neighbours’ names.", "Tom Hale", "Yes, with their name", "tom.hale@example.org")
    desk.get_by_label("On paper").focus()
    desk.keyboard.press("Space")
    press(desk, "Write it down")
    pledge = Commitment.objects.get(public_name="Tom Hale")
    assert (pledge.area, pledge.source.channel, pledge.source.entered_by is not None) == (None, "paper", True)
    press(desk, "I will learn my neighbours’ names.")
    pledge.refresh_from_db()
    assert pledge.published_at is not None

    desk.goto(f"{DESK}records/")
    preview = desk.locator("summary", has_text="Tom Hale")
    preview.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Dear Tom Hale,")).to_be_visible()
    press(desk, "Send them")
    expect(desk.get_by_role("main")).to_contain_text("Everybody whom we can reach has theirs as it stands now.")
    tom = browse(width=320, javascript=False)
    tom.goto(link_in(Message.objects.get(kind="record", to_address="tom.hale@example.org")))
    expect(tom.get_by_role("heading", level=1)).to_have_text("What you said you would do")
    assert sideways(tom) == 0
    tom.get_by_role("link", name="Put it right, or take it back").focus()
    with tom.expect_navigation():
        tom.keyboard.press("Enter")
    words = tom.get_by_label("What you will do")
    words.focus()
    tom.keyboard.press("Control+A")
    tom.keyboard.type("I will learn the names of my street.")
    press(tom, "Save these words")
    expect(tom.get_by_role("main")).to_contain_text("With the team since")
    pledge.refresh_from_db()
    assert pledge.what == "I will learn my neighbours’ names."

    desk.goto(f"{DESK}records/")
    press(desk, "Take it in")
    expect(desk.get_by_text("It is taken in, and stands so everywhere now.")).to_be_visible()
    pledge.refresh_from_db()
    assert (pledge.what, pledge.published_at is not None) == ("I will learn the names of my street.", True)
