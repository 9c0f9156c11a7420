"""Letters with codes that anybody can have sent to somebody: few of them, and the owner is never barred by them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import own_letters
from outbox.models import Message
from tests.accounts.test_sign_in import ASK, CONFIRM, ask, code_in, visible

TOO_MANY = "this page sends no more today"
OWN_PAGE = re.compile(r"http://testserver(/accounts/c/\S+)")


def asked_by_strangers(email: str, count: int) -> list[int]:
    """Ask for codes from as many places; return what was answered."""
    return [ask(Client(REMOTE_ADDR=f"198.51.100.{place}"), email).status_code for place in range(count)]


def newest() -> Message:
    return Message.objects.latest("pk")


def own_page() -> str:
    """The address of the page to which the newest letter leads."""
    return OWN_PAGE.search(newest().text)[1]


def test_address_is_sent_ten_unused_codes_a_day_however_many_strangers_ask(lead):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert asked_by_strangers(lead.email, 200) == [302] * 10 + [200] * 190
        clock.shift(timedelta(hours=23))
        assert asked_by_strangers(lead.email, 1) == [200]
        clock.shift(timedelta(hours=2))
        assert asked_by_strangers(lead.email, 1) == [302]
    assert Message.objects.count() == 11


def test_stranger_is_refused_the_eleventh_code_as_an_owner_is(representative):
    known = [visible(ask(Client(), representative.email)) for _ in range(11)][-1]
    strange = [visible(ask(Client(), "nobody@example.org")) for _ in range(11)][-1]
    assert TOO_MANY in known
    assert known == strange


def test_owner_signs_in_by_the_letter_when_strangers_have_used_up_what_is_sent(representative):
    asked_by_strangers(representative.email, 11)
    client = Client()
    assert TOO_MANY in ask(client, representative.email).text
    assert client.post(own_page()).headers["Location"] == CONFIRM
    assert client.post(CONFIRM, {"code": code_in(newest())}).headers["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(representative.pk)


def test_code_that_a_stranger_asked_for_and_did_not_use_does_not_bar_the_owners(representative):
    assert asked_by_strangers(representative.email, 5) == [302] * 5
    client = Client()
    ask(client, representative.email)
    assert client.post(CONFIRM, {"code": code_in(newest())}).headers["Location"] == "/home/"


def test_codes_that_are_used_do_not_count(representative):
    for _ in range(15):
        client = Client()
        ask(client, representative.email)
        assert client.post(CONFIRM, {"code": code_in(newest())}).headers["Location"] == "/home/"


def test_account_own_page_opened_changes_nothing(representative):
    ask(Client(), representative.email)
    page = Client().get(own_page())
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store, private")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert Message.objects.count() == 1
    assert asked_by_strangers(representative.email, 1) == [302]


def test_account_own_page_stops_for_a_day_what_others_ask_for(representative):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked_by_strangers(representative.email, 3)
        clock.shift(timedelta(hours=3))
        page = own_page()
        assert "Until this time tomorrow" in Client().post(page, {"stop": ""}, follow=True).text
        clock.shift(timedelta(hours=23))
        assert asked_by_strangers(representative.email, 1) == [200]
        client = Client()
        client.post(page)
        assert Message.objects.count() == 4
        assert client.post(CONFIRM, {"code": code_in(newest())}).headers["Location"] == "/home/"


def test_account_own_page_sends_thirty_codes_a_day(representative):
    ask(Client(), representative.email)
    page = own_page()
    assert [Client().post(page).status_code for _ in range(31)] == [302] * 30 + [200]
    assert "it sends no more today" in Client().post(page).text


@pytest.mark.parametrize("closed", [True, False], ids=["account closed", "eight days old"])
def test_account_own_page_that_is_over_says_what_to_do(representative, closed):
    ask(Client(), representative.email)
    representative.is_active = not closed
    representative.save()
    with time_machine.travel(timezone.now() + timedelta(days=0 if closed else 8)):
        page = Client().post(own_page())
    assert page.status_code == 404
    assert ASK in page.text
    assert Message.objects.count() == 1


def test_account_own_page_of_somebody_else_cannot_be_made_up(representative, lead):
    ask(Client(), representative.email)
    token = own_page().split("/")[-2]
    made_up = own_letters.path_for(lead).split("/")[-2].split(":")[0] + ":" + token.partition(":")[2]
    assert Client().get(f"/accounts/c/{made_up}/").status_code == 404
