"""Somebody without an account answers a consultation that is for everybody, on a telephone and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from consultations.asking.in_public.links import code_of
from consultations.asking.services import open_consultation
from consultations.asking.setting_up.services import (
    ConsultationDetails,
    QuestionDetails,
    add_consultation,
    add_question,
)
from consultations.models import Audience, Consultation, HandIn
from kit.days import end_of
from programmes.models import Programme
from tests.journeys.conftest import STAFF
from tests.journeys.inspection import Inspection

HERE = "glasgow-socially-connected"
PAGES = " ".join(
    f"consultations:{page}"
    for page in (
        "consultation-answer", "answers-detail", "answers-page", "answers-who", "answers-check", "answers-withdraw",
        "answers-return",
    )
)  # fmt: skip


def asked() -> Consultation:
    """An open consultation for everybody, with questions of several kinds."""
    lead, at = User.objects.get(email=STAFF), timezone.now()
    phase = Programme.objects.get(slug=HERE).phases.latest("position")
    details = ConsultationDetails(
        phase, "A warm place", "Where should it be?", "Where it is.", "The money.", Audience.EVERYBODY
    )
    consultation = add_consultation(details, by=lead, at=at)
    for question in (
        QuestionDetails("How it is paid for", kind="statement", hint="By the budget of this year."),
        QuestionDetails("How often would you come?", kind="scale", options=("Daily", "Weekly"), is_required=True),
        QuestionDetails("What would help?", kind="several", options=("A lift", "Company"), other="Something else"),
        QuestionDetails("Which comes first?", kind="ranking", options=("A lift", "Company")),
        QuestionDetails("From when?", kind="day", section="When and where"),
        QuestionDetails("What else?", is_personal=True),
    ):
        add_question(consultation, question, by=lead, at=at)
    ends_at = end_of(timezone.localdate(at) + timedelta(days=40))
    return open_consultation(consultation, by=lead, at=at, ends_at=ends_at)


def test_somebody_without_an_account_saves_comes_back_elsewhere_and_sends(browse: Callable[..., Page]) -> None:
    """By keyboard and without JavaScript, on a telephone; then on another browser, by the code alone."""
    consultation = asked()
    page = browse(width=320, javascript=False)
    page.goto(f"/programmes/{HERE}/")
    page.get_by_role("link", name="Say what you think about “A warm place”").click()
    press(page, "Go on")
    page.get_by_text("Choose an answer to “How often would you come?”.").first.wait_for()
    page.get_by_label("Weekly").check()
    page.get_by_label("A lift", exact=True).first.check()
    page.get_by_label("Something else", exact=True).check()
    page.get_by_label("If you chose “Something else”, please say what").fill("A bench outside")
    page.get_by_role("combobox", name="A lift").select_option("2")
    page.get_by_role("combobox", name="Company").select_option("1")
    press(page, "Save and come back later")
    page.get_by_role("heading", name="Your answers are kept").wait_for()
    kept = HandIn.objects.get(feedback__consultation=consultation)
    code = code_of(kept)
    page.get_by_text(code, exact=True).wait_for()

    elsewhere = browse(width=320, javascript=False)
    elsewhere.goto(f"/answers/{kept.pk}/")
    elsewhere.get_by_role("heading", name="This link does not open a page").wait_for()
    elsewhere.goto(f"/programmes/{HERE}/consultations/{consultation.slug}/return/")
    elsewhere.get_by_label("Your code").fill("bcdf-ghjk-2345")
    press(elsewhere, "Open my answers")
    elsewhere.get_by_text("No answers are kept under this code.").first.wait_for()
    elsewhere.get_by_label("Your code").fill(code.upper().replace("-", " "))
    elsewhere.get_by_label("Your code").press("Enter")
    press(elsewhere, "Go on")
    elsewhere.get_by_role("heading", name="Part 2 of 2").wait_for()
    elsewhere.get_by_label("Prefer not to say").check()
    press(elsewhere, "Go on")
    elsewhere.get_by_label("For somebody I care for").check()
    elsewhere.get_by_label("Publish them, without a name").check()
    elsewhere.get_by_label("How can we reach you?").fill("sam@example.org")
    press(elsewhere, "Go on")
    elsewhere.get_by_role("heading", name="Read it through before you send it").wait_for()
    press(elsewhere, "Send")
    elsewhere.get_by_text("Thank you. We have what you said.").wait_for()
    sent = HandIn.objects.get(feedback__consultation=consultation)
    assert sent.feedback is not None
    elsewhere.get_by_text(sent.feedback.reference).wait_for()
    assert [each.text for each in sent.feedback.answers.in_order()] == [
        "Weekly",
        "A lift\nSomething else: A bench outside",
        "1. Company\n2. A lift",
        "Prefers not to say",
    ]


def test_pages_of_a_consultation_for_everybody_are_accessible(browse: Callable[..., Page]) -> None:
    consultation = asked()
    page = browse()
    inspection = Inspection(page)
    inspection.visit(f"/programmes/{HERE}/consultations/{consultation.slug}/")
    inspection.press("Go on")
    page.get_by_label("Daily").check()
    inspection.press("Go on")
    inspection.press("Go on")
    inspection.press("Go on")
    page.get_by_label("For myself", exact=True).check()
    page.get_by_label("Publish them, without a name").check()
    inspection.press("Go on")
    inspection.press("Send")
    inspection.press("Send me the link")
    inspection.visit(page.url.partition("?")[0] + "withdraw/")
    inspection.press("Take them back")
    inspection.visit(f"/programmes/{HERE}/consultations/{consultation.slug}/return/")
    begun = timezone.now().replace(minute=0, second=0, microsecond=0)
    times = {"starts_at": begun - timedelta(days=9), "ends_at": begun}
    Consultation.objects.filter(pk=consultation.pk).update(**times)
    inspection.visit(f"/programmes/{HERE}/consultations/{consultation.slug}/")
    assert inspection.faults == []
    assert inspection.seen >= set(PAGES.split())


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")
