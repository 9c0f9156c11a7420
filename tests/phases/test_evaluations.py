"""How a meeting was: said once without a name, by link or on paper, until a day; and read by the team alone."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import InvalidTransition
from phases.meetings.services import EvaluationAnswers, evaluate, open_evaluation
from phases.models import Evaluation, Meeting
from programmes.models import Programme
from tests.at_once import at_once
from tests.conftest import staff_with
from tests.phases.factories import EvaluationFactory, MeetingFactory
from tests.programmes.factories import FULL_CONTACT

TYPED = {"key": str(UUID(int=9)), "overall": "good", "took_part": "partly", "in_the_way": "=1+1", "worked": "The soup"}


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting that began an hour ago; until tomorrow people can say how it was."""
    return MeetingFactory(
        programme=programme,
        starts_at=at - timedelta(hours=1),
        ends_at=None,
        evaluation_closes_at=at + timedelta(days=1),
    )


@pytest.fixture
def desk(client_of, programme) -> Client:
    return client_of(staff_with("facilitator", programme))


def page(meeting: Meeting, name: str = "meeting-evaluate") -> str:
    return reverse(f"phases:{name}", args=["neighbours", meeting.pk])


def test_meeting_evaluate_twice_is_once_and_keeps_no_name_no_address_and_no_cookie(meeting):
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert client.post(page(meeting), TYPED)["Location"] == page(meeting, "meeting-evaluated")
    said = Evaluation.objects.get()
    assert (said.overall, said.took_part, said.worked, said.entered_by) == ("good", "partly", "The soup", None)
    assert (client.cookies, LogEntry.objects.get().by, LogEntry.objects.get().details) == ({}, None, {})
    other = client.post(page(meeting), TYPED | {"worked": "The bread"}).text
    assert ("with other words" in other, "The bread" in other, TYPED["key"] in other) == (True, True, False)
    assert Evaluation.objects.count() == 1


def test_meeting_evaluate_refuses_an_empty_form_and_keeps_what_was_typed(meeting, client):
    assert "Answer at least one question." in client.post(page(meeting), {"key": TYPED["key"]}).text
    wrong = client.post(
        page(meeting), TYPED | {"overall": "forged", "worked": "Soup" * 999, "change": "Chairs & tables"}
    )
    assert (wrong.status_code, "Chairs &amp; tables" in wrong.text, "3,996 characters" in wrong.text) == (
        200,
        True,
        True,
    )
    assert Evaluation.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_evaluate_at_the_same_moment_is_once(meeting, at):
    answers = EvaluationAnswers(overall="good")
    became = at_once(*[lambda: evaluate(meeting, key=UUID(int=9), answers=answers, by=None, at=at).pk] * 3)
    assert became == [Evaluation.objects.get().pk] * 3


def test_meeting_evaluate_sent_again_after_the_end_is_the_one_that_was_taken_in(meeting, client, at):
    client.post(page(meeting), TYPED)
    Meeting.objects.update(evaluation_closes_at=at)
    assert client.post(page(meeting), TYPED)["Location"] == page(meeting, "meeting-evaluated")
    assert Evaluation.objects.count() == 1


def test_nobody_is_asked_how_a_cancelled_meeting_was(meeting, client, lead, at):
    Meeting.objects.update(cancelled_at=at, cancelled_by=lead)
    assert "Nobody is asked on this page" in client.get(page(meeting)).text
    assert ("This has closed." in client.post(page(meeting), TYPED).text, Evaluation.objects.count()) == (True, 0)


def test_evaluation_list_of_a_cancelled_meeting_promises_no_link(meeting, desk, lead, at):
    Meeting.objects.update(cancelled_at=at, cancelled_by=lead, evaluation_closes_at=None)
    text = desk.get(page(meeting, "evaluation-list")).text
    said = ["nobody is asked how it was" in text, "there is a link" in text, "Until when people are asked" in text]
    assert said == [True, False, False]
    today = timezone.localdate()
    typed = {"last_on_0": today.day, "last_on_1": today.month, "last_on_2": today.year}
    assert desk.post(page(meeting, "evaluation-list"), typed).status_code == 200
    with pytest.raises(InvalidTransition, match="This meeting was cancelled"):
        open_evaluation(meeting, last_on=today, by=lead, at=at)
    meeting.refresh_from_db()
    assert meeting.evaluation_closes_at is None


@pytest.mark.parametrize(("starts", "closes", "words"), [
    (-2, None, "Nobody is asked on this page"),
    (-2, -1, "Until "),
    (1, 2, "once it has begun"),
])  # fmt: skip
def test_meeting_evaluate_outside_its_time_says_so(meeting, client, at, starts, closes, words):
    closes_at = closes and at + timedelta(days=closes)
    Meeting.objects.update(starts_at=at + timedelta(days=starts), evaluation_closes_at=closes_at)
    assert words in client.get(page(meeting)).text
    assert "This has closed." in client.post(page(meeting), TYPED).text
    assert (Evaluation.objects.count(), "Tell us how it was" in client.get(page(meeting, "meeting-detail")).text) == (
        0,
        False,
    )


def test_evaluation_create_is_said_by_them_and_entered_by_whoever_is_signed_in(meeting, desk, at):
    Meeting.objects.update(evaluation_closes_at=at)
    for _ in range(2):
        assert desk.post(page(meeting, "evaluation-create"), TYPED).status_code == 302
    assert Evaluation.objects.get().entered_by.email == "facilitator.neighbours@example.org"
    Meeting.objects.update(starts_at=at + timedelta(days=1))
    later = desk.post(page(meeting, "evaluation-create"), TYPED | {"key": str(UUID(int=2))})
    assert "has not begun" in later.text


def test_evaluation_list_asks_until_a_day_counts_and_shows_every_word(meeting, desk):
    Meeting.objects.update(evaluation_closes_at=None)
    assert "Nobody is asked yet." in desk.get(page(meeting, "evaluation-list")).text
    today = timezone.localdate()
    early = {"last_on_0": "1", "last_on_1": "1", "last_on_2": "2016"}
    assert "only after it has begun" in desk.post(page(meeting, "evaluation-list"), early).text
    typed = {"last_on_0": today.day, "last_on_1": today.month, "last_on_2": today.year}
    assert desk.post(page(meeting, "evaluation-list"), typed).status_code == 302
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.evaluation_closes_at).date() == today + timedelta(days=1)
    for overall in ("good", "good", ""):
        EvaluationFactory(meeting=meeting, overall=overall, worked="The soup")
    answer = desk.get(page(meeting, "evaluation-list"))
    assert answer.context["overall"] == [
        ("Very good", 0), ("Good", 2), ("Neither good nor poor", 0), ("Poor", 0), ("Very poor", 0), ("Not answered", 1),
    ]  # fmt: skip
    assert (answer.context["took_part"][0], answer.text.count("The soup")) == (("Yes, fully", 3), 3)
    assert f"http://testserver{page(meeting)}" in answer.text


def test_evaluation_list_asks_alike_for_one_and_for_three(meeting, desk, lead, django_assert_num_queries):
    for more in (1, 2):
        EvaluationFactory.create_batch(more, meeting=meeting, entered_by=lead)
        with django_assert_num_queries(9):
            desk.get(page(meeting, "evaluation-list"))


def test_evaluation_export_is_logged_and_its_cells_are_no_formulas(meeting, desk):
    EvaluationFactory(meeting=meeting, in_the_way="=1+1", said_at=meeting.starts_at)
    day = f"{timezone.localtime(meeting.starts_at):%Y-%m-%d}"
    rows = desk.post(page(meeting, "evaluation-export")).content.decode("utf-8-sig").splitlines()
    assert rows[1:] == [f'"{day}","Link","Good","Yes, fully","\'=1+1","","",""']
    assert LogEntry.objects.get(verb="evaluations_exported").details == {"count": 1}


@pytest.mark.parametrize("contact", [{}, FULL_CONTACT], ids=["usual", "full"])
def test_evaluation_pdf_is_one_tagged_page_with_the_code(meeting, desk, contact):
    Programme.objects.filter(pk=meeting.programme_id).update(**contact)
    answer = desk.get(page(meeting, "evaluation-pdf"))
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        root = pdf.Root
        assert (len(pdf.pages), str(root.Lang), bool(root.MarkInfo.Marked)) == (1, "en-GB", True)
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
