"""Answering about equality, without account, cookie, token or key; and what the desk does with the questions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kit.public_forms import TOO_OFTEN
from privacy.equality.services.asking import close_questionnaire, open_questionnaire
from privacy.models import PendingAnswers, Questionnaire
from tests.phases.factories import MeetingFactory
from tests.privacy.factories import QuestionnaireFactory
from tests.privacy.test_equality_services import waiting
from tests.programmes.factories import DocumentFactory

ADDRESS = "/programmes/neighbours/equality/meetings/"


@pytest.fixture
def stranger() -> Client:
    """A browser that asks for tokens, as a real one is asked."""
    return Client(enforce_csrf_checks=True)


def test_equality_answer_is_counted_and_thanked_for(asked, sex, stranger):
    answer = stranger.post(ADDRESS, {"question-1": "female"}, headers={"origin": "null"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ADDRESS}thanks/")
    assert waiting(sex) == [1, 0, 0]


def test_equality_pages_set_no_cookie_read_no_session_and_tell_no_other_page_of_themselves(asked, client_of, lead):
    browser = client_of(lead)
    answers = [browser.get(ADDRESS), browser.post(ADDRESS, {"question-1": "male"}), browser.get(f"{ADDRESS}thanks/")]
    assert [dict(answer.cookies) for answer in answers] == [{}, {}, {}]
    assert ["Cookie" in answer.headers.get("Vary", "") for answer in answers] == [False, False, False]
    assert [answer.headers["Referrer-Policy"] for answer in answers] == ["no-referrer"] * 3
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store, private"] * 3


def test_equality_answer_page_is_the_same_to_the_byte_for_everybody(asked, stranger, client_of, lead):
    pages = {stranger.get(ADDRESS).content, client_of(lead).get(ADDRESS).content, Client().get(ADDRESS).content}
    assert len(pages) == 1
    assert b'type="hidden"' not in pages.pop()


def test_equality_answer_without_an_answer_says_that_nobody_has_to(asked, stranger):
    page = stranger.post(ADDRESS, {})
    assert "Answer at least one question, or leave this page: nobody has to." in page.text


def test_equality_answer_that_is_none_of_these_is_refused_and_the_others_are_kept(asked, sex, stranger):
    page = stranger.post(ADDRESS, {"question-1": "female", "question-2": "all day"})
    assert "Choose one of these answers, or none." in page.text
    assert page.text.count(" checked") == 1
    assert waiting(sex) == [0, 0, 0]


def test_equality_answer_sent_too_often_is_kept_on_the_page(asked, sex, stranger, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"hand_in": "1/m/ip"}
    stranger.post(ADDRESS, {"question-1": "female"})
    assert TOO_OFTEN in stranger.post(ADDRESS, {"question-1": "female"}).text
    assert waiting(sex) == [1, 0, 0]


def test_equality_answer_of_closed_questions_says_so_and_takes_nothing(asked, stranger, lead, at):
    close_questionnaire(asked, by=lead, at=at)
    assert "These questions are closed" in stranger.get(ADDRESS).text
    assert "Nothing was counted." in stranger.post(ADDRESS, {"question-1": "female"}).text


@pytest.mark.parametrize("occasion", ["hand-ins", "nothing"])
def test_equality_answer_is_not_there_for_what_nobody_is_asked_after(asked, stranger, occasion):
    assert stranger.get(f"/programmes/neighbours/equality/{occasion}/").status_code == 404


def test_equality_answer_is_not_there_before_the_questions_are_opened(planned, stranger):
    assert stranger.get(ADDRESS).status_code == 404


def test_page_of_thanks_leads_to_the_questions_while_they_are_asked(asked, meeting_thanks, lead, at):
    before = f'<a href="{ADDRESS}" rel="noreferrer">' in " ".join(meeting_thanks().split())
    close_questionnaire(asked, by=lead, at=at)
    assert (before, ADDRESS in meeting_thanks()) == (True, False)


@pytest.fixture
def meeting_thanks(programme, at):
    meeting = MeetingFactory(programme=programme, starts_at=at + timedelta(days=9), ends_at=None)
    return lambda: Client().get(reverse("phases:meeting-registered", args=[programme.slug, meeting.pk])).text


def test_equality_plan_keeps_what_is_asked(client_of, lead, programme):
    document = DocumentFactory(programme=programme)
    typed = {
        "questions": ["age-bands-1", "sex-ew-2021"],
        "lawful_basis": "A public task.",
        "condition": "Paragraph 8.",
        "policy_document": document.pk,
        "close_on_0": 1,
        "close_on_1": 5,
        "close_on_2": 2099,
    }
    address = reverse("privacy:equality-plan", args=[programme.slug, "hand-ins"])
    answer = client_of(lead).post(address, typed)
    kept = Questionnaire.objects.get()
    assert (answer.status_code, kept.policy_document, kept.lacking) == (302, document, [])
    assert [each.wording_key for each in kept.questions.order_by("position")] == ["age-bands-1", "sex-ew-2021"]


def test_equality_detail_says_what_is_lacking_and_offers_no_button_to_open(client_of, lead, programme):
    questionnaire = QuestionnaireFactory(programme=programme, condition="", policy_document=None)
    page = client_of(lead).get(reverse("privacy:equality-detail", args=[programme.slug, questionnaire.pk])).text
    lacking = "the condition for data of special categories, the appropriate policy document"
    assert f"To be named before they can be opened: {lacking}." in page
    assert "Open them" not in page


def test_equality_open_and_close_do_it_once_it_is_sure(client_of, lead, planned):
    browser, sure = client_of(lead), {"sure": "yes"}
    for page in ("open", "close"):
        browser.post(reverse(f"privacy:equality-{page}", args=[planned.programme.slug, planned.pk]), sure)
    planned.refresh_from_db()
    assert (planned.opened_by, planned.closed_by, PendingAnswers.objects.count()) == (lead, lead, 0)


def test_equality_paper_is_counted(client_of, lead, asked, sex):
    address = reverse("privacy:equality-paper", args=[asked.programme.slug, asked.pk, 1])
    answer = client_of(lead).post(address, {"answer-0": "4", "answer-2": "1"})
    assert (answer.status_code, waiting(sex)) == (302, [4, 0, 1])


def test_equality_paper_that_is_no_number_is_refused_at_its_field(client_of, lead, asked, sex):
    address = reverse("privacy:equality-paper", args=[asked.programme.slug, asked.pk, 1])
    page = client_of(lead).post(address, {"answer-0": "four"}).text
    assert "Enter how many chose “Female” as a whole number." in page
    assert waiting(sex) == [0, 0, 0]


@pytest.mark.pango
def test_equality_sheet_is_a_pdf(client_of, viewer, asked):
    answer = client_of(viewer).get(reverse("privacy:equality-sheet", args=[asked.programme.slug, asked.pk]))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_opened_questions_are_shown_with_their_basis(planned, stranger, lead, at):
    open_questionnaire(planned, by=lead, at=at)
    page = stranger.get(ADDRESS).text
    assert (planned.lawful_basis in page, planned.condition in page, str(planned.policy_document) in page) == (
        True,
        True,
        True,
    )
