"""A group sends a poster from a telephone; the team looks at it, publishes it, and withdraws it at the group's word."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from consultations.hand_ins.services import set_poster_call
from consultations.models import Poster, SentPicture
from consultations.tasks import draw_pictures
from kit.windows import beginning_of_hour
from programmes.models import Programme
from tests.journeys.conftest import STAFF, sideways, staff_signs_in
from tests.journeys.test_sending_feedback import press, reach
from tests.pictures import picture

SLUG = "newcastle-gateshead-connected"
TITLE = "The bench is our living room"


@pytest.fixture
def open_call(site: str) -> str:
    """Groups can hand in posters since yesterday; returns the address on the QR code."""
    at, lead = beginning_of_hour(timezone.now()), User.objects.get(email=STAFF)
    programme = Programme.objects.get(slug=SLUG)
    window = {"starts_at": at - timedelta(days=1), "ends_at": at + timedelta(days=1)}
    return set_poster_call(
        programme, introduction="Bring what matters to you.", **window, by=lead, at=at
    ).get_absolute_url()


def photograph() -> dict[str, object]:
    """A photograph as a telephone takes it, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    file = picture(size=(400, 300), colour="teal", exif=exif)
    return {"name": "IMG_0042.JPG", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def write(page: Page, label: str, words: str) -> None:
    """Go to a box by the Tab key, and write in it."""
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def test_group_sends_a_poster_by_keyboard_without_script_and_an_error_loses_nothing(
    browse: Callable[..., Page], open_call: str
) -> None:
    page = browse(width=320, javascript=False)
    page.goto(open_call)
    assert sideways(page) == 0
    reach(page, page.get_by_label("Photograph of the poster"))
    page.get_by_label("Photograph of the poster").set_input_files(photograph())  # type: ignore[arg-type]
    write(page, "Made by", "Tea & talk")
    write(page, "What the picture shows (optional)", "A bench between two doors.")
    # A radio's focus is drawn beside it.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Yes, our group agrees")).to_be_focused()
    page.keyboard.press("Space")
    write(page, "Your name", "Robin Adeyemi")
    write(page, "How to reach you", "robin.adeyemi@example.org")
    press(page, page.get_by_role("button", name="Send the poster"))

    expect(page).to_have_title("Error: Hand in your poster: Connected people, connected communities – Throughline")
    expect(page.get_by_text("We have kept your photograph.")).to_be_visible()
    assert sideways(page) == 0
    press(page, page.get_by_role("alert").get_by_role("link", name="Give the poster a title."))
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type(TITLE)
    expect(page.get_by_label("What the picture shows")).to_have_value("A bench between two doors.")
    expect(page.get_by_label("Yes, our group agrees")).to_be_checked()
    press(page, page.get_by_role("button", name="Send the poster"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your poster.")
    expect(page.get_by_role("definition").filter(has_text="Arrived")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="robin.adeyemi@example.org")).to_be_visible()
    assert (sideways(page), SentPicture.objects.filter(poster__title=TITLE).count()) == (0, 1)


def test_team_publishes_what_a_group_sent_and_withdraws_it(browse: Callable[..., Page], open_call: str) -> None:
    draw_pictures()
    poster = Poster.objects.get(title=TITLE)
    assert (poster.width, poster.height) == (300, 400)
    page = browse()
    staff_signs_in(page)
    page.goto(f"/desk/{SLUG}/posters/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("a number on the wall")
    page.get_by_label("Number on the wall").fill("29")
    page.get_by_label("Its words in one line").fill("The bench is our living room.")
    page.get_by_role("button", name="Keep what I wrote").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Everybody can see this poster now.")

    public = browse(width=320, javascript=False)
    public.goto(f"/programmes/{SLUG}/posters/29/")
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.get_by_role("img", name="A bench between two doors.")).to_be_visible()
    expect(public.get_by_text("Robin")).to_have_count(0)

    page.get_by_role("link", name="The group wants it withdrawn").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("alert")).to_contain_text("at whose word")
    page.get_by_label("At whose word, and why?").fill("Robin rang on Monday.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("status")).to_contain_text("It stands on no public page any more.")
    answer = public.goto(f"/programmes/{SLUG}/posters/29/")
    assert answer is not None
    assert answer.status == 404


def test_facilitator_adds_a_paper_poster_from_a_telephone(browse: Callable[..., Page], open_call: str) -> None:
    page = browse(width=320)
    staff_signs_in(page)
    page.goto(f"/desk/{SLUG}/posters/photograph/")
    page.get_by_label("Photograph").set_input_files(photograph())  # type: ignore[arg-type]
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("status")).to_contain_text("“Poster without a title yet” is taken in.")
    assert sideways(page) == 0
