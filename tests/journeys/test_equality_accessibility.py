"""Questions about equality: planned and opened at the desk, answered by anybody, keyed, closed and published."""

from collections.abc import Callable

from playwright.sync_api import Page

from programmes.models import Document, DocumentKind, Programme
from tests.journeys.conftest import staff_signs_in
from tests.journeys.inspection import Inspection

HERE = "glasgow-socially-connected"
DESK, PUBLIC = f"/desk/{HERE}/equality/", f"/programmes/{HERE}/equality/"
EQUALITY = """privacy:equality-list privacy:equality-plan privacy:equality-detail privacy:equality-open
privacy:equality-close privacy:equality-paper privacy:equality-population privacy:equality-answer
privacy:equality-thanks"""
# Pressed here, and answered by the page that they stand on; and files.
NO_PAGES = """privacy:equality-draw privacy:equality-publish privacy:equality-withdraw privacy:equality-sheet
privacy:equality-csv"""


def test_every_page_about_equality_is_accessible(browse: Callable[..., Page]) -> None:
    page = browse()
    staff_signs_in(page)
    inspection = Inspection(page)
    give_policy()
    plan_and_open(inspection)
    answer(inspection)
    key_from_paper(inspection)
    publish(inspection)
    assert inspection.faults == []
    assert {name for name in inspection.seen if "equality" in name} == {*EQUALITY.split(), "privacy:equality-figures"}


def give_policy() -> None:
    programme = Programme.objects.get(slug=HERE)
    Document.objects.create(
        programme=programme,
        title="Our policy on special category data",
        kind=DocumentKind.OTHER,
        summary="How we keep it.",
        words="It is kept as counts.",
        issued_on=programme.starts_on,
    )


def plan_and_open(inspection: Inspection) -> None:
    """Its form with errors too, and what is lacking is said."""
    page = inspection.page
    inspection.visit(DESK, f"{DESK}plan/hand-ins/")
    inspection.press("Keep it")
    page.get_by_label("Age: How old are you?").check()
    page.get_by_label("Ethnic group: What is your ethnic group?").check()
    for name, value in (("Day", "1"), ("Month", "5"), ("Year", "2099")):
        page.get_by_label(name, exact=True).fill(value)
    inspection.press("Keep it")
    page.get_by_role("link", name="Change").click()
    page.get_by_label("On what lawful basis do you ask?").fill("A task in the public interest: the equality duty.")
    page.get_by_label("Which document is your appropriate policy document?").select_option(
        label="Our policy on special category data"
    )
    inspection.press("Keep it")
    inspection.press("Open them")
    inspection.press("Open them")


def answer(inspection: Inspection) -> None:
    """Nothing chosen first, then one answer."""
    page = inspection.page
    inspection.visit(f"{PUBLIC}hand-ins/")
    inspection.press("Send my answers")
    page.get_by_label("35 to 44").check()
    inspection.press("Send my answers")


def key_from_paper(inspection: Inspection) -> None:
    page = inspection.page
    inspection.visit(DESK)
    page.get_by_role("link", name="After handing something in").click()
    inspection.look()
    page.get_by_role("link", name="Key from paper").first.click()
    inspection.look()
    inspection.press("Count them")
    for label, count in (("25 to 34", "31"), ("35 to 44", "22"), ("75 or older", "2")):
        page.get_by_label(label).fill(count)
    inspection.press("Count them")
    page.get_by_role("link", name="The population’s figures").first.click()
    inspection.look()
    inspection.press("Keep them")
    for label in ("25 to 34", "35 to 44", "45 to 54", "55 to 64", "75 or older"):
        page.get_by_label(label).fill("20")
    page.get_by_label("Where are these figures from").fill("Scotland’s Census 2022, Glasgow City")
    inspection.press("Keep them")


def publish(inspection: Inspection) -> None:
    """The figures are drawn after the close, published, taken back and published again."""
    for button in (
        "Close them",
        "Close them",
        "Draw the figures",
        "Publish them",
        "Take them back from the public",
        "Publish them",
    ):
        inspection.press(button)
    inspection.visit(PUBLIC, f"{PUBLIC}hand-ins/")
