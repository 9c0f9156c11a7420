"""A lost second step: cleared by somebody else, told to its owner, and of no use to whoever holds the telephone."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry, User
from accounts.services import clear_second_factor
from kit.refusals import Refused
from outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.accounts.test_second_factor import (  # noqa: F401
    CONFIRM,
    HERE,
    PASSWORD,
    SECOND_STEP,
    app_secret,
    ask,
    code_in,
    digits,
    first_step,
    lead,
)


@pytest.fixture(autouse=True)
def second_step_is_required(settings):
    settings.STAFF_SECOND_FACTOR = "required"


@pytest.fixture
def superuser(db) -> User:
    return UserFactory(email="root@example.org", name="Root", is_staff=True, is_superuser=True)


def page_of(user: User) -> str:
    return reverse("admin:accounts_user_clear_second_factor", args=[user.pk])


@pytest.fixture
def root(superuser, settings, client_of) -> Client:
    """A superuser's browser; that they took the second step is not what these tests are about."""
    client = client_of(superuser)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    session["account_authentication_methods_user"] = str(superuser.pk)
    session.save()
    return client


def test_colleague_with_a_lost_phone_comes_back_by_a_code_and_sets_up_anew(root, lead, app_secret):  # noqa: F811
    lost = first_step(lead)
    assert lost.post(SECOND_STEP, {"code": digits(app_secret)}).status_code == 302
    assert lost.get("/desk/").status_code == 200
    assert page_of(lead) in root.get(reverse("admin:accounts_user_change", args=[lead.pk])).text
    assert root.get(page_of(lead)).status_code == 200
    assert Authenticator.objects.count() == 1
    answer = root.post(page_of(lead), follow=True)
    assert "signs in by a code now" in answer.text
    assert page_of(lead) not in answer.text
    # Neither the session on the lost telephone nor the password that was kept in it is of use.
    assert lost.get("/desk/").status_code == 302
    assert "_auth_user_id" not in first_step(lead).session
    assert "second-step" not in first_step(lead).get("/accounts/login/", follow=True).text
    letter = Message.objects.get(kind="second-factor")
    assert (letter.to_address, letter.subject) == (lead.email, "Set up your second step again")
    assert "Root has cleared the second step" in letter.text
    entry = LogEntry.objects.get(verb="factors_cleared")
    assert (entry.by.name, entry.object_id, entry.details) == ("Root", str(lead.pk), {"factors": 1})
    client = Client()
    ask(client, lead.email)
    client.post(CONFIRM, {"code": code_in(Message.objects.get(kind="sign-in"))})
    assert client.get("/accounts/login/").headers["Location"] == HERE


def test_only_a_superuser_clears_and_never_their_own(root, superuser, lead, viewer, client_of, settings):  # noqa: F811
    for user in (superuser, lead):
        Authenticator.objects.create(user=user, type="totp", data={"secret": ""})
    assert root.get(page_of(superuser)).status_code == 403
    assert root.post(page_of(superuser)).status_code == 403
    assert page_of(superuser) not in root.get(reverse("admin:accounts_user_change", args=[superuser.pk])).text
    for by in (viewer, superuser, lead):
        with pytest.raises(Refused, match="Only a superuser clears"):
            clear_second_factor(by if by != viewer else lead, by=by, at=timezone.now())
    settings.STAFF_SECOND_FACTOR = "offered"
    assert client_of(viewer).post(page_of(lead)).status_code == 403
    assert Authenticator.objects.count() == 2
    assert root.get("/admin/accounts/user/987654/clear-second-factor/").status_code == 404


def test_nothing_to_clear_is_said(root, superuser, lead):  # noqa: F811
    assert "no second step to clear" in root.post(page_of(lead), follow=True).text
    with pytest.raises(Refused, match="no second step to clear"):
        clear_second_factor(lead, by=superuser, at=timezone.now())
    assert User.objects.get(pk=lead.pk).check_password(PASSWORD)
    assert ([entry.verb for entry in LogEntry.objects.all()], Message.objects.count()) == (["looked"], 0)


def test_shell_clears_where_nobody_else_can(superuser, capsys):
    Authenticator.objects.create(user=superuser, type="totp", data={"secret": ""})
    call_command("clear_second_factor", "ROOT@example.org")
    assert "Cleared: root@example.org" in capsys.readouterr().out
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.by) == ("factors_cleared", None)
    assert "Somebody who keeps this site running has cleared" in Message.objects.get().text
    for address in ("root@example.org", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("clear_second_factor", address)


def test_secrets_have_no_page_in_the_admin(root):
    assert root.get("/admin/mfa/authenticator/").status_code == 404
