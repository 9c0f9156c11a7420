"""A consultation from nothing: set up at the desk with questions of several kinds, opened, answered, and closed."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from consultations.models import Feedback
from tests.journeys.conftest import sign_in_by_code, staff_signs_in
from tests.journeys.inspection import Inspection

DESK = "/desk/glasgow-socially-connected/consultations/"
PAGES = """consultations:consultation-list consultations:consultation-create consultations:consultation-detail
consultations:consultation-edit consultations:consultation-preview consultations:consultation-open
consultations:consultation-extend consultations:consultation-close consultations:question-create
consultations:question-edit consultations:answers-enter consultations:consultation-asked
consultations:consultation-reminders consultations:consultation-tell"""
# Buttons on the page of a consultation.
NO_PAGES = """consultations:question-move consultations:question-remove consultations:feedback-withdraw
consultations:answers-open consultations:consultation-letters consultations:consultation-ask-again"""


def test_consultation_is_set_up_from_nothing_opened_answered_and_closed(browse: Callable[..., Page]) -> None:
    page = browse(width=320)
    staff_signs_in(page)
    inspection = Inspection(page)
    address = begin(inspection)
    ask(inspection, address)
    open_it(inspection, address)
    said = answer(browse(width=320, javascript=False))
    assert said == ["Once a week", "A lift\nSomething else: A friend", "1. A warm place\n2. A lift", "20"]
    close_it(inspection, address)
    assert inspection.faults == []
    assert {name for name in inspection.seen if name in PAGES.split()} == set(PAGES.split())


def begin(inspection: Inspection) -> str:
    """Its form with errors too, and what is lacking before it can open."""
    page = inspection.page
    inspection.visit(DESK, f"{DESK}new/")
    inspection.press("Go on to the questions")
    page.get_by_label("What is it called?").fill("What would help in your street?")
    page.get_by_label("Consultation", exact=True).check()
    page.get_by_label("Those who speak for organisations").check()
    page.get_by_label("What is it about?").fill("Somewhere warm, within a walk.")
    page.get_by_label("What can still change?").fill("Where it is.")
    page.get_by_label("What cannot change, and why?").fill("The money.")
    inspection.press("Go on to the questions")
    page.get_by_text("Write at least one question first").wait_for()
    return page.url


def ask(inspection: Inspection, address: str) -> None:
    """Four questions; the first form is sent empty, one is changed, one moved and one removed again."""
    page = inspection.page
    inspection.visit(f"{address}questions/new/")
    inspection.press("Add the question")
    options = "A warm place\nA lift"
    for text, kind, offered, other in (
        ("How often do you meet anybody?", "On a scale", "Every day\nOnce a week", ""),
        ("What would help?", "By choosing any number of options", options, "Something else"),
        ("Which comes first?", "By putting options in order", options, ""),
        ("How many minutes are a walk?", "With a number", "", ""),
        ("A slip", "In their own words", "", ""),
    ):
        page.goto(f"{address}questions/new/")
        page.get_by_label("What do you ask?").fill(text)
        page.get_by_label(kind, exact=True).check()
        page.get_by_label("Among what does one choose?").fill(offered)
        page.get_by_label("An option that asks to say what").fill(other)
        page.get_by_role("button", name="Add the question").click()
        page.get_by_text(f"“{text}” is added.").wait_for()
    page.get_by_role("button", name="Remove “A slip”").click()
    inspection.look()
    page.get_by_role("button", name="Remove the question").click()
    page.get_by_role("button", name="Move up “How many minutes are a walk?”").click()
    page.get_by_role("button", name="Move down “How many minutes are a walk?”").click()
    page.get_by_role("link", name="Change “How many minutes are a walk?”").click()
    inspection.look()
    page.get_by_label("Everybody who is asked it is to answer it").check()
    inspection.press("Save")
    page.get_by_role("link", name="See it as they will").click()
    inspection.look()
    inspection.visit(address)
    page.get_by_role("link", name="Change what it says").click()
    inspection.look()
    inspection.press("Save")


def open_it(inspection: Inspection, address: str) -> None:
    page = inspection.page
    inspection.visit(f"{address}open/")
    inspection.press("Continue")
    type_day(page, 40)
    inspection.press("Continue")
    page.get_by_text("Those below are told at once that it asks them.").wait_for()
    inspection.press("Open it now and tell them")
    page.get_by_text("It is open: people can answer.").wait_for()
    inspection.visit(f"{address}asked/", f"{address}tell/", f"{address}reminders/")


def answer(page: Page) -> list[str]:
    """A representative answers every kind, by a form without JavaScript."""
    sign_in_by_code(page, "fraser.quigley@example.org")
    page.get_by_role("heading", name="What would help in your street?").wait_for()
    page.get_by_role("link", name="Say what you think").click()
    press(page, "Read it through before sending")
    page.get_by_text("Enter a number for “How many minutes are a walk?”.").first.wait_for()
    page.get_by_label("Once a week").check()
    page.get_by_label("A lift", exact=True).first.check()
    page.get_by_label("Something else", exact=True).check()
    page.get_by_label("If you chose “Something else”, please say what").fill("A friend")
    page.get_by_role("combobox", name="A warm place").select_option("1")
    page.get_by_role("combobox", name="A lift").select_option("2")
    page.get_by_label("How many minutes are a walk?").fill("20")
    press(page, "Read it through before sending")
    press(page, "Send")
    sent = Feedback.objects.filter(consultation__title="What would help in your street?").get()
    return [each.text for each in sent.answers.in_order()]


def close_it(inspection: Inspection, address: str) -> None:
    """What was answered stays as it is; it is kept open longer with a reason, and closed before its last day."""
    page = inspection.page
    inspection.visit(address)
    page.get_by_text("Somebody has begun to answer").wait_for()
    inspection.visit(f"{address}enter/")
    inspection.press("Enter it")
    inspection.visit(f"{address}extend/")
    type_day(page, 50)
    page.get_by_label("Why does it stay open longer?").fill("Letters are late.")
    inspection.press("Keep it open")
    inspection.visit(f"{address}close/")
    inspection.press("Close it now")
    page.get_by_label("Close it now, although its last day is").check()
    inspection.press("Close it now")
    page.get_by_text("It is closed.").wait_for()


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def type_day(page: Page, days: int) -> None:
    on = timezone.localdate() + timedelta(days=days)
    for name, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(name, exact=True).fill(str(value))
