"""Anybody answers a consultation that is for everybody: once, without an account, and it goes to review."""

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from consultations.models import Consultation, Feedback, FeedbackAnswer, HandIn
from tests.consultations.factories import ConsultationFactory, OptionFactory, QuestionFactory

PAGE = "/programmes/neighbours/consultations/what-next/"


@pytest.fixture
def asked(programme, at) -> Consultation:
    return ConsultationFactory(
        phase__programme=programme,
        slug="what-next",
        title="What should come next?",
        audience="everybody",
        starts_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=9),
    )


@pytest.fixture
def several(asked):
    question = QuestionFactory(consultation=asked, position=1, kind="several", text="What would help?")
    for place, text in enumerate(("A lift", "A room"), start=1):
        OptionFactory(question=question, position=place, text=text)
    return question


@pytest.fixture
def words(asked):
    return QuestionFactory(consultation=asked, position=2, text="What else?", is_required=True)


def as_drawn(client: Client) -> dict[str, object]:
    """What a browser would send of the form if nothing in it were touched."""
    form = next(each for each in html.fromstring(client.get(PAGE).text).forms if "key" in each.fields)
    return dict(form.form_values())


def typed(client: Client, words, **more: object) -> dict[str, object]:
    who = {"voice": "own", "publication": "nameless"}
    return as_drawn(client) | who | {f"answer_{words.pk}": "Come and sit.\r\nStay."} | more


def test_answer_of_anybody_is_taken_in_once_and_waits_for_review(client, asked, several, words, lead, client_of):
    page = client.get(PAGE)
    assert not page.cookies
    for text in ("What should come next?", "What would help?", "A lift", "What else?", "No account is needed."):
        assert text in page.text
    keys = [str(each.pk) for each in several.options.order_by("position")]
    sent = typed(client, words, **{f"answer_{several.pk}": keys, "contact_details": "sam@example.org"})
    answer = client.post(PAGE, sent)
    hand_in = HandIn.objects.get()
    assert answer.headers["Location"] == f"{PAGE}thanks/{hand_in.key}/"
    assert client.post(PAGE, sent).headers["Location"] == answer.headers["Location"]
    feedback = Feedback.objects.get()
    assert (feedback.status, feedback.voice, feedback.publication) == ("received", "own", "nameless")
    said = FeedbackAnswer.objects.order_by("question__position").values_list("text", flat=True)
    assert list(said) == ["A lift\nA room", "Come and sit.\nStay."]
    thanks = client.get(answer.headers["Location"]).text
    for text in (feedback.reference, "Come and sit.", "We reach you at sam@example.org."):
        assert text in thanks
    assert "sam@example.org" not in Client().get(answer.headers["Location"]).text
    assert feedback.reference in client_of(lead).get("/desk/neighbours/feedback/").text


def test_answer_sent_again_in_other_words_is_told_apart(client, words):
    sent = typed(client, words)
    client.post(PAGE, sent)
    again = client.post(PAGE, sent | {f"answer_{words.pk}": "Something else."})
    assert (again.status_code, Feedback.objects.count()) == (200, 1)
    assert "Something else." in again.text


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"voice": ""}, "voice", "Choose as whom you answer."),
        ({"voice": "group"}, "voice_of", "Say for which organisation or group you answer."),
        ({"publication": ""}, "publication", "Choose what may become of your words."),
        ({"publication": "named"}, "signed", "Enter the name that is to be published."),
        (
            {"voice_of": "A club"},
            "voice",
            "You wrote “A club”: choose “For an organisation” or “For a group of people”, or empty the box.",
        ),
        (
            {"signed": "Sam"},
            "publication",
            "You wrote “Sam”: choose “Publish them, with the name that I give”, or empty the box.",
        ),
    ],
)
def test_answer_that_lacks_something_says_what_and_keeps_the_words(client, words, change, field, sentence):
    answer = client.post(PAGE, typed(client, words) | change)
    assert answer.context["form"].errors == {field: [sentence]}
    assert "Come and sit." in answer.text
    assert Feedback.objects.count() == 0


def test_answer_to_what_closed_meanwhile_keeps_the_words(client, asked, words, at):
    sent = typed(client, words)
    Consultation.objects.update(
        ends_at=at - timedelta(hours=1), closed_at=at, closed_by=asked.phase.programme.published_by
    )
    answer = client.post(PAGE, sent)
    assert "This consultation has closed meanwhile." in answer.text
    assert "Come and sit." in answer.text
    assert Feedback.objects.count() == 0
    closed = client.get(PAGE).text
    assert "What should come next? has closed" in closed


@pytest.mark.parametrize(
    "change",
    [
        {"audience": "representatives"},
        {"starts_at": None, "ends_at": None},
    ],
)
def test_consultation_that_is_not_for_everybody_or_has_not_begun_is_not_there(client, asked, words, change):
    Consultation.objects.update(**change)
    assert client.get(PAGE).status_code == 404


def test_what_is_not_to_be_published_is_not(client, client_of, lead, words):
    sent = client.post(PAGE, typed(client, words, publication="not"))
    thanks = client.get(sent.headers["Location"]).text
    assert ("It is not published." in thanks, "Nothing is made public before that." in thanks) == (True, False)
    feedback = Feedback.objects.get()
    review = f"/desk/neighbours/feedback/{feedback.pk}/"
    desk = client_of(lead)
    form = next(each for each in html.fromstring(desk.get(review).text).forms if "what_became_of_it" in each.fields)
    sent = dict(form.form_values()) | {"what_became_of_it": "We read it.", "publish": ""}
    answer = desk.post(review, sent)
    assert "They asked that it is not published: keep it unpublished." in answer.text
    feedback.refresh_from_db()
    assert feedback.status == "received"


@pytest.mark.parametrize(
    ("who", "public", "at_desk"),
    [
        ({"voice": "own"}, "Somebody who took part", "somebody"),
        ({"voice": "group", "voice_of": "Lunch club"}, "A group of people", "Lunch club"),
        ({"voice": "organisation", "voice_of": "Oak Trust"}, "An organisation", "Oak Trust"),
        ({"voice": "own", "publication": "named", "signed": "Sam Ward"}, "Sam Ward", "Sam Ward"),
    ],
)
def test_who_said_it_is_called_as_they_wish(client, client_of, lead, words, who, public, at_desk):
    client.post(PAGE, typed(client, words, **who))
    feedback = Feedback.objects.get()
    assert (feedback.public_name, feedback.desk_name) == (public, at_desk)
    desk = client_of(lead)
    look = desk.post(f"/desk/neighbours/hand-ins/{feedback.hand_in.pk}/look/").text
    assert "Nobody is written down, or not any more." in look
    HandIn.objects.update(contact_details="sam@example.org")
    look = " ".join(desk.post(f"/desk/neighbours/hand-ins/{feedback.hand_in.pk}/look/").text.split())
    assert "Their name goes, and how to reach them. What they handed in stays as it is" in look
    forgotten = desk.post(f"/desk/neighbours/hand-ins/{feedback.hand_in.pk}/forget/", {"sure": "yes"})
    assert forgotten.headers["Location"] == f"/desk/neighbours/feedback/{feedback.pk}/"
    assert HandIn.objects.get().contact_details == ""
