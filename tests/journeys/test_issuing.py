"""Staff issue a stocktake, and tell people what has happened; anybody reads the page, the PDF and the spreadsheet."""

import csv
import hashlib
from collections.abc import Callable
from io import StringIO

import pytest
from playwright.sync_api import APIResponse, Page, expect

from outbox.models import Message
from stocktakes.tasks import render_due
from tests.journeys.conftest import sideways, staff_signs_in

NEWCASTLE = "Connected people, connected communities"
GLASGOW = "Socially Connected Strategy"
FOREWORD = "Ten years on, this is what stands."


def test_staff_issue_a_stocktake(browse: Callable[..., Page]) -> None:
    desk = browse()
    ask_for_an_edition(desk, NEWCASTLE, "Stocktake 2: ten years on")
    expect(desk.get_by_role("progressbar")).to_have_attribute("value", "0")
    desk.get_by_role("link", name="Have this page look again by itself").click()
    expect(desk.get_by_role("link", name="Stop that")).to_be_visible()
    render_due()
    # The page looks again by itself, as it was asked to.
    expect(desk.get_by_role("heading", name="It is issued")).to_be_visible()

    desk.get_by_role("link", name="The page", exact=True).click()
    reader = browse(width=320, javascript=False)
    reader.goto(desk.url)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Stocktake 2: ten years on")
    expect(reader.get_by_role("main")).to_contain_text(FOREWORD)
    spreadsheet = fetch(reader, "Spreadsheet")
    assert spreadsheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert sha256(spreadsheet) == told_sha256(reader, "Spreadsheet")
    areas = [row for row in csv.reader(StringIO(spreadsheet.text())) if "Establishing community launderette(s)" in row]
    assert len(areas) > 0

    reader.goto("/programmes/newcastle-gateshead-connected/stocktakes/1/")
    reader.get_by_role("link", name="edition 2, Stocktake 2: ten years on").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Stocktake 2: ten years on")


@pytest.mark.pango
def test_public_reads_an_issued_stocktake_as_pdf(browse: Callable[..., Page]) -> None:
    desk = browse(javascript=False)
    ask_for_an_edition(desk, GLASGOW, "Stocktake 1: so far")
    render_due()
    desk.get_by_role("link", name="Look again", exact=True).click()
    assert fetch(desk, "The PDF").body().startswith(b"%PDF-1.7")
    desk.get_by_role("link", name="The page", exact=True).click()
    pdf = fetch(desk, "PDF")
    assert pdf.headers["content-type"] == "application/pdf"
    assert sha256(pdf) == told_sha256(desk, "PDF")


def ask_for_an_edition(desk: Page, programme: str, title: str) -> None:
    """Go from the desk to the form, leave the foreword out first, and have the edition made."""
    staff_signs_in(desk)
    desk.get_by_role("link", name=programme).click()
    desk.get_by_role("link", name="Issue the next one").click()
    desk.get_by_label("Title").fill(title)
    issue = desk.get_by_role("button", name="Issue edition")
    issue.click()
    desk.get_by_role("alert").get_by_role("link", name="Write a foreword").click()
    expect(desk.get_by_label("Foreword")).to_be_focused()
    expect(desk.get_by_label("Title")).to_have_value(title)
    desk.get_by_label("Foreword").fill(FOREWORD)
    issue.click()
    expect(desk.get_by_role("heading", name="It is being made")).to_be_visible()


def fetch(page: Page, link: str) -> APIResponse:
    """Fetch what a link leads to, as the browser would."""
    address = page.get_by_role("link", name=link, exact=True).get_attribute("href")
    assert address
    response = page.context.request.get(address)
    assert response.status == 200
    return response


def sha256(response: APIResponse) -> str:
    return hashlib.sha256(response.body()).hexdigest()


def told_sha256(page: Page, name: str) -> str:
    """Return the SHA-256 that the page says a file has."""
    return page.locator("dt", has_text=name).locator("+ dd.tl-edition__sha").inner_text()


def test_staff_send_digests_and_one_of_them_stops_it(browse: Callable[..., Page]) -> None:
    desk = browse(width=320, javascript=False)
    staff_signs_in(desk)
    desk.get_by_role("link", name=NEWCASTLE).first.click()
    desk.get_by_role("link", name="Telling people").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Telling people what has happened since they spoke")
    assert sideways(desk) == 0
    desk.get_by_text("What Farah Siddique reads").click()
    expect(desk.locator("details[open]")).to_contain_text("which you put forward")
    desk.get_by_role("button", name="Send").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("The messages are on their way.")
    expect(desk.get_by_role("main")).to_contain_text("Nobody waits to be told anything.")

    letter = Message.objects.get(kind="digest", to_name="Farah Siddique")
    farah = browse(width=320, javascript=False)
    farah.goto(letter.unsubscribe_url)
    expect(farah.get_by_role("heading", level=1)).to_have_text("Stop these messages?")
    assert (sideways(farah), letter.unsubscribe_url == farah.url) == (0, False)
    farah.get_by_role("button", name="Stop these messages").focus()
    farah.keyboard.press("Enter")
    expect(farah.get_by_role("heading", level=1)).to_have_text("You are told no more")
    letter.refresh_from_db()
    assert letter.state == "cancelled"
    farah.get_by_role("button", name="Undo: tell me again").focus()
    farah.keyboard.press("Enter")
    expect(farah.get_by_role("heading", level=1)).to_have_text("Stop these messages?")
