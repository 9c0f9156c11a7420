"""Sign-in by a code: in our words, told alike to strangers, and wide enough for a hall."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from accounts.own_letters import owner_of, path_for
from accounts.services import change_address
from outbox.models import Message
from tests.accounts.factories import UserFactory

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


def test_code_of_a_letter_dies_when_its_address_is_no_longer_theirs(representative, lead, at):
    client = Client()
    ask(client, representative.email)
    change_address(representative, email="rosa.boyd@example.org", by=lead, at=at)
    page = client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert "That is not the code." in page.text
    assert "_auth_user_id" not in client.session


def test_code_of_a_letter_dies_when_a_superuser_gives_another_address(representative):
    client = Client()
    ask(client, representative.email)
    User.objects.filter(pk=representative.pk).update(email="rosa.boyd@example.org")
    client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert "_auth_user_id" not in client.session


def test_own_page_of_a_letter_is_gone_when_its_address_is_no_longer_theirs(representative, lead, at):
    old = path_for(representative)
    changed = change_address(representative, email="rosa.boyd@example.org", by=lead, at=at)
    page = Client().get(old, follow=True)
    assert changed.email not in page.text
    assert (owner_of(old.split("/")[-2]), owner_of(path_for(changed).split("/")[-2])) == (None, changed)


def test_hall_of_150_behind_one_address_can_all_sign_in(db):
    people = UserFactory.create_batch(150)
    for person in people:
        client = Client(REMOTE_ADDR="192.0.2.7")
        ask(client, person.email)
        code = code_in(Message.objects.get(to_address=person.email))
        assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/home/"


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


def guess(lead, place: int):
    wrong = {"login": lead.email, "password": f"guess number {place}"}
    return Client(REMOTE_ADDR=f"198.51.100.{place}").post("/accounts/login/", wrong)


def test_password_guessed_at_from_200_places_is_read_ten_times(lead, caplog):
    lead.set_password("guess number 150")
    lead.save()
    answers = [guess(lead, place).content.decode() for place in range(200)]
    assert ["do not belong together" in answer for answer in answers] == [True] * 10 + [False] * 190
    assert ["Wait an hour, or sign in with a code" in answer for answer in answers] == [False] * 10 + [True] * 190
    assert caplog.text.count("A password was refused unread") == 190
    assert lead.email not in caplog.text
    # The lead comes in by a code meanwhile, and by the password an hour later.
    client = Client()
    ask(client, lead.email)
    assert client.post(CONFIRM, {"code": code_in(Message.objects.get())}).status_code == 302
    assert client.session["_auth_user_id"] == str(lead.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert guess(lead, 150).status_code == 302


def test_passwords_are_hashed_as_often_for_strangers_as_for_anybody(lead, viewer, representative, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_sign_in.Counting"]
    lead.set_password("a long enough password")
    lead.save()
    viewer.is_active = False
    viewer.set_password("a long enough password")
    viewer.save()
    representative.set_unusable_password()
    representative.save()
    counts = []
    for email in (lead.email, viewer.email, representative.email, "nobody@example.org"):
        Counting.hashed = 0
        Client().post("/accounts/login/", {"login": email, "password": "not this one"})
        counts.append(Counting.hashed)
    assert counts == [counts[0]] * 4
    assert counts[0] > 0


class Counting(MD5PasswordHasher):
    """Counts how often it is asked."""

    hashed = 0

    def encode(self, password, salt):
        Counting.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted_as_one"),
    [
        (0, "203.0.113.{n}", True),
        (1, "203.0.113.{n}, 198.51.100.9", True),
        (1, "198.51.100.9, 203.0.113.{n}", False),
        (1, "", True),
        (1, "nonsense {n}, 198.51.100.9", True),
        # One proxy of the two was passed by: that ends in no error page.
        (2, "203.0.113.{n}", True),
        (2, "203.0.113.{n}, 198.51.100.9, 10.0.0.1", True),
    ],
)
def test_visitors_are_counted_by_an_address_that_they_cannot_choose(db, settings, proxies, forwarded, counted_as_one):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}
    for n in range(3):
        headers = {"HTTP_X_FORWARDED_FOR": forwarded.format(n=n)} if forwarded else {}
        answer = ask(Client(REMOTE_ADDR="192.0.2.7"), f"person{n}@example.org", **headers)
    assert ("That was tried too often." in answer.content.decode()) is counted_as_one


def test_too_many_from_one_place_is_said_in_our_words(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    wrong = {"login": "nobody@example.org", "password": "not this one"}
    answers = [Client().post("/accounts/login/", wrong) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "<h1>That was too often</h1>" in answers[1].content.decode()


def test_nobody_signs_in_while_attempts_cannot_be_counted_and_the_page_says_so(lead, settings):
    nothing_there = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nothing_there}
    assert ask(Client(), lead.email).status_code == 503
    answer = Client().post("/accounts/login/", {"login": lead.email, "password": "a long enough password"})
    assert answer.status_code == 503
    assert "<h1>Nobody can sign in at the moment</h1>" in answer.content.decode()
    assert Message.objects.count() == 0
    assert Client().get(ASK).status_code == 200


def test_mistyped_address_can_be_put_right(representative):
    client = Client()
    ask(client, "mistyped@example.org")
    assert client.get(ASK).status_code == 200
    ask(client, representative.email)
    answer = client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert answer.headers["Location"] == "/home/"


@pytest.mark.parametrize(
    ("path", "field", "autocomplete"),
    [(ASK, "email", "username"), ("/accounts/login/", "login", "username")],
)
def test_password_keepers_know_the_fields(db, path, field, autocomplete):
    page = Client().get(path)
    assert page.context["form"][field].label == "E-mail address"
    assert f'autocomplete="{autocomplete}"' in page.content.decode()


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


@pytest.mark.parametrize("email", ["", "nobody", "<script>"])
def test_bad_address_is_said_in_words(db, email):
    page = ask(Client(), email)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert Message.objects.count() == 0
