"""Accounts: made once for each address, with all that signing in by a code needs."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import LogEntry, User
from accounts.services import make_account
from tests.accounts.factories import UserFactory
from tests.refusing import WriteRefused, refusing

ROSA = "Rosa.Adeyemi@example.org"


def test_make_account_lets_its_code_in_and_is_logged(superuser, at):
    user, is_new = make_account(ROSA, name="Rosa", is_staff=True, by=superuser, at=at)
    assert (user.email, user.name, user.is_staff, user.has_usable_password(), is_new) == (
        "rosa.adeyemi@example.org", "Rosa", True, False, True,
    )  # fmt: skip
    assert EmailAddress.objects.values_list("email", "verified", "primary").get(user=user) == (user.email, True, True)
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.object_type, entry.object_id, entry.by) == (
        "added", "accounts.user", str(user.pk), superuser,
    )  # fmt: skip


def test_make_account_finds_the_one_that_is_there_and_changes_only_where_codes_go(db, at):
    known = UserFactory(email="rosa.adeyemi@example.org", name="Rosa")
    EmailAddress.objects.all().delete()
    assert make_account(ROSA, name="Somebody Else", is_staff=True, by=None, at=at) == (known, False)
    known.refresh_from_db()
    assert (known.name, known.is_staff, LogEntry.objects.count()) == ("Rosa", False, 0)
    assert EmailAddress.objects.get(user=known).verified is True


def test_make_account_opens_no_closed_one(db, at):
    closed = UserFactory(email="rosa.adeyemi@example.org", is_active=False)
    EmailAddress.objects.all().delete()
    assert make_account(ROSA, name="Rosa", by=None, at=at) == (closed, False)
    assert EmailAddress.objects.count() == 0


@pytest.mark.parametrize("table", [LogEntry, EmailAddress])
def test_make_account_leaves_nothing_when_a_later_write_fails(db, at, table):
    with refusing(table), pytest.raises(WriteRefused):
        make_account(ROSA, name="Rosa", by=None, at=at)
    assert (User.objects.count(), LogEntry.objects.count()) == (0, 0)
