"""The desk's review of what was said."""

import pytest
from django.urls import reverse

from accounts.models import User
from consultations.models import Feedback
from tests.conftest import staff_with
from tests.consultations.factories import FeedbackFactory
from tests.stakeholders.factories import PartnershipFactory, PersonFactory, StakeholderGroupFactory

LIST = "/desk/neighbours/feedback/"


@pytest.fixture
def feedback(send):
    return send("Somewhere warm, says Jean.")


@pytest.fixture
def address(feedback):
    return reverse("consultations:feedback-review", args=["neighbours", feedback.pk])


def body(response) -> str:
    return response.content.decode()


def typed(feedback, *, text="Somewhere warm.", became="We look for a room.", version="", button="publish"):
    return {f"answer_{feedback.answers.get().pk}": text, "what_became_of_it": became, "version": version, button: ""}


def test_list_shows_what_waits_and_never_a_draft(client_of, lead, feedback, programme):
    FeedbackFactory(consultation=feedback.consultation, status="draft", said_at=None)
    page = client_of(lead).get(LIST)
    assert (list(page.context["waiting"]), list(page.context["reviewed"])) == ([feedback], [])
    assert "Carers together" in body(page)


def test_review_publishes_and_tells(client_of, lead, feedback, address):
    client = client_of(lead)
    assert "Somewhere warm, says Jean." in body(client.get(address))
    assert client.post(address, typed(feedback)).headers["Location"] == LIST
    assert "is published. Whoever said it is told what became of it." in body(client.get(LIST))
    stored = Feedback.objects.get()
    assert (stored.status, stored.answers.get().published_text) == ("published", "Somewhere warm.")
    assert (stored.reviewed_by, stored.what_became_of_it) == (lead, "We look for a room.")


def test_review_says_when_nobody_is_written_to(client_of, lead, send, feedback, address, appointment):
    client, said = client_of(lead), []
    for became in ("We look for a room.", "We look for a room.", "There is a room.", "We look for a room."):
        version = client.get(address).context["form"]["version"].value()
        client.post(address, typed(feedback, became=became, version=version))
        said.append("Whoever said it is told what became of it." in body(client.get(LIST)))
    assert said == [True, False, True, False]
    type(appointment.person).objects.update(email="")
    User.objects.filter(pk=appointment.person.user_id).update(email="")
    version = client.get(address).context["form"]["version"].value()
    client.post(address, typed(feedback, became="It is warm.", version=version))
    page = body(client.get(LIST))
    assert ("No e-mail goes out" in page, "Whoever said it is told" in page) == (True, False)


def test_review_keeps_unpublished(client_of, lead, feedback, address):
    client_of(lead).post(address, typed(feedback, button="keep"))
    assert Feedback.objects.get().status == "kept"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"became": ""}, "Say what became of it: whoever said it is told."),
        ({"became": "x" * 2001}, "“What became of it” is 2,001 characters long. Shorten it to 2,000 or fewer."),
        ({"text": " "}, "Leave something to publish, or keep it unpublished."),
    ],
)
def test_review_that_cannot_be_taken_says_why_and_changes_nothing(client_of, lead, feedback, address, wrong, sentence):
    page = client_of(lead).post(address, typed(feedback, **wrong))
    assert page.status_code == 200
    assert sentence in body(page)
    assert Feedback.objects.get().status == "received"


def test_review_pressed_twice_is_one_and_says_so(client_of, lead, feedback, address):
    client = client_of(lead)
    client.post(address, typed(feedback))
    page = client.post(address, typed(feedback, text="Something else", button="keep"))
    assert "has reviewed this since you opened it" in body(page)
    assert "Something else" in body(page)
    assert Feedback.objects.get().status == "published"
    knowing = page.context["form"]["version"].value()
    client.post(address, typed(feedback, button="keep", version=knowing))
    assert Feedback.objects.get().status == "kept"


@pytest.mark.parametrize(
    ("hat", "look", "do"),
    [
        ("lead", 200, 302),
        ("analyst", 200, 302),
        ("broker", 200, 403),
        ("facilitator", 200, 403),
        ("viewer", 200, 403),
        (None, 404, 404),
    ],
)
def test_review_is_for_lead_and_analyst_and_seen_by_the_team(
    client_of, programme, staff_elsewhere, feedback, address, hat, look, do
):
    client = client_of(staff_with(hat, programme) if hat and not User.objects.filter(
        email=f"{hat}.{programme.slug}@example.org").exists() else staff_elsewhere)  # fmt: skip
    assert [client.get(LIST).status_code, client.get(address).status_code] == [look, look]
    assert client.post(address, typed(feedback)).status_code == do
    assert Feedback.objects.get().status == ("published" if do == 302 else "received")


def test_viewer_reads_without_a_form(client_of, viewer, feedback, address):
    page = body(client_of(viewer).get(address))
    assert "Somewhere warm, says Jean." in page
    assert "Keep unpublished" not in page


def test_review_of_a_draft_or_of_another_programme_is_not_there(client_of, lead, feedback, other_programme):
    draft = FeedbackFactory(consultation=feedback.consultation, status="draft", said_at=None)
    elsewhere = FeedbackFactory(consultation__phase__programme=other_programme)
    client = client_of(lead)
    for each in (draft, elsewhere):
        assert client.get(f"{LIST}{each.pk}/").status_code == 404
    assert client.get(f"/desk/elsewhere/feedback/{elsewhere.pk}/").status_code == 404


def test_representative_has_no_desk(client_of, representative, address):
    client = client_of(representative)
    assert [client.get(LIST).status_code, client.get(address).status_code] == [404, 404]


def test_list_asks_the_database_as_often_for_1_as_for_30(client_of, lead, feedback, django_assert_num_queries):
    client = client_of(lead)
    with django_assert_num_queries(6):
        client.get(LIST)
    for number in range(30):
        partnership = PartnershipFactory(programme=feedback.programme)
        status = {"status": "published", "reviewed_at": feedback.said_at, "reviewed_by": lead} if number % 2 else {}
        FeedbackFactory(
            consultation=feedback.consultation,
            on_behalf_of=partnership,
            said_by=PersonFactory(),
            speaking_for=StakeholderGroupFactory(programme=feedback.programme),
            **status,
        )
    with django_assert_num_queries(6):
        client.get(LIST)
