"""A proposer's own pages: the link, the answer, moving on."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import LogEntry
from actions.models import FollowUp, ProgressUpdate
from actions.rounds import links
from actions.rounds.services.rounds import close_round, open_round, revoke_link
from actions.rounds.services.succession import hand_on
from kit.personal_links import hash_of
from outbox.models import Message
from tests.actions.conftest import ANSWER, seen_on
from tests.actions.factories import FollowUpFactory, FollowUpRoundFactory, ProgressUpdateFactory, ProposerFactory


def address(follow_up: FollowUp) -> str:
    return f"/f/{links.token_for(follow_up)}/"


def page(follow_up: FollowUp, end: str = "") -> str:
    return f"/follow-up/{follow_up.pk}/{end}"


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (FollowUp, ProgressUpdate, LogEntry, Message)]


def test_token_is_256_bits_and_only_its_hash_is_stored(follow_up):
    token = links.token_for(follow_up)
    assert len(token) == 43
    assert FollowUp.objects.filter(token_hash=hash_of(token)).count() == 1
    assert token not in str(FollowUp.objects.values().get())


def test_follow_up_open_moves_the_token_out_of_the_address(client, follow_up):
    response = client.get(address(follow_up))
    assert (response.status_code, response["Location"]) == (302, page(follow_up))
    cookie = response.cookies["follow-up"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (page(follow_up), True, "Lax")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store, private"
    assert links.token_for(follow_up) not in str(cookie)
    assert client.get(page(follow_up))["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("method", ["get", "head"])
def test_follow_up_open_by_a_scanner_writes_nothing(follow_up, method):
    before = everything()
    for end in ("", "moved-on/", "thanks/"):
        scanner = Client()
        getattr(scanner, method)(address(follow_up), follow=True)
        getattr(scanner, method)(page(follow_up, end))
    assert everything() == before


def test_follow_up_open_does_not_take_a_post(client, follow_up):
    assert client.post(address(follow_up)).status_code == 405


def test_follow_up_open_unknown_expired_and_revoked_are_answered_alike(follow_up, lead, at):
    unknown = Client().get(f"/f/{'x' * 43}/")
    with time_machine.travel(follow_up.link_expires_at + timedelta(seconds=1), tick=False):
        expired = Client().get(address(follow_up))
    revoke_link(follow_up, by=lead, at=at)
    revoked = Client().get(address(follow_up))
    never = Client().get(page(follow_up))
    for response in (unknown, expired, revoked, never, Client().get(page(follow_up).replace("1", "987654"))):
        assert response.status_code == 404
        assert "This link does not open a page" in response.text
    assert unknown.content == expired.content == revoked.content
    assert unknown.headers == expired.headers == revoked.headers


def test_follow_up_answer_ends_with_the_link_although_the_browser_was_let_in(let_in, follow_up, lead, at):
    revoke_link(follow_up, by=lead, at=at)
    assert let_in.get(page(follow_up)).status_code == 404
    assert let_in.post(page(follow_up), ANSWER).status_code == 404
    assert ProgressUpdate.objects.count() == 0


def test_follow_up_answer_opens_no_other_follow_up(let_in, follow_up):
    other = FollowUpFactory(round=follow_up.round, token_hash="0" * 64, link_expires_at=follow_up.link_expires_at)
    let_in.cookies["follow-up"]["path"] = "/"
    assert let_in.get(page(other)).status_code == 404


def test_follow_up_answer_is_kept_once_and_thanked_for(let_in, follow_up):
    for _ in range(2):
        response = let_in.post(page(follow_up), ANSWER)
        assert (response.status_code, response["Location"]) == (302, page(follow_up, "thanks/"))
    assert ProgressUpdate.objects.values("version", "channel", "status", *ANSWER).get() == ANSWER | {
        "version": 1,
        "channel": "link",
        "status": "waiting",
    }
    assert "We have your answer" in let_in.get(page(follow_up, "thanks/")).text


def test_follow_up_answer_shows_the_answer_given_to_be_changed(let_in, follow_up):
    let_in.post(page(follow_up), ANSWER)
    returning = Client()
    response = returning.get(address(follow_up), follow=True)
    assert "Thank you for your answer" in response.text
    assert "The council lent a van." in response.text
    returning.post(page(follow_up), ANSWER | {"standing": "done"} | seen_on(response))
    assert list(ProgressUpdate.objects.order_by("version").values_list("standing", "status")) == [
        ("under_way", "replaced"),
        ("done", "waiting"),
    ]


def test_follow_up_answer_shows_what_the_proposer_told_last_time(let_in, follow_up, planned_round, programme, lead, at):
    colleague = ProposerFactory(area=follow_up.proposer.area)
    ProgressUpdateFactory(
        follow_up__proposer=colleague, follow_up__round=planned_round, what_happened="A colleague's words."
    )
    first = let_in.get(page(follow_up))
    let_in.post(page(follow_up), ANSWER | {"what_happened": "Begun."} | seen_on(first))
    let_in.post(page(follow_up), ANSWER | seen_on(let_in.get(page(follow_up))))
    close_round(planned_round, by=lead, at=at)
    days = {name: getattr(planned_round, name) for name in ("planned_on", "answer_by_on")}
    following = FollowUpRoundFactory(programme=programme, number=2, name="Autumn", **days)
    open_round(following, by=lead, at=at)
    again = FollowUp.objects.with_names().get(round=following, proposer=follow_up.proposer)
    text = Client().get(address(again), follow=True).text
    assert ("What you told us last time" in first.text, "What you told us last time" in text) == (False, True)
    shown = [words in text for words in (*ANSWER.values(), "Under way", "for This spring", "Begun.", "A colleague")]
    assert shown == [True] * 6 + [False] * 2


def test_follow_up_answer_is_read_only_after_the_round(let_in, follow_up, planned_round, lead, at):
    let_in.post(page(follow_up), ANSWER)
    seen = seen_on(let_in.get(page(follow_up)))
    close_round(planned_round, by=lead, at=at)
    response = let_in.get(page(follow_up))
    assert "This round has closed. Thank you for your answer" in response.text
    assert "<form" not in response.text
    late = let_in.post(page(follow_up), ANSWER | {"what_happened": "Written late"} | seen)
    assert late.status_code == 200
    assert "What you have just written" in late.text
    assert "Written late" in late.text
    assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"standing": ""}, "Choose where it stands."),
        ({"standing": "flying"}, "Choose where it stands."),
        ({"what_happened": " \n "}, "Tell us what has happened, even if it is “nothing yet”."),
        ({"what_happened": "x" * 4001}, "“What has happened” is 4,001 characters long. Shorten it to 4,000 or fewer."),
        ({"what_hindered": "é" * 5000}, "“What hindered” is 5,000 characters long."),
    ],
)
def test_follow_up_answer_refuses_with_a_sentence_and_keeps_what_was_typed(let_in, follow_up, typed, message):
    response = let_in.post(page(follow_up), ANSWER | {"what_hindered": "My own words"} | typed)
    assert response.status_code == 200
    assert "<title>Error:" in response.text
    assert message in response.text
    assert ("My own words" in response.text) == ("what_hindered" not in typed)
    assert ProgressUpdate.objects.count() == 0


def test_follow_up_answer_takes_script_tags_as_words(let_in, follow_up):
    words = "<script>alert(1)</script>"
    let_in.post(page(follow_up), ANSWER | {"what_happened": words})
    assert ProgressUpdate.objects.get().what_happened == words
    assert words not in let_in.get(page(follow_up, "thanks/")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in let_in.get(page(follow_up)).text


def test_follow_up_answer_counts_a_line_break_once(let_in, follow_up):
    let_in.post(page(follow_up), ANSWER | {"what_happened": "a\r\n" * 1998 + "abcd"})
    assert len(ProgressUpdate.objects.get().what_happened) == 4000


def test_follow_up_answer_needs_the_forms_own_token(follow_up):
    strict = Client(enforce_csrf_checks=True)
    strict.get(address(follow_up))
    assert strict.post(page(follow_up), ANSWER).status_code == 403
    assert ProgressUpdate.objects.count() == 0


def test_follow_up_move_on_is_recorded_once(let_in, follow_up):
    response = let_in.post(page(follow_up, "moved-on/"), {"suggestion": "Bo, bo@example.org"})
    assert response["Location"] == page(follow_up, "thanks/")
    let_in.post(page(follow_up, "moved-on/"), {"suggestion": "Somebody else"})
    assert FollowUp.objects.values("status", "successor_note").get() == {
        "status": "moved_on",
        "successor_note": "Bo, bo@example.org",
    }
    assert "Thank you for telling us" in let_in.get(page(follow_up, "thanks/")).text
    assert "that you have moved on" in let_in.get(page(follow_up)).text


@pytest.mark.parametrize("typed", ["x" * 1001])
def test_follow_up_move_on_refuses_with_a_sentence(let_in, follow_up, typed):
    response = let_in.post(page(follow_up, "moved-on/"), {"suggestion": typed})
    assert (response.status_code, "“Anything else”" in response.text) == (200, True)
    assert FollowUp.objects.get().status == "asked"


def test_follow_up_move_on_names_whoever_agrees(let_in, follow_up):
    named = {"name": "Bo", "email": "bo@example.org"}
    for typed, message in (
        (named, "Tick the box if they agree."),
        ({"email": "bo@example.org"}, "Enter the name of whoever carries it on."),
        (named | {"email": "bo at home"}, "Enter an e-mail address in the right form"),
    ):
        assert message in let_in.post(page(follow_up, "moved-on/"), typed).text
    assert let_in.post(page(follow_up, "moved-on/"), named | {"agreed": "on"}).status_code == 302
    assert FollowUp.objects.values_list("status", "successor_name", "successor_email").get() == (
        "moved_on",
        "Bo",
        "bo@example.org",
    )
    assert Message.objects.filter(to_address="bo@example.org").count() == 0


def test_follow_up_not_me_is_an_answer_of_its_own(let_in, follow_up):
    assert "This was never yours" in let_in.get(page(follow_up, "not-me/")).text
    response = let_in.post(page(follow_up, "not-me/"), {"suggestion": "Ask at the library"})
    assert response["Location"] == page(follow_up, "thanks/")
    assert FollowUp.objects.values_list("status", "successor_note").get() == ("not_me", "Ask at the library")
    assert Message.objects.get().stop_reason == "It was never theirs."
    assert "We are sorry to have troubled you" in let_in.get(page(follow_up, "thanks/")).text
    assert "this was never yours" in let_in.get(page(follow_up)).text
    assert let_in.post(page(follow_up), ANSWER).status_code == 200
    assert ProgressUpdate.objects.count() == 0


@pytest.mark.parametrize("end", ["moved-on/", "not-me/"])
def test_follow_up_of_a_round_that_closed_meanwhile_shows_what_was_typed(let_in, follow_up, lead, at, end):
    close_round(follow_up.round, by=lead, at=at)
    before = everything()
    answer = let_in.post(page(follow_up, end), {"suggestion": "Ask at the library", "name": ""})
    assert answer.status_code == 409
    for words in ("This round has closed.", "Ask at the library", f'<a href="{page(follow_up)}">'):
        assert words in answer.text
    assert everything() == before
    assert let_in.post(page(follow_up, end))["Location"] == page(follow_up)


def test_follow_up_answer_while_it_is_handed_on_keeps_the_words_on_the_page(let_in, follow_up, proposer, lead, at):
    hand_on(proposer, name="Bo", email="bo@example.org", public_name="A librarian", by=lead, at=at)
    response = let_in.post(page(follow_up), ANSWER)
    assert "What you have just written" in response.text
    assert "Two benches are there." in response.text


def test_follow_up_pages_ask_nobody_to_sign_in_and_read_no_session(let_in, follow_up):
    response = let_in.get(page(follow_up))
    assert "sessionid" not in response.cookies
    assert "Sign in" not in response.text
