"""The team's pages about whoever has moved on, and whoever takes over from them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry
from actions.models import FollowUp, FollowUpRound, Proposer
from actions.rounds.services.answers import move_on, say_not_me
from actions.rounds.services.rounds import send_new_link
from actions.rounds.services.succession import hand_on
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.actions.factories import ProposerFactory
from tests.filled_forms import SURE

DESK = "/desk/neighbours/"


def test_successor_who_was_named_is_asked_with_one_press_and_no_look(staff, follow_up, proposer, at):
    move_on(follow_up, name="Bo", email="bo@example.org", by=None, at=at)
    text = staff.get(f"{DESK}rounds/1/?show=to-hand-on").text
    assert "Bo is to carry it on: look, and ask them instead." in text
    assert "bo@example.org" not in text
    for _ in range(2):
        staff.post(f"{DESK}proposers/{proposer.pk}/ask-named/")
    successor = Proposer.objects.get(took_over_from=proposer)
    assert successor.public_name == f"Whoever took over from {proposer.public_name}"
    assert list(Message.objects.filter(state="due").values_list("to_address", flat=True)) == ["bo@example.org"]
    assert LogEntry.objects.filter(verb="looked").count() == 0


def test_round_detail_and_hand_on_promise_to_ask_a_successor_until_the_last_day(
    staff, follow_up, planned_round, proposer, at
):
    move_on(follow_up, name="Bo", email="bo@example.org", by=None, at=at)
    hand_on_page, last = f"{DESK}proposers/{proposer.pk}/hand-on/", planned_round.answer_by_on
    assert "Whoever takes it over is asked in This spring at once." in staff.get(hand_on_page).text
    FollowUpRound.objects.update(planned_on=last - timedelta(days=50), answer_by_on=last - timedelta(days=22))
    text = staff.get(f"{DESK}rounds/1/").text
    assert "Bo is to carry it on: look, and hand it on to them." in text
    assert ("Hand it on to Bo" in text, "Ask Bo instead" in text) == (True, False)
    assert (
        "Whoever takes it over is not asked at once. The last day of This spring has passed"
        f" ({last - timedelta(days=22):%-d %B %Y})."
    ) in staff.get(hand_on_page).text
    staff.post(f"{DESK}proposers/{proposer.pk}/ask-named/")
    assert FollowUp.objects.count() == 1
    assert "Nothing: it has been handed on." in staff.get(f"{DESK}rounds/1/").text


def test_round_detail_of_somebody_named_by_mistake_says_who_has_it(staff, follow_up, proposer, lead, at):
    say_not_me(follow_up, by=None, at=at)
    assert (
        f"{proposer.person.name} (the public reads “{proposer.public_name}”) was named by mistake."
        in staff.get(f"{DESK}proposers/{proposer.pk}/hand-on/").text
    )
    assert "Find out whose it is, and hand it to them." in staff.get(f"{DESK}rounds/1/").text
    FollowUpRound.objects.update(answer_by_on=timezone.localdate(at))
    hand_on(proposer, name="Bo", email="bo@example.org", public_name="A librarian", by=lead, at=at + timedelta(days=1))
    assert FollowUp.objects.count() == 1
    assert "Nothing: the right person has it." in staff.get(f"{DESK}rounds/1/").text


def test_round_detail_waits_for_nobody_to_whom_it_belongs_no_more(staff, programme, follow_up, proposer, lead, at):
    today = timezone.localdate(at)
    for until_on, word, left in (
        (today + timedelta(days=1), "Wait: the message is on its way.", 0),
        (today, "They have moved on: find somebody to hand it on to.", 1),
    ):
        Proposer.objects.update(until_on=until_on)
        text = staff.get(f"{DESK}rounds/1/").text
        assert (word in text, "To be handed on: 1" in text) == (True, bool(left))
        assert FollowUp.objects.to_hand_on(today).count() == left
        assert (f"{DESK}proposers/{proposer.pk}/hand-on/" in text) == bool(left)
    with pytest.raises(InvalidTransition, match="It is theirs no more"):
        send_new_link(follow_up, by=lead, at=at)


@pytest.mark.parametrize(
    ("days", "words"), [(None, "has it now."), (1, "moves on, "), (0, "moved on, "), (-1, "moved on, ")]
)
def test_proposer_hand_on_says_whose_it_is_on_this_day(staff, proposer, at, days, words):
    until_on = None if days is None else timezone.localdate(at) + timedelta(days=days)
    Proposer.objects.update(until_on=until_on)
    day = f"{until_on:%-d %B %Y}." if until_on else ""
    text = staff.get(f"{DESK}proposers/{proposer.pk}/hand-on/").text
    assert f"<p>Ines Okoro (the public reads “{proposer.public_name}”) {words}{day}</p>" in text
    assert "Whoever takes it over is not asked at once. No round is open." in text


def test_how_a_successor_is_reached_is_shown_by_a_look_that_is_logged(staff, lead, follow_up, proposer, at):
    move_on(follow_up, name="Bo", telephone="0191 498 0000", suggestion="She is in the library", by=None, at=at)
    looks, here = LogEntry.objects.filter(verb="looked"), f"{DESK}proposers/{proposer.pk}/hand-on/"
    shown = staff.get(here)
    assert "They told us who may carry it on: Bo." in shown.text
    assert ("0191 498 0000" in shown.text, "in the library" in shown.text, looks.count()) == (False, False, 0)
    looked = staff.post(here, {"look": ""})
    assert ("0191 498 0000" in looked.text, "in the library" in looked.text) == (True, True)
    assert "no-store" in looked.headers["Cache-Control"]
    entry = looks.get()
    assert (entry.by, entry.programme_id) == (lead, proposer.area.programme_id)


def test_successor_named_without_a_way_to_reach_them_is_not_asked(staff, follow_up, proposer, at):
    move_on(follow_up, name="Bo", by=None, at=at)
    told = staff.post(f"{DESK}proposers/{proposer.pk}/ask-named/", follow=True)
    assert "Their name alone is not enough." in told.text
    assert Proposer.objects.count() == 1


def test_follow_up_not_theirs_leads_on_to_whose_it_is(staff, follow_up, proposer):
    response = staff.post(f"{DESK}follow-ups/{follow_up.pk}/not-theirs/", SURE)
    assert response["Location"] == f"{DESK}proposers/{proposer.pk}/hand-on/"
    assert FollowUp.objects.get().status == "not_me"
    assert "Find out whose it is" in staff.get(f"{DESK}rounds/1/").text


def test_follow_up_moved_on_then_hand_on(staff, follow_up, proposer):
    response = staff.post(f"{DESK}follow-ups/{follow_up.pk}/moved-on/", {"suggestion": "Ask Bo"})
    assert response["Location"] == f"{DESK}proposers/{proposer.pk}/hand-on/"
    assert "Ask Bo" in staff.post(response["Location"], {"look": ""}).text
    typed = {"name": "Bo", "public_name": "A librarian", "email": "bo@example.org", "telephone": ""}
    for wrong, message in (
        ({"name": ""}, "Enter the person’s name."),
        ({"public_name": "x" * 201}, "201 characters"),
        ({"email": "not one"}, "Enter an e-mail address in the right form"),
        ({"email": ""}, "Enter an e-mail address or a telephone number"),
    ):
        refused = staff.post(response["Location"], typed | wrong)
        assert (refused.status_code, message in refused.text) == (200, True), wrong
    assert Proposer.objects.count() == 1
    assert staff.post(response["Location"], typed).status_code == 302
    assert "This has been handed on already." in staff.post(response["Location"], typed).text
    assert Proposer.objects.get(took_over_from=proposer).public_name == "A librarian"


@pytest.mark.parametrize("title", ["{0.person.email}", "{", "{0.nothing}"])
def test_proposer_hand_on_says_a_title_with_braces_as_it_is(staff, programme, title):
    proposer = ProposerFactory(area__programme=programme, area__title=title)
    typed = {"name": "Bo", "public_name": "A librarian", "email": "bo@example.org", "telephone": ""}
    text = staff.post(f"{DESK}proposers/{proposer.pk}/hand-on/", typed, follow=True).text
    assert f"“{title}” is handed on to Bo." in text
    assert "bo@example.org" not in text
