"""Where somebody who signs in finds what waits for them, and answers without the link that was sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry, User
from actions.models import FollowUp, ProgressUpdate, Proposer
from actions.rounds import links
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.services.answers import save_draft
from actions.rounds.services.rounds import close_round
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.actions.conftest import ANSWER, seen_on
from tests.actions.factories import FollowUpFactory, ProposerFactory
from tests.consultations.factories import ConsultationFactory


def page(follow_up: FollowUp, end: str = "") -> str:
    return f"/follow-up/{follow_up.pk}/{end}"


@pytest.fixture
def user(proposer) -> User:
    """Signs in by the address at which the proposer, whom the team has given no account, is written to."""
    return UserFactory(email=proposer.person.email.upper())


@pytest.mark.parametrize(("days", "has_left"), [(0, True), (1, False)])
def test_home_says_that_a_proposer_moved_on_from_that_day_on(client_of, proposer, user, at, days, has_left):
    until_on = timezone.localdate(at) + timedelta(days=days)
    Proposer.objects.update(until_on=until_on)
    text = client_of(user).get("/home/").text
    assert (f"You moved on, {until_on:%-d %B %Y}" in text, "Since 4 January 2016" in text) == (has_left, not has_left)


def test_home_of_a_proposer_leads_to_what_waits_and_by_when(client_of, follow_up, user, lead, at):
    mine = client_of(user)
    home = mine.get("/home/")
    assert "Hello Ines Okoro" in home.text
    assert "Benches: how is it going?" in home.text
    assert f"<strong>{follow_up.round.answer_by_on:%-d %B %Y}</strong>" in home.text
    assert f'href="{page(follow_up)}"' in home.text
    save_draft(follow_up, answer=AnswerSnapshot(**ANSWER), by=user, at=at)
    assert "Go on with it" in mine.get("/home/").text
    answer = mine.get(page(follow_up))
    assert 'href="/home/"' in answer.text
    assert mine.post(page(follow_up), ANSWER | seen_on(answer)).headers["Location"] == page(follow_up, "thanks/")
    assert "by the same link" not in mine.get(page(follow_up, "thanks/")).text
    home = mine.get("/home/")
    assert "Nothing is asked of you today." in home.text
    assert "answered, and you can still change it" in home.text
    close_round(follow_up.round, by=lead, at=at)
    assert "you can still change it" not in mine.get("/home/").text


def test_whoever_signed_in_is_in_the_log_although_they_opened_the_link_before(client_of, follow_up, user):
    mine = client_of(user)
    mine.get(f"/f/{links.token_for(follow_up)}/")
    mine.post(page(follow_up), ANSWER | {"later": ""})
    mine.post(page(follow_up), ANSWER)
    assert ProgressUpdate.objects.values_list("channel", "entered_by").get() == ("signed_in", user.pk)
    verbs = LogEntry.objects.filter(by=user).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["draft_saved", "answered"]
    assert Message.objects.get().stop_reason == "They have answered."


def test_signed_in_person_moves_on_or_was_never_meant_as_by_link(client_of, follow_up, user):
    mine = client_of(user)
    assert mine.post(page(follow_up, "moved-on/"), {"suggestion": "Bo"}).status_code == 302
    assert mine.post(page(follow_up, "not-me/"), {"suggestion": ""}).headers["Location"] == page(follow_up)
    assert FollowUp.objects.values_list("status", "successor_note").get() == ("moved_on", "Bo")
    assert LogEntry.objects.filter(by=user, verb="moved_on").count() == 1
    home = mine.get("/home/").text
    assert "You moved on" in home
    assert "Nothing is asked of you today." in home


def test_home_shows_nobody_what_waits_for_somebody_else(client_of, follow_up, user, proposer, representative):
    assert "Benches" not in client_of(representative).get("/home/").text
    # The person has an account now: another login with the same address on paper is somebody else's.
    proposer.person.user = UserFactory()
    proposer.person.save()
    mine = client_of(user)
    assert "You do not speak for an organisation at the moment" in mine.get("/home/").text
    assert mine.get(page(follow_up)).status_code == 404
    assert mine.post(page(follow_up), ANSWER).status_code == 404
    assert ProgressUpdate.objects.count() == 0


def test_home_of_somebody_who_speaks_and_put_something_forward_has_both(client_of, follow_up, proposer, appointment):
    proposer.person = appointment.person
    proposer.save()
    consultation = ConsultationFactory(phase__programme=follow_up.round.programme)
    home = client_of(appointment.person.user).get("/home/")
    assert "Benches: how is it going?" in home.text
    assert consultation.title in home.text
    assert "What came of what you said" in home.text


def test_home_asks_the_database_as_often_for_1_as_for_3(
    client_of, follow_up, proposer, user, django_assert_num_queries
):
    mine = client_of(user)
    with django_assert_num_queries(8):
        mine.get("/home/")
    for _ in range(2):
        another = ProposerFactory(area__programme=proposer.area.programme, person=proposer.person)
        FollowUpFactory(round=follow_up.round, proposer=another)
    with django_assert_num_queries(8):
        assert len(mine.get("/home/").context["follow_ups"]) == 3
