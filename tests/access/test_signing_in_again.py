"""Where signing in leads to: always a page, whatever somebody pressed when they were asked to sign in."""

import pytest
from django.urls import reverse

from tests.access.routes import ROUTES
from tests.accounts.factories import UserFactory
from tests.named_routes import named_routes

PRESSED_ALONE = [name for name, route in named_routes() if "GET" not in getattr(route.callback, "methods", ["GET"])]


def test_routes_that_are_only_pressed_are_found():
    assert len(PRESSED_ALONE) > 30
    assert {"outbox:mail-release", "actions:area-publish", "phases:attendance-give-up"} <= set(PRESSED_ALONE)
    assert set(PRESSED_ALONE) <= set(ROUTES)


@pytest.mark.parametrize("route", PRESSED_ALONE)
def test_signing_in_again_after_a_press_leads_to_a_page(route, browsers, address_of):
    sign_in = reverse("account_request_login_code")
    answer = browsers["representative"].get(sign_in, {"next": address_of(route)}, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, reverse("actions:home"))


def test_signing_in_by_password_after_a_press_leads_to_a_page(client, address_of):
    user = UserFactory(email="again@example.org")
    user.set_password("correct horse battery staple")
    user.save()
    typed = {
        "login": user.email,
        "password": "correct horse battery staple",
        "next": address_of("actions:area-publish"),
    }
    answer = client.post(reverse("account_login"), typed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("actions:home"))


def test_signing_in_leads_to_the_page_that_was_asked_for(browsers, address_of):
    page = address_of("stakeholders:about-me")
    answer = browsers["representative"].get(reverse("account_request_login_code"), {"next": page})
    assert answer["Location"] == page


@pytest.mark.parametrize("nowhere", ["http://[", "//[", "https://elsewhere.example.org/desk/"])
def test_signing_in_leads_to_no_address_that_is_none_of_ours(browsers, nowhere):
    answer = browsers["representative"].get(reverse("account_request_login_code"), {"next": nowhere})
    assert answer["Location"] == reverse("actions:home")
