"""Where the second step is asked of staff, whoever has not taken it is answered like a stranger, everywhere."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.access.routes import ROUTES
from tests.refusing import refusing_writes

pytestmark = pytest.mark.usefixtures("undrawn")

ADMIN = [f"admin:{name}" for name in ("index", "login", "logout", "password_change", "jsi18n")]
# Sign-in and the second step itself are theirs to reach.
ASKED = [route for route in ROUTES if not route.startswith(("account", "mfa_"))]


def admin_addresses() -> Iterator[tuple[str, list[int]]]:
    """The admin's own pages, and three of each kind of row."""
    for name in ADMIN:
        yield name, []
    for model in admin.site._registry:
        kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield f"{kind}_changelist", []
        yield f"{kind}_add", []
        yield f"{kind}_change", [1]


def answer_of(browser: Client, method: str, address: str) -> tuple[int, str | None]:
    """Return how `address` answers, and where it sends."""
    with refusing_writes():
        response = getattr(browser, method)(address)
    return response.status_code, response.headers.get("Location")


def answers(browsers: dict[str, Client], address: str) -> dict[str, list[tuple[int, str | None]]]:
    """Return how `address` answers a stranger, a lead and a superuser, read and pressed."""
    return {
        actor: [answer_of(browsers[actor], method, address) for method in ("get", "post")]
        for actor in ("anonymous", "lead", "superuser")
    }


@pytest.mark.parametrize("route", ASKED)
def test_staff_without_the_second_step_are_strangers_on_every_page(route, browsers, address_of, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    answered = answers(browsers, address_of(route))
    assert answered == dict.fromkeys(answered, answered["anonymous"])


@pytest.mark.parametrize(("page", "arguments"), list(admin_addresses()))
def test_staff_without_the_second_step_are_strangers_in_the_admin(page, arguments, browsers, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    answered = answers(browsers, reverse(page, args=arguments))
    assert answered == dict.fromkeys(answered, answered["anonymous"])


def test_every_address_beneath_accounts_is_sign_in_and_every_other_is_asked_for(address_of):
    assert {route for route in ROUTES if not address_of(route).startswith("/accounts/")} == set(ASKED)


def test_the_same_browsers_are_let_in_where_the_second_step_is_only_offered(browsers):
    assert [answer_of(browsers[actor], "get", "/desk/") for actor in ("lead", "superuser")] == [(200, None)] * 2
