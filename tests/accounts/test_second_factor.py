"""The second step of staff: set up once, asked for ever after, and never to be walked around."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import LogEntry, User
from outbox.models import Message
from tests.accounts.test_sign_in import CONFIRM, ask, code_in

PASSWORD = "a long enough password"
SECOND_STEP = "/accounts/login/second-step/"
HERE = "/accounts/2fa/"
APP = "/accounts/2fa/app/"
CODES = "/accounts/2fa/recovery-codes/"


@pytest.fixture(autouse=True)
def second_step_is_required(settings):
    settings.STAFF_SECOND_FACTOR = "required"


@pytest.fixture
def lead(lead: User) -> User:
    lead.set_password(PASSWORD)
    lead.save()
    return lead


def digits(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def first_step(user: User, **where: str) -> Client:
    """Somebody's browser after the right password."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD} | where)
    return client


def set_up_app(client: Client, path: str = APP):
    """Set up an authenticator app as a person does; return its secret and the page that answers."""
    secret = client.get(path).context["form"].secret
    return secret, client.post(path, {"code": digits(secret)})


def codes_on(page) -> list[str]:
    return re.findall(r"<code>(\d{8})</code>", page.content.decode())


@pytest.fixture
def app_secret(lead: User) -> str:
    """The lead has an app, set up some time ago."""
    secret = generate_totp_secret()
    TOTP.activate(lead, secret)
    return secret


@pytest.fixture
def set_up(lead: User) -> tuple[str, list[str]]:
    """The lead has an app and recovery codes: its secret, and the codes."""
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        secret, page = set_up_app(first_step(lead))
    return secret, codes_on(page)


def test_staff_without_a_factor_are_sent_to_set_one_up_and_then_where_they_went(lead):
    client = Client()
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    ask(client, lead.email)
    client.post(CONFIRM, {"code": code_in(Message.objects.get()), "next": "/admin/"})
    page = client.get("/admin/", follow=True)
    assert [path for path, _ in page.redirect_chain] == [
        "/admin/login/?next=/admin/",
        "/accounts/login/code/?next=%2Fadmin%2F",
        HERE,
    ]
    assert "Set up your second step" in page.text
    _, answer = set_up_app(client)
    assert answer.status_code == 200
    assert 'href="/admin/"' in answer.text
    assert client.get("/admin/").status_code == 200


def test_representative_is_never_asked(representative):
    client = Client()
    ask(client, representative.email)
    client.post(CONFIRM, {"code": code_in(Message.objects.get())})
    assert client.get("/home/").status_code == 200


def test_session_from_before_is_a_strangers_until_the_second_step(lead, client_of):
    client = client_of(lead)
    assert client.get("/desk/").headers["Location"] == "/accounts/login/code/?next=/desk/"
    assert client.get("/accounts/login/code/?next=/desk/").headers["Location"] == HERE


def test_session_from_before_of_somebody_with_a_factor_shows_it(lead, client_of, set_up):
    client = client_of(lead)
    page = client.get("/desk/", follow=True)
    assert page.redirect_chain[-1] == ("/accounts/2fa/reauthenticate/?next=%2Fdesk%2F", 302)
    answer = client.post(page.redirect_chain[-1][0], {"code": digits(set_up[0])})
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("power", ["is_staff", "is_superuser"])
def test_somebody_given_power_is_asked_on_the_next_request(representative, client_of, power):
    client = client_of(representative)
    assert client.get("/home/").status_code == 200
    User.objects.filter(pk=representative.pk).update(**{power: True})
    assert client.get("/home/").headers["Location"] == "/accounts/login/code/?next=/home/"


def test_second_step_costs_no_query(lead, client_of, settings):
    settings.STAFF_SECOND_FACTOR = "offered"
    client = client_of(lead)
    with CaptureQueriesContext(connection) as offered:
        assert client.get("/desk/").status_code == 200
    settings.STAFF_SECOND_FACTOR = "required"
    client = first_step(lead)
    set_up_app(client)
    with CaptureQueriesContext(connection) as required:
        assert client.get("/desk/").status_code == 200
    assert len(required) == len(offered)


def test_factor_is_asked_for_at_sign_in_and_the_desk_opens_after_it(lead, app_secret):
    client = first_step(lead, next="/desk/messages/")
    assert client.get("/desk/").headers["Location"] == "/accounts/login/code/?next=/desk/"
    assert "That code has run out" not in client.get(SECOND_STEP).text
    wrong = client.post(SECOND_STEP, {"code": "000000"})
    assert "<title>Error: Second step" in wrong.text
    assert "That is not right." in wrong.text
    right = client.post(SECOND_STEP, {"code": digits(app_secret)})
    assert right.headers["Location"] == "/desk/messages/"
    assert client.get("/desk/").status_code == 200


def test_factor_is_asked_for_after_a_code_too(lead, app_secret):
    client = Client()
    ask(client, lead.email)
    answer = client.post(CONFIRM, {"code": code_in(Message.objects.get())}, follow=True)
    assert answer.redirect_chain == [(SECOND_STEP, 302)]
    assert "That code has run out" not in answer.text


def test_six_digits_work_once_and_for_their_time_alone(lead, app_secret):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        shown = digits(app_secret)
        assert first_step(lead).post(SECOND_STEP, {"code": shown}).status_code == 302
        clock.shift(timedelta(seconds=31))
        assert first_step(lead).post(SECOND_STEP, {"code": shown}).status_code == 200
        fresh = digits(app_secret)
        clock.shift(timedelta(seconds=65))
        assert first_step(lead).post(SECOND_STEP, {"code": fresh}).status_code == 200


def test_recovery_codes_are_shown_once_and_each_works_once(lead, set_up):
    codes = set_up[1]
    assert len(codes) == 10
    client = first_step(lead)
    assert client.post(SECOND_STEP, {"code": codes[0]}).status_code == 302
    assert "You have 9 left." in client.get("/desk/").text
    for path in (HERE, APP, CODES, "/accounts/2fa/passkeys/"):
        page = client.get(path, follow=True)
        assert [code for code in codes if code in page.text] == []
    assert first_step(lead).post(SECOND_STEP, {"code": codes[0]}).status_code == 200
    assert first_step(lead).post(SECOND_STEP, {"code": codes[1]}).status_code == 302


def test_new_recovery_codes_end_the_old_ones(lead, set_up):
    secret, old = set_up
    client = first_step(lead)
    client.post(SECOND_STEP, {"code": digits(secret)})
    assert "You have 10 left." in client.get(CODES).text
    new = codes_on(client.post(CODES))
    assert (len(new), set(new) & set(old)) == (10, set())
    assert first_step(lead).post(SECOND_STEP, {"code": old[0]}).status_code == 200
    assert first_step(lead).post(SECOND_STEP, {"code": new[0]}).status_code == 302


@pytest.mark.parametrize("name", ["mfa_generate_recovery_codes", "mfa_download_recovery_codes"])
def test_recovery_codes_cannot_be_read_or_downloaded(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_name_typed_long_after_sign_in_asks_again_and_is_kept(lead, set_up):
    """Whoever is to show again who they are may well do it: they are not told that they may not."""
    client = first_step(lead)
    client.post(SECOND_STEP, {"code": digits(set_up[0])})
    key = Authenticator.objects.create(user=lead, type="webauthn", data={"name": "Blue key", "credential": {}})
    page = f"/accounts/2fa/passkeys/{key.pk}/"
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.post(page, {"name": "The key of my telephone"})
        assert asked.status_code == 302
        assert asked.headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
        client.post(asked.headers["Location"], {"code": digits(set_up[0])}, follow=True)
    key.refresh_from_db()
    assert key.data["name"] == "The key of my telephone"


def test_last_factor_stays_with_staff(lead, set_up, settings):
    client = first_step(lead)
    client.post(SECOND_STEP, {"code": digits(set_up[0])})
    page = client.post(f"{APP}remove/", follow=True)
    assert page.redirect_chain == [(HERE, 302)]
    assert "Add another before you remove this." in page.text
    key = Authenticator.objects.create(user=lead, type="webauthn", data={"name": "Blue key", "credential": {}})
    client.post(f"{APP}remove/")
    page = client.post(f"/accounts/2fa/passkeys/{key.pk}/remove/", follow=True)
    assert "Add another before you remove this." in page.text
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    settings.STAFF_SECOND_FACTOR = "offered"
    client.post(f"/accounts/2fa/passkeys/{key.pk}/remove/")
    assert Authenticator.objects.count() == 0


def test_password_alone_neither_removes_nor_adds_a_factor(lead, client_of, set_up):
    client = client_of(lead)
    key = Authenticator.objects.create(user=lead, type="webauthn", data={"name": "Blue key", "credential": {}})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for path in (f"{APP}remove/", f"/accounts/2fa/passkeys/{key.pk}/remove/", CODES, "/accounts/2fa/passkeys/add/"):
        assert client.get(path).headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
        assert client.post(path).headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert Authenticator.objects.count() == 3


def test_change_long_after_sign_in_asks_again(lead, set_up):
    client = first_step(lead)
    client.post(SECOND_STEP, {"code": digits(set_up[0])})
    assert client.get(CODES).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.get(CODES).headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
        shown = client.post(f"/accounts/2fa/reauthenticate/?next={CODES}", {"code": digits(set_up[0])})
        assert shown.headers["Location"] == CODES
        assert client.get(CODES).status_code == 200


def test_log_and_mail_tell_of_every_change(lead):
    secret, page = set_up_app(first_step(lead))
    client = first_step(lead)
    client.post(SECOND_STEP, {"code": "12345"})
    client.post(SECOND_STEP, {"code": codes_on(page)[0]})
    client.post(CODES)
    Authenticator.objects.create(user=lead, type="webauthn", data={"name": "Blue key", "credential": {}})
    client.post(f"{APP}remove/")
    entries = LogEntry.objects.order_by("pk")
    assert [(entry.verb, entry.by, entry.details) for entry in entries] == [
        ("factor_added", lead, {"factor": "totp"}),
        ("recovery_codes_made", lead, {}),
        ("factor_refused", None, {}),
        ("recovery_code_used", lead, {"left": 9}),
        ("recovery_codes_made", lead, {}),
        ("factor_removed", lead, {"factor": "totp"}),
    ]
    assert {entry.object_id for entry in entries} == {str(lead.pk)}
    letters = Message.objects.filter(kind="second-factor").order_by("pk")
    assert [letter.to_address for letter in letters] == [lead.email] * 3
    assert "- an authenticator app was added\n- recovery codes were made; any" in letters[0].text
    assert "- an authenticator app was removed\n" in letters[2].text
    assert [secret in letter.text or codes_on(page)[0] in letter.text for letter in letters] == [False] * 3


def test_app_that_was_not_read_rightly_is_not_set_up(lead):
    client = first_step(lead)
    client.get(APP)
    page = client.post(APP, {"code": "000000"})
    assert "<title>Error: Set up an app" in page.text
    assert Authenticator.objects.count() == 0
    assert client.get("/desk/").status_code == 302


def test_second_step_is_only_offered_in_a_demonstration_and_the_page_says_so(lead, settings):
    settings.STAFF_SECOND_FACTOR = "offered"
    said = "In this demonstration staff need no second step."
    assert said in Client().get("/accounts/login/").text
    client = first_step(lead)
    assert client.get("/desk/").status_code == 200
    assert "In this demonstration the second step is offered" in client.get(HERE).text
    settings.STAFF_SECOND_FACTOR = "required"
    assert said not in Client().get("/accounts/login/").text


def test_page_for_passkeys_says_what_works_without_javascript(lead):
    page = first_step(lead).get("/accounts/2fa/passkeys/add/")
    assert "A passkey needs JavaScript" in page.text
    assert f'<a href="{APP}">Set up an authenticator app</a>' in page.text
    assert (
        re.findall(r"<script(?! src| type=\"module\" src| id=\"passkey-options\" type=\"application/json\")", page.text)
        == []
    )


@pytest.mark.parametrize("credential", ["", "{", "[]", "{}", '{"id": "x", "response": {}}', "null", '"x"'])
def test_passkey_that_is_none_is_refused_in_words(lead, app_secret, credential):
    client = first_step(lead)
    assert client.post(SECOND_STEP, {"credential": credential}).status_code == 200
    client.post(SECOND_STEP, {"code": digits(app_secret)})
    assert client.post("/accounts/2fa/passkeys/add/", {"credential": credential}).status_code == 200


def test_backup_alone_takes_no_second_step(lead, set_up, settings):
    secret, codes = set_up
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert [word for word in (secret, *codes) if word in kept] == []
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "0123456789" * 5
    assert first_step(lead).post(SECOND_STEP, {"code": digits(secret)}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    for code in (digits(secret), codes[0]):
        assert first_step(lead).post(SECOND_STEP, {"code": code}).status_code == 200


@pytest.mark.parametrize("pressed", ["desk", "admin"])
def test_second_step_after_a_press_that_was_not_taken_leads_to_a_page(lead, app_secret, programme, pressed):
    """The address that was pressed answers no GET: nobody ends on an empty page that says 405."""
    press = {"desk": f"/desk/{programme.slug}/areas/1/publish/", "admin": "/admin/logout/"}[pressed]
    client = first_step(lead, next=press)
    answer = client.post(SECOND_STEP, {"code": digits(app_secret), "next": press})
    page = client.get(answer.headers["Location"], follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, "/desk/")


def test_session_from_before_of_somebody_with_a_factor_comes_from_a_press_to_a_page(lead, client_of, set_up, programme):
    press = f"/desk/{programme.slug}/areas/1/publish/"
    client = client_of(lead)
    page = client.get(f"/accounts/login/code/?next={press}", follow=True)
    answer = client.post(page.redirect_chain[-1][0], {"code": digits(set_up[0])})
    assert client.get(answer.headers["Location"], follow=True).status_code == 200


@pytest.mark.parametrize("next_page", ["/admin/", "/admin/logout/", "/admin/phases/method/add/"])
def test_the_admins_own_sign_in_leads_to_a_page(lead, app_secret, next_page):
    """Through the code of a letter and the second step."""
    client = Client()
    door = client.get(f"/admin/login/?next={next_page}", follow=True)
    assert door.request["PATH_INFO"] == "/accounts/login/code/"
    ask(client, lead.email)
    asked = client.post(CONFIRM, {"code": code_in(Message.objects.get()), "next": next_page})
    answer = client.post(asked.headers["Location"], {"code": digits(app_secret), "next": next_page})
    page = client.get(answer.headers["Location"], follow=True)
    assert (page.status_code, page.request["PATH_INFO"]) == (200, "/desk/" if "logout" in next_page else next_page)
