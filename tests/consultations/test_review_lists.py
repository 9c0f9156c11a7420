"""What waits for review and what was reviewed, page by page: what waits stands first, and no page costs more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import Conversation, Feedback, Poster
from tests.consultations.factories import (
    ConsultationFactory,
    ConversationFactory,
    FeedbackFactory,
    HandInFactory,
    PosterFactory,
    SentPictureFactory,
)

HIDDEN = {"number": None, "published_at": None, "published_by": None}


@pytest.fixture
def desk(client_of, lead):
    return client_of(lead)


def titles(desk, kind, number=1):
    """The second headings of a page of one of the lists."""
    text = desk.get(f"/desk/neighbours/{kind}/", {"page": number}).text
    known = ("Waiting to be read", "Waiting", "Read", "Public", "On the public wall", "Withdrawn")
    return [each for each in known if f">{each}</h2>" in text]


def test_feedback_waits_before_what_was_read_the_oldest_first(desk, programme, lead, at):
    consultation = ConsultationFactory(phase__programme=programme)
    reviewed = {"consultation": consultation, "status": "kept", "reviewed_by": lead}
    early, late = (FeedbackFactory(reviewed_at=at + timedelta(days=days), **reviewed) for days in (0, 1))
    assert titles(desk, "feedback") == ["Waiting to be read", "Read"]
    newer = FeedbackFactory(consultation=consultation, said_at=at)
    FeedbackFactory.create_batch(50, consultation=consultation)
    FeedbackFactory(consultation=consultation, status="draft", said_at=None)
    assert list(Feedback.objects.in_order_of_review())[50:] == [newer, late, early]
    pages = [desk.get("/desk/neighbours/feedback/", {"page": number}) for number in (1, 2)]
    assert [(len(each.context["waiting"]), len(each.context["reviewed"])) for each in pages] == [(50, 0), (1, 2)]
    assert [titles(desk, "feedback", number) for number in (1, 2)] == [
        ["Waiting to be read"],
        ["Waiting to be read", "Read"],
    ]
    assert ["Page 1 of 2" in each.text for each in pages] == [True, False]


def test_conversations_wait_before_those_that_are_public_by_number(desk, programme):
    second, first = (ConversationFactory(programme=programme, number=number) for number in (2, 1))
    assert titles(desk, "conversations") == ["Waiting to be read", "Public"]
    waiting = ConversationFactory.create_batch(51, programme=programme, **HIDDEN)
    taken_back = ConversationFactory(programme=programme, **HIDDEN | {"number": 3})
    assert list(Conversation.objects.in_order_of_review()) == [*waiting, taken_back, first, second]
    assert [titles(desk, "conversations", number) for number in (1, 2)] == [
        ["Waiting to be read"],
        ["Waiting to be read", "Public"],
    ]


def test_posters_wait_before_those_on_the_wall_and_those_withdrawn(desk, programme, lead, at):
    gone = {"withdrawn_by": lead, "consent_to_publish": False, "published_at": None, "published_by": None}
    long_gone, gone_now = (
        PosterFactory(programme=programme, withdrawn_at=at + timedelta(days=days), **gone) for days in (0, 1)
    )
    assert titles(desk, "posters") == ["Waiting", "On the public wall", "Withdrawn"]
    assert "No poster is public yet." in desk.get("/desk/neighbours/posters/").text
    second, first = (PosterFactory(programme=programme, number=number) for number in (902, 901))
    waiting = PosterFactory.create_batch(50, programme=programme, **HIDDEN)
    assert list(Poster.objects.in_order_of_review()) == [*waiting, first, second, gone_now, long_gone]
    assert [titles(desk, "posters", number) for number in (1, 2)] == [["Waiting"], ["On the public wall", "Withdrawn"]]
    assert [poster for poster, _ in desk.get("/desk/neighbours/posters/").context["pending"]] == waiting


@pytest.mark.parametrize(("kind", "queries"), [("feedback", 6), ("conversations", 7), ("posters", 11)])
@pytest.mark.parametrize("count", [1, 30])
def test_review_lists_ask_the_same_however_much_there_is(
    kind, queries, count, desk, programme, lead, django_assert_num_queries
):
    consultation = ConsultationFactory(phase__programme=programme)
    reviewed = {"status": "kept", "reviewed_at": timezone.now(), "reviewed_by": lead}
    for _ in range(count):
        FeedbackFactory(consultation=consultation, **reviewed)
        HandInFactory(poster=None, conversation=ConversationFactory(programme=programme, **HIDDEN))
        ConversationFactory(programme=programme)
        SentPictureFactory(poster=PosterFactory(programme=programme, **HIDDEN))
        PosterFactory(programme=programme)
    with django_assert_num_queries(queries):
        assert desk.get(f"/desk/neighbours/{kind}/").status_code == 200
