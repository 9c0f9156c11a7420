"""The team's pages about follow-up."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Factor, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from actions.rounds.answer_state import AnswerSnapshot
from actions.rounds.emails import ask_proposer
from actions.rounds.follow_up_status import follow_up_statuses
from actions.rounds.links import give_link
from actions.rounds.recipients import round_recipients
from actions.rounds.services.answers import answer_follow_up
from actions.rounds.services.rounds import RoundPlan, close_round, open_round, replan_round
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.actions.conftest import ANSWER
from tests.actions.factories import (
    ActionAreaFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.filled_forms import SURE

DESK = "/desk/neighbours/"


def dates(first, last) -> dict[str, int]:
    """Two days as six boxes."""
    return {
        f"{name}_{box}": value
        for name, day in (("planned_on", first), ("answer_by_on", last))
        for box, value in enumerate((day.day, day.month, day.year))
    }


@pytest.fixture
def waiting(follow_up, at) -> ProgressUpdate:
    return answer_follow_up(follow_up, answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)


def test_round_create_then_preview_then_open(staff, programme, proposer):
    today = timezone.localdate()
    response = staff.post(f"{DESK}rounds/new/", {"name": "Spring"} | dates(today, today + timedelta(days=20)))
    assert response["Location"] == f"{DESK}rounds/1/open/"
    preview = staff.get(response["Location"])
    assert "1 message goes out" in preview.text
    assert "Put it forward on 4 January 2016." in preview.text
    seen = round_recipients(FollowUpRound.objects.get(), timezone.now()).fingerprint
    assert f'value="{seen}"' in preview.text
    for _ in range(2):
        staff.post(response["Location"], {"as_seen": seen})
    assert (FollowUpRound.objects.get().status, FollowUp.objects.count(), Message.objects.count()) == ("open", 1, 1)


def test_round_open_shows_when_each_message_goes_and_how_it_reads(staff, programme, proposer, planned_round):
    FollowUpRound.objects.update(first_reminder_days=10, second_reminder_days=4, last_call_days=0)
    text = " ".join(staff.get(f"{DESK}rounds/1/open/").text.split())
    for step, before in (("First reminder", 10), ("Second reminder", 4), ("Last call", 0)):
        day = planned_round.answer_by_on - timedelta(days=before)
        assert f'{step}</th> <td data-label="When"> {day:%A %-d %B %Y}, between 08:00 and 18:00' in text
    assert "First message: “Benches”: how is it going?" in text
    assert "Dear Ines Okoro, On 4 January 2016 you put forward “Benches”" in text
    assert f"We asked you on {planned_round.planned_on:%-d %B %Y} how “Benches” is going" in text
    assert f"Today, {planned_round.answer_by_on:%A %-d %B %Y}, is the last day." in text
    assert "(here stands the link to their own page)" in text
    assert "its public page, if it has one, will say that we asked in This spring and had no answer" in text
    assert Message.objects.count() == 0


def test_round_edit_changes_a_planned_round_and_no_other(staff, programme, planned_round, proposer, lead, at):
    path, today = f"{DESK}rounds/1/edit/", timezone.localdate(at)
    typed = {"name": "Autumn"} | dates(today, today + timedelta(days=30))
    for steps, message in (
        ({"first_reminder_days": "soon"}, "Enter a whole number of days"),
        ({"first_reminder_days": "28"}, "must come 3 days after opening: enter fewer than 28 days"),
        ({"first_reminder_days": "5", "last_call_days": "5"}, "must come after the step before it: enter fewer than 5"),
        ({"last_call_days": "-1"}, "Enter 0 or more days."),
        ({"name": ""}, "Enter a name for the round"),
    ):
        refused = staff.post(path, typed | steps)
        assert (refused.status_code, message in refused.text) == (200, True), steps
    assert staff.post(path, typed | {"first_reminder_days": "27", "last_call_days": "0"}).status_code == 302
    changed = FollowUpRound.objects.get()
    assert (changed.name, [step for step, _ in changed.reminders]) == ("Autumn", ["first-reminder", "last-call"])
    open_round(changed, by=lead, at=at)
    assert staff.post(path, typed)["Location"] == f"{DESK}rounds/1/"
    with pytest.raises(InvalidTransition, match="its dates stand"):
        replan_round(planned_round, plan=RoundPlan("Winter", today, today), by=lead, at=at)


def test_round_detail_counts_and_shows_one_group(staff, programme, follow_up):
    FollowUpFactory(round=follow_up.round, proposer__person__telephone="0191 000", proposer__area__number=7)
    Message.objects.update(state="failed", last_words="550 No such mailbox.")
    text = staff.get(f"{DESK}rounds/1/?show=bounced").text
    assert "Message did not arrive: 1" in text
    assert "Yours to ring: 1" in text
    assert "550 No such mailbox." in text
    assert "ring them" not in text
    everybody = staff.get(f"{DESK}rounds/1/?show=nonsense").text
    assert ("ring them" in everybody, "0191 000" in everybody) == (True, False)


def test_round_open_after_the_list_changed_shows_it_again(staff, planned_round, proposer):
    response = staff.post(f"{DESK}rounds/1/open/", {"as_seen": "of yesterday"}, follow=True)
    assert "has changed since you saw it" in response.text
    assert FollowUpRound.objects.get().status == "planned"


def test_round_create_refuses_with_a_sentence_and_keeps_what_was_typed(staff, programme, planned_round):
    today = timezone.localdate()
    good = {"name": "Autumn"} | dates(today, today)
    cases = [
        ({"name": ""}, "Enter a name for the round"),
        ({"name": "x" * 81}, "is 81 characters long"),
        ({"name": "This spring"}, "There is already a round called “This spring”."),
        ({"planned_on_0": "31", "planned_on_1": "2"}, "Enter a real date"),
        ({"planned_on_0": "soon"}, "Enter the date in numbers"),
        ({"answer_by_on_2": ""}, "Enter"),
        (dates(today - timedelta(days=1), today), "must be today or later"),
        (dates(today, today - timedelta(days=1)), "must not be before the day of opening"),
        ({"answer_by_on_2": "2099"}, "within a year"),
        ({"planned_on_2": "2099", "answer_by_on_2": "2099"}, "within five years"),
    ]
    for typed, message in cases:
        response = staff.post(f"{DESK}rounds/new/", good | typed)
        assert (response.status_code, message in response.text) == (200, True), (typed, message)
        assert "<title>Error:" in response.text
    assert FollowUpRound.objects.count() == 1


def test_round_detail_says_the_next_best_thing_for_each(staff, programme, planned_round, proposer, lead, at):
    people = {
        name: ProposerFactory(area__programme=programme, area__number=number, person__name=name, **more)
        for number, (name, more) in enumerate(
            {
                "Telephone": {"person__email": "", "person__telephone": "0191 000"},
                "Answered": {},
                "Failed": {"person__telephone": ""},
                "Sent": {},
            }.items(),
            start=2,
        )
    }
    open_round(planned_round, by=lead, at=at)
    asked = {name: FollowUp.objects.get(proposer=person) for name, person in people.items()}
    answer_follow_up(asked["Answered"], answer=AnswerSnapshot(**ANSWER), channel="link", by=None, at=at)
    message = Message.objects.filter(topic_id=planned_round.pk, recipient=people["Failed"].pk, step="first")
    message.update(state="failed", last_words="No such user")
    message = Message.objects.filter(topic_id=planned_round.pk, recipient=people["Sent"].pk, step="first")
    message.update(state="accepted", accepted_at=at)
    text = staff.get(f"{DESK}rounds/1/").text
    for words in (
        "Wait: the message is on its way.",
        "No e-mail address: ring them and write the answer down.",
        "Read the answer and decide what the public reads.",
        "The message did not go: correct the address and send a new link, or find another way to reach them.",
        f"Wait: they have until {planned_round.answer_by_on:%-d %B %Y}.",
    ):
        assert text.count(words) == 1, words


def test_round_pages_take_the_same_number_of_queries(staff, programme, proposer, lead, at, django_assert_num_queries):
    FollowUpRoundFactory(programme=programme, number=50, name="To come", answer_by_on=timezone.localdate(at))
    counts = {}
    for number, size in ((1, 1), (2, 30)):
        round = FollowUpRoundFactory(
            programme=programme, number=number, name=f"R{number}", status="closed", opened_at=at, opened_by=lead,
            closed_at=at, closed_by=lead,
        )  # fmt: skip
        for _ in range(size):
            asked = FollowUpFactory(round=round, status="answered", settled_at=at)
            ProgressUpdateFactory(follow_up=asked)
            moved = FollowUpFactory(round=round, status="moved_on", settled_at=at)
            ProposerFactory(area=moved.proposer.area, took_over_from=moved.proposer)
            bounced = FollowUpFactory(round=round)
            give_link(bounced)
            bounced.save()
            ask_proposer(bounced, at=at)
        Message.objects.update(state="failed", last_words="550 No such mailbox.")
        bounced = f"{DESK}rounds/{number}/?show=no-answer"
        assert staff.get(bounced).text.count("550 No such mailbox.") == size
        for path in (f"rounds/{number}/", "rounds/", "rounds/50/open/", "updates/"):
            counts.setdefault(path.replace(str(number), "n", 1), []).append(queries_of(staff, DESK + path))
    assert {path: len(set(each)) for path, each in counts.items()} == dict.fromkeys(counts, 1)


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_round_says_what_is_left_out_because_nobody_proposed_it(staff, programme, proposer, lead, at, count):
    for number in range(count):
        ActionAreaFactory(programme=programme, number=80 + number, title=f"Nobody’s {number}")
    ActionAreaFactory(programme=programme, number=90, title="Hidden", published_at=None, published_by=None)
    ActionAreaFactory(title="Elsewhere")
    round = FollowUpRoundFactory(programme=programme, number=7, answer_by_on=timezone.localdate(at))
    heading = f"Left out, because nobody is named as having put {'it' if count == 1 else 'them'} forward: {count}"
    pages = [staff.get(f"{DESK}rounds/7/open/").text]
    open_round(round, by=lead, at=at)
    pages.append(staff.get(f"{DESK}rounds/7/").text)
    for page in pages:
        assert (heading in page, page.count(">8"), "Hidden" in page) == (count > 0, count, False)
        assert "Elsewhere" not in page


def test_round_close_confirms_first(staff, follow_up):
    assert "Ines Okoro" in staff.get(f"{DESK}rounds/1/close/").text
    assert FollowUpRound.objects.get().status == "open"
    for _ in range(2):
        assert staff.post(f"{DESK}rounds/1/close/", {"sure": "on"}).status_code == 302
    assert FollowUpRound.objects.get().status == "closed"
    assert "Nothing: they did not answer, and the round is closed." in staff.get(f"{DESK}rounds/1/").text


def test_follow_up_record_keeps_who_wrote_it_down_and_how_it_came(staff, follow_up, lead):
    path = f"{DESK}follow-ups/{follow_up.pk}/"
    page = staff.get(path).text
    assert reverse("admin:stakeholders_person_change", args=[follow_up.proposer.person_id]) in page
    assert "ines.okoro@example.org" not in page
    assert "Choose how they told us." in staff.post(path, ANSWER).text
    assert "Choose how they told us." in staff.post(path, ANSWER | {"channel": "link"}).text
    assert staff.post(path, ANSWER | {"channel": "telephone"}).status_code == 302
    assert ProgressUpdate.objects.values_list("channel", "entered_by").get() == ("telephone", lead.pk)


def test_follow_up_not_reached_new_link_and_revoke_link(staff, follow_up):
    path = f"{DESK}follow-ups/{follow_up.pk}/"
    for end in ("not-reached/", "new-link/", "revoke-link/"):
        assert staff.get(path + end).status_code == 405
    staff.post(f"{path}not-reached/", SURE)
    assert FollowUp.objects.get().status == "unreachable"
    pressed = {"link": FollowUp.objects.get().link_version}
    assert pressed["link"] in staff.get(path).text
    for _ in range(2):
        staff.post(f"{path}new-link/", pressed)
    assert Message.objects.count() == 2
    staff.post(f"{path}revoke-link/", SURE)
    assert FollowUp.objects.get().link_revoked_at is not None
    assert "no personal link to revoke" in staff.post(f"{path}revoke-link/", SURE, follow=True).text


def test_update_review_list_shows_fifty_to_a_page_first_those_that_nobody_has_read(staff, programme, lead, at):
    asked = FollowUpFactory.create_batch(52, round__programme=programme)
    updates = [
        ProgressUpdateFactory(follow_up=each, status="published", reviewed_at=at - timedelta(days=n), reviewed_by=lead)
        for n, each in enumerate(asked)
    ]
    ProgressUpdateFactory(follow_up=asked[0], version=2, status="replaced")
    waits = ProgressUpdateFactory(follow_up=asked[51], version=2)
    pages = [staff.get(f"{DESK}updates/?page={number}") for number in (1, 2)]
    assert [list(each.context["page"]) for each in pages] == [[waits, *updates[:49]], updates[49:]]
    assert "Waiting to be read: 1" in pages[0].text
    assert ("Waiting to be read" in pages[1].text, "Nothing waits." in pages[1].text) == (False, False)


REVIEW = {
    "headline": "Two benches.",
    "happened": ANSWER["what_happened"],
    "helped": ANSWER["what_helped"],
    "hindered": ANSWER["what_hindered"],
    "redaction_reason": "",
    "decision": "publish",
}


def test_update_review_shows_the_original_beside_the_words_for_the_public(staff, waiting):
    text = staff.get(f"{DESK}updates/{waiting.pk}/").text
    assert text.count("The council lent a van.") == 2
    assert "Benches" in staff.get(f"{DESK}updates/").text


def test_update_review_publishes(staff, waiting, programme):
    used = FactorFactory(programme=programme, kind="helped")
    foreign = FactorFactory(kind="helped")
    path = f"{DESK}updates/{waiting.pk}/"
    typed = REVIEW | {"version": waiting.review_version, "new_hindered": "Weather"}
    refused = staff.post(path, typed | {"helped_factors": [foreign.pk]})
    assert (refused.status_code, ProgressUpdate.objects.get().status) == (200, "waiting")
    assert staff.post(path, typed | {"helped_factors": [used.pk]}).status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.status, update.published_helped) == ("published", "The council lent a van.")
    assert set(update.factors.all()) == {used, Factor.objects.get(name="Weather", kind="hindered")}
    assert "Somebody else has reviewed this" in staff.post(path, typed).text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"headline": ""}, "Write one line for the public."),
        ({"happened": ""}, "Write what has happened."),
        ({"helped": "Somebody’s van."}, "Say why the words were changed."),
        ({"headline": "x" * 301}, "301 characters"),
        ({"decision": "maybe"}, "Choose “Publish” or “Keep unpublished”."),
        ({"helped_factors": ["\x00"]}, "Null characters are not allowed"),
        ({"version": "long ago"}, "Somebody else has reviewed this"),
    ],
)
def test_update_review_refuses_with_a_sentence(staff, waiting, typed, message):
    FactorFactory(programme=waiting.area.programme, kind="helped")
    response = staff.post(f"{DESK}updates/{waiting.pk}/", REVIEW | {"version": waiting.review_version} | typed)
    assert response.status_code == 200
    assert message in response.text
    assert "<title>Error:" in response.text
    assert ProgressUpdate.objects.get().status == "waiting"


def test_desk_is_for_whoever_wears_the_hat(client_of, follow_up, waiting, viewer, staff_elsewhere, representative):
    read = {"rounds/", "rounds/1/"}
    pages = [*read, "rounds/new/", "rounds/1/open/", "rounds/1/close/", f"follow-ups/{follow_up.pk}/", "updates/"]
    pages += [f"updates/{waiting.pk}/", f"proposers/{follow_up.proposer_id}/hand-on/"]
    for page in pages:
        assert client_of(viewer).get(DESK + page).status_code == (200 if page in read else 403)
        assert client_of(staff_elsewhere).get(DESK + page).status_code == 404
        assert client_of(representative).get(DESK + page).status_code == 404
        assert client_of(None).get(DESK + page).status_code == 302


def test_desk_of_another_programme_does_not_show_ours(client_of, follow_up, waiting, staff_elsewhere):
    there = client_of(staff_elsewhere)
    assert there.get("/desk/elsewhere/rounds/").status_code == 200
    pages = (f"follow-ups/{follow_up.pk}/", f"updates/{waiting.pk}/", f"proposers/{follow_up.proposer_id}/hand-on/")
    for page in pages:
        assert there.get(f"/desk/elsewhere/{page}").status_code == 404


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("status", ["moved_on", "not_me", "unreachable"])
def test_what_is_to_be_handed_on_is_never_called_nothing_to_do(follow_up, lead, at, status, is_closed):
    FollowUp.objects.update(status=status, settled_at=at)
    Proposer.objects.update(until_on=timezone.localdate(at))
    if is_closed:
        close_round(follow_up.round, by=lead, at=at)
    [entry] = follow_up_statuses(FollowUpRound.objects.get(), at + timedelta(days=1))
    assert (entry.group, entry.next_action.startswith("Nothing")) == ("to-hand-on", False)
