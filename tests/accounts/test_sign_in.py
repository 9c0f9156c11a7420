"""Sign-in by a code: in our words, told alike to strangers, and wide enough for a hall."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from outbox.models import Message
from tests import factories

ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


def ask(client: Client, email: str, **extra: str):
    return client.post(ASK, {"email": email}, **extra)


def code_in(message: Message) -> str:
    return re.search(r"[A-Z0-9]+-[A-Z0-9]+", message.subject).group()


def visible(response) -> str:
    """The page's own words, without what differs by request."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def test_code_comes_in_the_fast_lane_and_signs_in(representative):
    client = Client()
    assert ask(client, representative.email).headers["Location"] == CONFIRM
    message = Message.objects.get()
    code = code_in(message)
    assert message.subject == f"{code} is your sign-in code"
    assert (message.to_address, message.fast_lane) == (representative.email, True)
    assert code in message.text
    assert "It works for 15 minutes, once." in message.text
    assert "http" not in message.text
    response = client.post(CONFIRM, {"code": code.lower().replace("-", " ")})
    assert (response.status_code, response.headers["Location"]) == (302, "/home/")
    assert client.session["_auth_user_id"] == str(representative.pk)


def test_address_in_another_case_gets_its_code(representative):
    ask(Client(), representative.email.upper())
    assert Message.objects.get().to_address.lower() == representative.email


def test_stranger_sees_the_same_and_is_not_written_to(representative):
    known, stranger = Client(), Client()
    known_answer, strange_answer = ask(known, representative.email), ask(stranger, "nobody@example.org")
    assert strange_answer.headers["Location"] == known_answer.headers["Location"]
    pages = [visible(known.get(CONFIRM)), visible(stranger.get(CONFIRM))]
    assert pages[0].replace(representative.email, "X") == pages[1].replace("nobody@example.org", "X")
    wrong = [visible(client.post(CONFIRM, {"code": "BBBB-BBBB"})) for client in (known, stranger)]
    assert wrong[0].replace(representative.email, "X") == wrong[1].replace("nobody@example.org", "X")
    assert list(Message.objects.values_list("to_address", flat=True)) == [representative.email]


def test_wrong_code_is_said_in_words_and_the_right_one_still_works(representative):
    client = Client()
    ask(client, representative.email)
    page = client.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert page.status_code == 200
    assert "That is not the code." in page.content.decode()
    assert client.post(CONFIRM, {"code": code_in(Message.objects.get())}).headers["Location"] == "/home/"


def test_third_wrong_code_ends_it(representative):
    client = Client()
    ask(client, representative.email)
    answers = [client.post(CONFIRM, {"code": "BBBB-BBBB"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "That was tried too often." in client.get(answers[2].headers["Location"]).content.decode()
    client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("minutes", "signed_in"), [(14, True), (16, False)])
def test_code_runs_out_after_15_minutes_and_says_so(representative, minutes, signed_in):
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client, representative.email)
        clock.shift(timedelta(minutes=minutes))
        answer = client.post(CONFIRM, {"code": code_in(Message.objects.get())})
        assert ("_auth_user_id" in client.session) is signed_in
        page = client.get(answer.headers["Location"], follow=True).content.decode()
    assert ("That code has run out." in page) is not signed_in


def test_hall_of_150_behind_one_address_can_all_sign_in(db):
    people = factories.UserFactory.create_batch(150)
    for person in people:
        client = Client(REMOTE_ADDR="192.0.2.7")
        ask(client, person.email)
        code = code_in(Message.objects.get(to_address=person.email))
        assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/home/"


def test_one_address_asks_three_times_a_minute_and_no_more(representative):
    answers = [ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), representative.email) for n in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "That was tried too often." in answers[3].content.decode()
    assert Message.objects.count() == 3


def test_closed_account_is_not_written_to(representative):
    representative.is_active = False
    representative.save()
    ask(Client(), representative.email)
    assert Message.objects.count() == 0


def test_staff_sign_in_with_a_password_and_come_to_their_desk(lead):
    lead.set_password("a long enough password")
    lead.save()
    client = Client()
    answer = client.post("/accounts/login/", {"login": lead.email, "password": "a long enough password"})
    assert answer.headers["Location"] == "/home/"
    assert client.get("/home/").headers["Location"] == "/desk/"


def test_wrong_password_is_said_in_words_and_limited_by_address(lead):
    wrong = {"login": lead.email, "password": "not this one"}
    answers = [Client(REMOTE_ADDR=f"192.0.2.{n}").post("/accounts/login/", wrong) for n in range(6)]
    assert "do not belong together" in answers[0].content.decode()
    assert "That was tried too often." in answers[5].content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_sign_up_is_closed_in_our_words(db, method):
    from accounts.models import User

    answer = getattr(Client(), method)("/accounts/signup/", {"email": "new@example.org"})
    assert "Nobody needs to sign up" in answer.content.decode()
    assert User.objects.filter(email="new@example.org").count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_reset_password",
        "account_change_password",
        "account_set_password",
        "socialaccount_signup",
    ],
)
def test_pages_that_nobody_needs_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_admin_has_no_door_of_its_own(representative, client_of):
    assert Client().get("/admin/login/").headers["Location"].startswith("/accounts/login/code/?next=")
    assert client_of(representative).get("/admin/login/").status_code == 403


def test_signing_out_needs_a_press(representative, client_of):
    client = client_of(representative)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("email", ["", "nobody", "a\x00b@example.org", "<script>"])
def test_bad_address_is_said_in_words(db, email):
    page = ask(Client(), email)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert Message.objects.count() == 0
