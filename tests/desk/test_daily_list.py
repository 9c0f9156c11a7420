"""The daily list by e-mail: to those who want it, once a working day, where something waits; left with one click."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from desk.models import DailyList
from desk.services import choose_daily_list, send_daily_lists, switch_daily_list
from desk.tasks import send_lists
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.consultations.factories import FeedbackFactory
from tests.desk.factories import DailyListFactory
from tests.programmes.factories import TeamMemberFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import MissingVoiceFactory

# A Monday, seven o'clock in London.
MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
FIRST = """- Find 1 missing voice (waiting since today, last day was 29 November 2026): Better neighbours
  http://testserver/desk/neighbours/missing/"""
TODAY = reverse("desk:programme-list")
OWN = reverse("desk:own-daily-list")


@pytest.fixture
def waiting(programme, lead):
    """Two things that wait in the programme, one of them late."""
    FeedbackFactory(consultation__phase__programme=programme, said_at=MONDAY - timedelta(days=4))
    FeedbackFactory(consultation__phase__programme=programme, said_at=MONDAY)
    MissingVoiceFactory(
        programme=programme, noticed_at=MONDAY, look_by_on=MONDAY.date() - timedelta(days=1), owner=lead
    )


@pytest.fixture
def daily(lead):
    return DailyListFactory(user=lead)


def lists():
    return Message.objects.filter(kind="daily-list").order_by("pk")


def link_of(message) -> str:
    return message.unsubscribe_url.removeprefix("http://testserver")


def test_daily_list_says_what_waits_as_today_does(daily, waiting, lead):
    assert send_daily_lists(at=MONDAY) == 1
    message = lists().get()
    assert (message.to_address, message.subject) == (lead.email, "What waits for you: 2 things")
    assert message.text.split("\n\n")[1:3] == [
        "On Monday 30 November 2026 this waits for you, the most pressing first:",
        FIRST,
    ]
    assert (
        "- Review 2 pieces of feedback (oldest 4 days): Better neighbours\n"
        "  http://testserver/desk/neighbours/feedback/\n" in message.text
    )
    assert (message.due_at, message.expires_at) == (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=17))


def test_daily_list_goes_to_those_who_want_it_and_can_do_something(daily, waiting, programme, other_programme):
    stopped, viewer, gone, elsewhere = (UserFactory(is_staff=True) for _ in range(4))
    for user, hat in ((stopped, "lead"), (viewer, "viewer"), (gone, "lead")):
        TeamMemberFactory(programme=programme, user=user, hat=hat)
    TeamMemberFactory(programme=other_programme, user=elsewhere)
    for user in (viewer, gone, elsewhere):
        DailyListFactory(user=user)
    DailyListFactory(user=stopped, is_wanted=False)
    gone.is_active = False
    gone.save()
    UserFactory(is_staff=True)
    assert (send_daily_lists(at=MONDAY), [each.to_address for each in lists()]) == (1, [daily.user.email])


def test_daily_list_goes_once_a_working_day(daily, waiting):
    week = [MONDAY + timedelta(days=day) for day in range(7)]
    assert [send_daily_lists(at=at) for at in week] == [1, 1, 1, 1, 1, 0, 0]
    assert [send_daily_lists(at=at) for at in week] == [0] * 7
    assert lists().count() == 5


def test_daily_list_is_not_sent_when_nothing_waits_nor_later_that_day(daily, programme):
    assert send_daily_lists(at=MONDAY) == 0
    FeedbackFactory(consultation__phase__programme=programme, said_at=MONDAY)
    assert send_daily_lists(at=MONDAY + timedelta(hours=1)) == 0
    assert send_daily_lists(at=MONDAY + timedelta(days=1)) == 1


def test_daily_list_whose_message_cannot_be_queued_is_looked_at_again(daily, waiting):
    with refusing(Message), pytest.raises(WriteRefused):
        send_daily_lists(at=MONDAY)
    assert send_daily_lists(at=MONDAY) == 1


def test_clock_sends_the_daily_lists(daily, waiting, time_machine):
    time_machine.move_to(MONDAY)
    send_lists()
    assert lists().count() == 1


def test_own_daily_list_is_asked_for_and_stopped_and_the_log_has_each_once(client_of, lead, waiting):
    browser = client_of(lead)
    assert ("You do not have it." in browser.get(OWN).text, "Have what waits by e-mail" in browser.get(TODAY).text) == (
        True,
        True,
    )
    for _ in range(2):
        assert browser.post(OWN, {"wanted": "yes"})["Location"] == OWN
    assert f"You have it, at {lead.email}." in browser.get(OWN).text
    assert "You have what waits by e-mail" in browser.get(TODAY).text
    send_daily_lists(at=MONDAY)
    for _ in range(2):
        browser.post(OWN)
    assert lists().get().state == "cancelled"
    verbs = (
        LogEntry.objects.filter(by=lead, verb__startswith="daily_list").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["daily_list_wanted", "daily_list_stopped"]


def test_own_daily_list_is_for_staff_alone(client_of, representative):
    browser = client_of(representative)
    assert (browser.get(OWN).status_code, browser.post(OWN, {"wanted": "yes"}).status_code) == (404, 404)
    assert DailyList.objects.count() == 0


@pytest.mark.parametrize("is_wanted", [True, False])
def test_choice_that_cannot_be_logged_is_not_made(lead, is_wanted):
    DailyListFactory(user=lead, is_wanted=not is_wanted)
    with refusing(LogEntry), pytest.raises(WriteRefused):
        choose_daily_list(lead, is_wanted=is_wanted, by=lead, at=timezone.now())
    assert DailyList.objects.get().is_wanted is not is_wanted


def test_one_click_needs_neither_cookie_nor_token_of_a_form_and_stops_the_queued(daily, waiting):
    send_daily_lists(at=MONDAY)
    mail_program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = mail_program.post(link_of(lists().get()), {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content, answer.cookies) == (200, b"Stopped.", {})
    assert (DailyList.objects.get().is_wanted, lists().get().state) == (False, "cancelled")
    stopped = LogEntry.objects.get(verb="daily_list_stopped")
    assert (stopped.by, stopped.pressed_by) == (None, f"desk.dailylist:{daily.pk}")


def test_one_click_with_another_link_stops_nobody(daily):
    address = reverse("desk:daily-list-open", args=["x" * 43])
    assert Client(enforce_csrf_checks=True).post(address).status_code == 404
    assert DailyList.objects.get().is_wanted


def test_link_looks_first_then_stops_then_undoes(daily, waiting):
    send_daily_lists(at=MONDAY)
    browser, page = Client(), reverse("desk:daily-list-stop", args=[daily.pk])
    assert browser.get(page).status_code == 404
    opened = browser.get(link_of(lists().get()))
    assert (opened.status_code, opened["Location"], opened["Referrer-Policy"]) == (302, page, "no-referrer")
    shown = browser.get(page).text
    assert (DailyList.objects.get().is_wanted, daily.user.email in shown, "missing voice" in shown) == (
        True,
        False,
        False,
    )
    for name, heading, wanted in (("", "Your daily list is stopped", False), ("again", "Stop your daily list?", True)):
        answer = browser.post(page, {name: "yes"} if name else {}, follow=True)
        assert re.findall("<h1>([^<]+)", answer.text) == [heading]
        assert DailyList.objects.get().is_wanted is wanted


def test_link_stays_the_same_in_the_next_message(daily, waiting):
    for days in range(2):
        send_daily_lists(at=MONDAY + timedelta(days=days))
    first, second = lists()
    assert first.unsubscribe_url == second.unsubscribe_url


def test_daily_list_that_is_asked_for_again_goes_on_that_very_day_if_none_went(daily, waiting):
    switch_daily_list(daily, is_wanted=False, by=None, at=MONDAY)
    assert send_daily_lists(at=MONDAY) == 0
    switch_daily_list(daily, is_wanted=True, by=None, at=MONDAY)
    assert send_daily_lists(at=MONDAY) == 1
