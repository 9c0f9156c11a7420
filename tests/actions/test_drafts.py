"""What somebody has begun to write: theirs alone, kept, and never lost to another window."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import LogEntry
from actions.models import AnswerDraft, FollowUp, ProgressUpdate
from actions.rounds import links
from actions.rounds.answer_state import AnswerSnapshot, AnswerState
from actions.rounds.services.answers import answer_follow_up, move_on, save_draft
from actions.rounds.services.rounds import close_round
from kit.refusals import InvalidTransition, StaleEdit
from tests.accounts.factories import UserFactory
from tests.actions.conftest import ANSWER, seen_on

BEGUN = {"standing": "", "what_happened": "Half a sentence", "what_helped": "", "what_hindered": ""}


def page(follow_up: FollowUp, end: str = "") -> str:
    return f"/follow-up/{follow_up.pk}/{end}"


def test_save_draft_keeps_half_an_answer_and_answers_nothing(follow_up, programme, at):
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), by=None, at=at)
    assert AnswerDraft.objects.values(*BEGUN).get() == BEGUN
    assert (FollowUp.objects.get().status, ProgressUpdate.objects.count()) == ("asked", 0)
    entry = LogEntry.objects.latest("id")
    assert (entry.verb, entry.details) == ("draft_saved", {})


def test_answer_takes_the_place_of_the_draft(follow_up, at):
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), by=None, at=at)
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    assert AnswerDraft.objects.count() == 0


def test_answer_written_down_by_the_team_leaves_the_draft_to_its_writer(follow_up, lead, at):
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), by=None, at=at)
    seen = AnswerState.of(follow_up, with_draft=False).version()
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="telephone", version=seen, by=lead, at=at)
    assert AnswerDraft.objects.get().what_happened == "Half a sentence"


def test_save_draft_of_what_was_sent_already_is_none(follow_up, at):
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    assert save_draft(follow_up, answer=AnswerSnapshot(**ANSWER), by=None, at=at) is None
    save_draft(follow_up, answer=AnswerSnapshot(**ANSWER | {"what_helped": "Paint."}), by=None, at=at)
    assert save_draft(follow_up, answer=AnswerSnapshot(**ANSWER), by=None, at=at) is None
    assert AnswerDraft.objects.count() == 0


@pytest.mark.parametrize("ended", ["closed", "moved on"])
def test_save_draft_refuses_when_nothing_can_be_answered_any_more(follow_up, planned_round, lead, at, ended):
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), by=None, at=at)
    if ended == "closed":
        close_round(planned_round, by=lead, at=at)
    else:
        move_on(follow_up, by=None, at=at)
    with pytest.raises(InvalidTransition):
        save_draft(follow_up, answer=AnswerSnapshot(**ANSWER), by=None, at=at)
    assert AnswerDraft.objects.get().what_happened == "Half a sentence"


@pytest.mark.parametrize("write", [save_draft, answer_follow_up])
def test_second_window_is_told_what_the_first_wrote(follow_up, at, write):
    seen = AnswerState.of(follow_up).version()
    more = {} if write is save_draft else {"channel": "link"}
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), version=seen, by=None, at=at)
    with pytest.raises(StaleEdit) as told:
        write(follow_up, answer=AnswerSnapshot(**ANSWER), **more, version=seen, by=None, at=at)
    assert told.value.current.by_box() == BEGUN
    assert (AnswerDraft.objects.get().what_happened, ProgressUpdate.objects.count()) == ("Half a sentence", 0)
    write(follow_up, answer=AnswerSnapshot(**ANSWER), **more, version=told.value.current.version(), by=None, at=at)


def test_answers_of_two_windows_are_both_kept(follow_up, lead, at):
    seen = AnswerState.of(follow_up).version()
    answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="telephone", version=seen, by=lead, at=at)
    with pytest.raises(StaleEdit) as told:
        answer_follow_up(
            follow_up,
            answer=AnswerSnapshot(**ANSWER | {"standing": "done"}),
            channel="link",
            version=seen,
            by=None,
            at=at,
        )
    now = told.value.current.version()
    answer_follow_up(
        follow_up, answer=AnswerSnapshot(**ANSWER | {"standing": "done"}), channel="link", version=now, by=None, at=at
    )
    assert list(ProgressUpdate.objects.order_by("version").values_list("channel", "standing", "status")) == [
        ("telephone", "under_way", "replaced"),
        ("link", "done", "waiting"),
    ]


def test_save_and_come_back_later_takes_half_an_answer_and_gives_it_back(let_in, follow_up):
    response = let_in.post(page(follow_up), BEGUN | {"later": ""} | seen_on(let_in.get(page(follow_up))))
    assert response["Location"] == page(follow_up, "thanks/")
    assert "What you have written is kept" in let_in.get(page(follow_up, "thanks/")).text
    returning = Client()
    text = returning.get(f"/f/{links.token_for(follow_up)}/", follow=True).text
    assert "It has not been sent yet." in text
    assert ">\nHalf a sentence</textarea>" in text
    refused = returning.post(page(follow_up), BEGUN)
    assert "Choose where it stands." in refused.text
    assert ProgressUpdate.objects.count() == 0


def test_two_windows_show_both_texts_side_by_side_and_the_next_press_decides(let_in, follow_up):
    first, second = let_in.get(page(follow_up)), let_in.get(page(follow_up))
    let_in.post(page(follow_up), BEGUN | {"later": ""} | seen_on(first))
    told = let_in.post(page(follow_up), ANSWER | seen_on(second))
    assert told.status_code == 200
    assert "This was changed in another window" in told.text
    assert "Half a sentence" in told.text
    assert "Two benches are there.</textarea>" in told.text
    assert ProgressUpdate.objects.count() == 0
    assert let_in.post(page(follow_up), ANSWER | seen_on(told)).status_code == 302
    assert ProgressUpdate.objects.get().what_happened == "Two benches are there."


def test_team_sees_that_somebody_has_begun_and_not_a_word_of_it(client_of, follow_up, lead, at):
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), by=None, at=at)
    desk = client_of(lead)
    overview = desk.get("/desk/neighbours/rounds/1/").text
    assert "Half a sentence" not in overview + desk.get(f"/desk/neighbours/follow-ups/{follow_up.pk}/").text
    refused = desk.post(
        f"/desk/neighbours/follow-ups/{follow_up.pk}/", ANSWER | {"channel": "paper", "version": "long ago"}
    )
    assert refused.status_code == 302
    assert AnswerDraft.objects.count() == 1


def test_signed_in_person_answers_without_a_link(client_of, follow_up, proposer, representative, at):
    user = UserFactory()
    proposer.person.user = user
    proposer.person.save()
    mine, other = client_of(user), client_of(representative)
    assert "how is it going?" in mine.get(page(follow_up)).text
    assert other.get(page(follow_up)).status_code == 404
    FollowUp.objects.update(link_revoked_at=at)
    assert mine.post(page(follow_up), ANSWER).status_code == 302
    assert ProgressUpdate.objects.values_list("channel", "entered_by").get() == ("signed_in", user.pk)
    assert list(FollowUp.objects.of_person(user)) == [follow_up]
    assert list(FollowUp.objects.of_person(user).unanswered()) == []


def test_draft_is_kept_for_whoever_comes_back_after_the_round(let_in, follow_up, planned_round, lead, at):
    save_draft(follow_up, answer=AnswerSnapshot(**BEGUN), by=None, at=at + timedelta(minutes=1))
    close_round(planned_round, by=lead, at=at)
    text = let_in.get(page(follow_up)).text
    assert "What you had begun to write, and not sent" in text
    assert "Half a sentence" in text
