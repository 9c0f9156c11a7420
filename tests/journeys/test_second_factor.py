"""A member of staff sets up a passkey and comes in by it; without JavaScript the page says what works instead."""

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.journeys.conftest import STAFF_PASSWORD, Watch, sideways
from tests.journeys.inspection import Inspection

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """A running site that holds one member of staff; at a name rather than a number, which passkeys ask for."""
    User.objects.create_superuser("root@example.org", STAFF_PASSWORD, name="Root")
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def watch(chromium: Browser, site: str) -> Iterator[Watch]:
    """Windows on a site where staff must take the second step."""
    watch = Watch(chromium, site)
    with override_settings(STAFF_SECOND_FACTOR="required"):
        yield watch
    watch.close()
    assert watch.troubles == []


def give_password(page: Page) -> None:
    page.goto("/desk/messages/")
    page.get_by_role("link", name="Sign in with a password instead").click()
    page.get_by_label("E-mail address").fill("root@example.org")
    page.get_by_label("Password").fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_staff_set_up_a_passkey_and_come_in_by_it(watch: Watch) -> None:
    page = watch.open(width=320)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    give_password(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("[data-passkey-trouble]:visible")).to_have_count(0)
    page.get_by_label("What will you call it?").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes")
    assert sideways(page) == 0
    codes = re.findall(r"\b\d{8}\b", page.get_by_role("main").inner_text())
    assert len(set(codes)) == 10
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url("**/desk/messages/")

    page.goto("/accounts/2fa/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("That key is one of your passkeys already.")).to_be_visible()
    expect(page.locator("[data-passkey-trouble]:visible")).to_have_count(1)
    page.get_by_role("button", name="Sign out").click()

    give_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/messages/")
    inspection = Inspection(page)
    inspection.visit("/accounts/2fa/passkeys/reauthenticate/?next=/accounts/2fa/")
    inspection.press("Use a passkey")
    assert (inspection.faults, page.url) == ([], f"{watch.site}/accounts/2fa/")
    expect(page.get_by_role("main")).to_contain_text("You have 1: My phone.")

    plain = watch.open(width=320, javascript=False)
    give_password(plain)
    expect(plain.get_by_role("main")).to_contain_text("A passkey needs JavaScript, which is switched off here.")
    assert plain.get_by_role("button", name="Use a passkey").count() == 0
    plain.get_by_label("Code").fill(codes[0])
    plain.get_by_role("button", name="Continue").click()
    plain.wait_for_url("**/desk/messages/")
