"""How somebody signs in, sets up a second step, and what the frame round every page says of who reads it."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.test import override_settings
from django.urls import reverse

from tests.accounts.factories import UserFactory
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import BOTH, DESK, at_desk, drawn, hide, read
from tests.stakeholders.factories import AppointmentFactory


def form_of(wrong: bool) -> forms.Form:
    """Return a form, or one in which something is wrong."""
    form = forms.Form({})
    if wrong:
        form.add_error(None, "The code is wrong.")
    return form


@DESK.of(email=BOTH, wrong=BOTH)
def code_by_email(given: Given, email: bool, wrong: bool) -> Said:
    return drawn(
        "account/confirm_login_code.html", verify_form=form_of(wrong), email="ada@example.org" if email else ""
    ), {
        "If we know ada@example.org, an e-mail": email,
        "If we know your address, an e-mail": not email,
        "Error: Enter your code": wrong,
    }


@DESK.of(required=BOTH)
def signing_in(given: Given, required: bool) -> Said:
    with override_settings(STAFF_SECOND_FACTOR="required" if required else "offered"):
        text = read(None, reverse("account_login"))
    return text, {"In this demonstration staff need no second step. On a real site they do.": not required}


@DESK.of(too_often=BOTH)
def own_page_of_codes(given: Given, too_often: bool) -> Said:
    text = drawn("accounts/account_own_page.html", owner=UserFactory(), asked_too_often=too_often)
    return text, {
        "So many codes were asked for on this page that it sends no more today. Use the one in the newest": too_often,
        "Error: Codes for": too_often,
    }


@DESK.of(passkeys=[0, 1, 2], app=BOTH, required=BOTH)
def second_step(given: Given, passkeys: int, app: bool, required: bool) -> Said:
    has_one = bool(passkeys or app)
    kept: dict[str, Any] = {"webauthn": [{"name": f"Key {number}"} for number in range(passkeys)], "totp": None}
    if app:
        kept["totp"] = {"instance": {"created_at": given.at}}
    kept["recovery_codes"] = {"get_unused_codes": ["1", "2", "3"]}
    text = drawn(
        "mfa/index.html",
        UserFactory(is_staff=True),
        is_mfa_enabled=has_one,
        authenticators=kept,
        second_factor_required=required,
    )
    return text, {
        "Set up your second step With a second step nobody gets in by your password": not has_one,
        "Your second step When you sign in, we ask for one of these": has_one,
        "In this demonstration the second step is offered and not asked for.": not required,
        "You have 1: Key 0. Look after your passkeys": passkeys == 1,
        "You have 2: Key 0, Key 1. Look after your passkeys": passkeys == 2,
        "Add another passkey": bool(passkeys),
        "An app on your phone shows you six digits. You set it up on": app,
        "An app on your phone shows you six digits, which you type.": not app,
        "Recovery codes Each stands in for the second step once": has_one,
    }


@DESK.of(passkey=BOTH, wrong=["", "form", "webauthn_form"])
def second_step_asked_for(given: Given, passkey: bool, wrong: str) -> Said:
    both = {each: form_of(each == wrong) for each in ("form", "webauthn_form")}
    allowed = {"request_options": {"publicKey": {"allowCredentials": [{"id": "1"}] if passkey else []}}}
    return drawn("mfa/authenticate.html", js_data=allowed, **both), {
        "Or type a code": passkey,
        "Error: Second step": bool(wrong),
    }


@DESK.of(staff=BOTH, demo=BOTH, source=BOTH)
def frame_of_a_page(given: Given, staff: bool, demo: bool, source: bool) -> Said:
    user = UserFactory(is_staff=staff, name="Ada")
    with override_settings(DEMO=demo, SOURCE_URL="https://example.org/source" if source else ""):
        text, nobody = read(user, reverse("mfa_index")), read(None, reverse("account_request_login_code"))
    assert "Sign out" not in nobody
    return text, {
        "Your desk Ada: how you sign in Sign out": staff,
        "Your page Ada Sign out": not staff,
        "This is a demonstration. The people and their words are invented.": demo,
        "Source of this site": source,
    }


@DESK.of(note=BOTH)
def frame_of_a_programme(given: Given, note: bool) -> Said:
    type(given.programme).objects.update(demonstration_note="Two of the names are real." if note else "")
    with override_settings(DEMO=True):
        text = read(None, given.programme.get_absolute_url())
    return text, {
        "Two of the names are real.": note,
        "This is a demonstration. The people and their words are invented.": not note,
    }


@DESK.of(titled=BOTH, public=BOTH)
def frame_of_a_link(given: Given, titled: bool, public: bool) -> Said:
    hide(given, public)
    given.programme.refresh_from_db()
    programme = given.programme if titled else SimpleNamespace(slug="neighbours", published_at=given.at)
    text = drawn("base_link.html", programme=programme)
    return text, {"Better neighbours – Throughline": titled}


@DESK.of(looks=BOTH)
def page_that_shows_how_somebody_is_reached(given: Given, looks: bool) -> Said:
    part = AppointmentFactory(partnership__programme=given.programme).partnership
    page = "stakeholders:contact-look" if looks else "stakeholders:partnership-detail"
    return at_desk(given, page, part.pk, sends={} if looks else None), {
        "This page shows personal details. That you looked is in the log.": looks,
    }


@DESK.of(level=["success", "error", "warning"])
def what_just_happened(given: Given, level: str) -> Said:
    said: Any = [messages.storage.base.Message(getattr(messages, level.upper()), "It happened.")]
    return drawn("messages.html", messages=said), {
        "Done It happened.": level == "success",
        "There is a problem It happened.": level == "error",
        "Important It happened.": level == "warning",
    }
