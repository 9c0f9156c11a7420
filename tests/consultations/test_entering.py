"""What came on paper, by letter or by telephone is entered by the team, once, and is read like everything else."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from consultations.asking.in_public.links import code_of
from consultations.asking.keying_in.services import Entry, enter_answers
from consultations.asking.respondents import Respondent
from consultations.asking.said import in_words
from consultations.models import Consultation, Feedback, FeedbackAnswer, HandIn, Question
from kit.refusals import Refused
from tests.consultations.factories import ConsultationFactory, QuestionFactory

WHO = Respondent(voice="own", publication="nameless")


@pytest.fixture
def asked(programme, at) -> Consultation:
    return ConsultationFactory(
        phase__programme=programme,
        audience="everybody",
        starts_at=at - timedelta(days=9),
        ends_at=at + timedelta(days=9),
    )


@pytest.fixture
def words(asked) -> Question:
    return QuestionFactory(consultation=asked, position=1, text="What else?", is_required=True)


@pytest.fixture
def entering(asked) -> str:
    return f"/desk/neighbours/consultations/{asked.pk}/enter/"


def on(moment: datetime) -> dict[str, int]:
    day = timezone.localdate(moment)
    return {"received_on_0": day.day, "received_on_1": day.month, "received_on_2": day.year}


def typed(desk: Client, entering: str, at: datetime, **more: object) -> dict[str, object]:
    form = next(each for each in html.fromstring(desk.get(entering).text).forms if "channel" in each.fields)
    sent = {"channel": "paper", "voice": "own", "publication": "nameless"}
    drawn = {name: value for name, value in form.form_values() if value is not None}
    return drawn | sent | on(at - timedelta(days=2)) | more


def test_answer_on_paper_is_entered_once_and_its_code_opens_it(client_of, lead, words, entering, at):
    desk = client_of(lead)
    sent = typed(desk, entering, at, **{f"answer_{words.pk}": "A bench."})
    for _ in range(2):
        answer = desk.post(entering, sent)
        assert answer.headers.get("Location") == entering, answer.context["form"].errors
    feedback, hand_in = Feedback.objects.get(), HandIn.objects.get()
    assert (feedback.status, feedback.entered_by, hand_in.channel) == ("received", lead, "paper")
    assert timezone.localdate(feedback.said_at) == timezone.localdate(at - timedelta(days=2))
    told = desk.get(entering).text
    assert feedback.reference in told
    assert code_of(hand_in) in told
    review = " ".join(desk.get(f"/desk/neighbours/feedback/{feedback.pk}/").text.split())
    assert f"from paper; entered by {lead}" in review
    changed = desk.post(entering, sent | {f"answer_{words.pk}": "Two benches."})
    assert (changed.status_code, Feedback.objects.count()) == (200, 1)
    assert "Two benches." in changed.text


def test_letter_is_kept_whole_beside_the_questions(asked, words, lead, at):
    letter = "Dear all,\n\nthe bus is late.\n"
    entry = Entry("letter", timezone.localdate(at), {}, letter=letter, who=WHO)
    enter_answers(asked, key=uuid4(), entry=entry, by=lead, at=at)
    answer = FeedbackAnswer.objects.get()
    assert (answer.question, answer.text) == (None, letter)


@pytest.mark.parametrize(
    ("days", "late", "reason", "field", "sentence"),
    [
        (20, "", "", "late", "It came after the last day: say whether it is taken in."),
        (20, "accepted", "", "late_reason", "Say why it is taken in, or is not."),
        (1, "accepted", "The post was slow.", "late", "It came in time: leave this as it was."),
        (1, "", "The post was slow.", "late_reason", "It came in time: empty this."),
        (-2, "", "", "received_on", "It has been open since"),
        (40, "", "", "received_on", "This day is still to come. Enter the day on which it came."),
    ],
)
def test_what_came_on_another_day_says_what_becomes_of_it(asked, words, lead, at, days, late, reason, field, sentence):
    received_on = timezone.localdate(asked.starts_at + timedelta(days=days))
    now = asked.ends_at + timedelta(days=5)
    entry = Entry("paper", received_on, {words.pk: in_words("Yes.")}, who=WHO, late=late, late_reason=reason)
    with pytest.raises(Refused, match=sentence.split(":")[0]) as refused:
        enter_answers(asked, key=uuid4(), entry=entry, by=lead, at=now)
    assert refused.value.field == field
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(("late", "may"), [("accepted", True), ("not", False)])
def test_what_came_late_is_published_only_where_it_is_taken_in(asked, words, lead, client_of, at, late, may):
    Consultation.objects.update(starts_at=at - timedelta(days=30), ends_at=at - timedelta(days=9))
    asked.refresh_from_db()
    entry = Entry(
        "letter", timezone.localdate(at), {words.pk: in_words("Yes.")}, who=WHO, late=late, late_reason="It was lost."
    )
    feedback = enter_answers(asked, key=uuid4(), entry=entry, by=lead, at=at).feedback
    desk, review = client_of(lead), f"/desk/neighbours/feedback/{feedback.pk}/"
    form = next(each for each in html.fromstring(desk.get(review).text).forms if "what_became_of_it" in each.fields)
    answer = desk.post(review, dict(form.form_values()) | {"what_became_of_it": "We read it.", "publish": ""})
    feedback.refresh_from_db()
    assert (feedback.status == "published", "It came late and is not taken in" in answer.text) == (may, not may)


def test_organisation_that_has_answered_is_not_entered_again(asked, words, lead, appointment, at):
    entry = Entry("email", timezone.localdate(at), {words.pk: in_words("Yes.")}, partnership=appointment.partnership)
    feedback = enter_answers(asked, key=uuid4(), entry=entry, by=lead, at=at).feedback
    assert feedback.public_name == appointment.partnership.organisation.name
    with pytest.raises(Refused, match=f"It has answered already: {feedback.reference}."):
        enter_answers(asked, key=uuid4(), entry=entry, by=lead, at=at)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"voice": ""}, "voice"),
        ({"publication": ""}, "publication"),
        ({"signatures": "many"}, "signatures"),
        ({"received_on_0": ""}, "received_on"),
    ],
)
def test_entry_that_lacks_something_says_what_and_keeps_the_words(client_of, lead, words, entering, at, change, field):
    desk = client_of(lead)
    answer = desk.post(entering, typed(desk, entering, at, **{f"answer_{words.pk}": "A bench."}) | change)
    assert field in answer.context["form"].errors
    assert "A bench." in answer.text
    assert not Feedback.objects.exists()


def test_what_is_not_open_yet_cannot_be_entered(client_of, lead, asked, words, entering):
    Consultation.objects.update(starts_at=None, ends_at=None)
    assert client_of(lead).get(entering).status_code == 404
