"""Whatever somebody typed is in the answer when it could not be taken in, on every form; only they can send it then.

Every route that takes a POST is walked: after the session has ended, and with a token of before.
"""

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import reverse

from kit.kept_words import WRITTEN_BY
from kit.refusals import InvalidTransition
from tests.access.conftest import signed_in, text_of
from tests.access.links import let_in, link_of
from tests.access.routes import ROUTES
from tests.kit.test_form_pack import Page
from tests.named_routes import named_routes
from tests.refusing import refusing_writes

pytestmark = pytest.mark.usefixtures("undrawn")

WORDS = "She needs a lift to come.\r\nTwo “lines” & a <b>mark</b>."
TYPED = {"name": "Ines", "what_happened": WORDS, "groups": ["1", "2"], "row-0-note": "Somewhere warm.", "publish": ""}
SECRET = {"password": "correct horse battery", "code": "ABCD-1234 twice"}
HERE = {"Origin": "http://testserver"}
VIEWS = {name: route.callback for name, route in named_routes()}
# No token is asked for: nobody is signed in on them, and a session that ends takes nothing.
FOR_ANYBODY = {name for name, view in VIEWS.items() if getattr(view, "csrf_exempt", False)}
TAKES_POST = [
    name for name in ROUTES if "POST" in getattr(VIEWS[name], "methods", ["POST"]) and name not in FOR_ANYBODY
]
# Somebody signs in here, or has: what is typed is an address, a password or a code, and these never come back.
WHERE_ONE_SIGNS_IN = {name for name in TAKES_POST if name.startswith(("account_", "account-", "mfa_"))}
BY_LINK = [
    name for name in TAKES_POST if getattr(VIEWS[name], "opens_to", "") == "link" and name not in WHERE_ONE_SIGNS_IN
]
SIGNED_IN = [name for name in TAKES_POST if name not in {*BY_LINK, *WHERE_ONE_SIGNS_IN}]


def fields_of(text: str) -> dict[str, list[str]]:
    """What the form that stands in a page's main part sends, but for the token: every hidden field with its values."""
    main = text.partition("<main")[2]
    found: dict[str, list[str]] = {}
    for tag, attrs in Page(main).elements:
        if tag == "input" and attrs.get("type") == "hidden":
            found.setdefault(attrs["name"], []).append(attrs.get("value") or "")
    return found


def sent(more: dict[str, object]) -> dict[str, list[str]]:
    """What was typed, as lists, with line breaks as a browser keeps them in a page."""
    typed = {name: value if isinstance(value, list) else [value] for name, value in (TYPED | more).items()}
    return {name: [str(each).replace("\r\n", "\n") for each in values] for name, values in typed.items()}


def kept(text: str) -> dict[str, list[str]]:
    fields = {name: [each.replace("\r\n", "\n") for each in values] for name, values in fields_of(text).items()}
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def writer_of(route: str, world: object) -> str:
    """Who can open a page."""
    codes = ROUTES[route][1]
    may = [actor for actor in ("lead", "superuser", "representative") if codes[actor] in (200, 302, 405)]
    return next(iter(may), "lead")


def strict(user) -> Client:
    """A browser in which somebody is signed in, on a site that asks for tokens."""
    browser = signed_in(user)
    browser.handler.enforce_csrf_checks = True
    return browser


def test_every_route_that_takes_a_post_is_walked():
    assert len(SIGNED_IN) > 100
    assert len(BY_LINK) > 15
    assert {*SIGNED_IN, *BY_LINK, *WHERE_ONE_SIGNS_IN} == set(TAKES_POST)
    assert {name.partition("-")[0].partition("_")[0] for name in FOR_ANYBODY} == {
        "actions:commitment",
        "consultations:answers",
        "consultations:consultation",
        "consultations:conversation",
        "consultations:poster",
        "desk:daily",
        "digests:digest",
        "phases:meeting",
        "privacy:ask",
        "privacy:asked",
        "privacy:equality",
    }


@pytest.mark.parametrize("route", SIGNED_IN)
def test_words_are_kept_when_the_session_has_ended(route, browsers, address_of, world, caplog):
    typed = TYPED | SECRET | {WRITTEN_BY: str(world.lead.pk)}
    with refusing_writes():
        answer = browsers["anonymous"].post(address_of(route), typed)
    assert answer.status_code == 403
    assert "Please sign in again" in answer.text
    assert "What you wrote is kept on this page" in answer.text
    assert kept(answer.text) == sent({WRITTEN_BY: world.lead.pk})
    assert "She needs a lift to come.<br>" in answer.text
    assert ("csrfmiddlewaretoken" in answer.text, "correct horse" in text_of(answer)) == (False, False)
    assert "lift" not in caplog.text
    assert {*answer["Cache-Control"].split(", ")} == {"no-store", "private"}


@pytest.mark.parametrize("route", BY_LINK)
def test_words_are_kept_when_the_link_was_opened_too_long_ago(route, browsers, address_of):
    with refusing_writes():
        answer = browsers["anonymous"].post(address_of(route), TYPED)
    assert (answer.status_code, kept(answer.text)) == (404, sent({}))
    assert "Please open your link again" in answer.text


@pytest.mark.parametrize("answered", ["moved on", "gone", "refused"])
@pytest.mark.parametrize("route", BY_LINK)
def test_words_are_shown_when_what_a_link_is_for_ended_meanwhile(
    route, answered, browsers, address_of, world, monkeypatch
):
    def instead(request, row):
        if answered == "refused":
            raise InvalidTransition("This round has closed.")
        return redirect("/") if answered == "moved on" else HttpResponse("Gone", status=404, content_type="text/plain")

    let_in(browsers["anonymous"], route, world)
    link = link_of(route)
    monkeypatch.setitem(vars(link), "instead", instead)
    with refusing_writes():
        answer = browsers["anonymous"].post(address_of(route), TYPED | SECRET | {"form_key": "1-2-3"})
        pressed = browsers["anonymous"].post(address_of(route), {"publish": "", "form_key": "1-2-3"})
    assert answer.status_code == (404 if answered == "gone" else 409)
    assert {"moved on": "settled already", "gone": "ended before", "refused": "has closed."}[answered] in answer.text
    for words in ("Ines", "She needs a lift to come.<br>", "Somewhere warm.", "<dt>What happened</dt>"):
        assert words in answer.text
    assert ("correct horse" in answer.text, "1-2-3" in answer.text, fields_of(answer.text)) == (False, False, {})
    assert {*answer["Cache-Control"].split(", ")} == {"no-store", "private"}
    assert pressed.status_code == (404 if answered == "gone" else 302)


@pytest.mark.parametrize("route", ["actions:record-commitment-edit", "actions:record-step-edit"])
def test_words_are_shown_when_what_they_are_about_is_there_no_more(route, browsers, world):
    let_in(browsers["anonymous"], route, world)
    address = reverse(route, args=[ROUTES[route][0](world)[0], 999999])
    answer = browsers["anonymous"].post(address, TYPED)
    assert (answer.status_code, "She needs a lift to come.<br>" in answer.text) == (404, True)
    assert "This link" in browsers["anonymous"].get(address).text


@pytest.mark.parametrize("route", [*SIGNED_IN, *BY_LINK, *sorted(WHERE_ONE_SIGNS_IN)])
def test_words_are_kept_when_the_token_is_of_before_and_a_press_sends_them(route, browsers, address_of, built):
    actor = writer_of(route, built.world)
    browser = browsers[actor]
    browser.handler.enforce_csrf_checks = True
    writer = {WRITTEN_BY: browser.session["_auth_user_id"]}
    with refusing_writes():
        answer = browser.post(address_of(route), TYPED | SECRET | writer, headers=HERE)
    again = {**fields_of(answer.text)}
    pressed = browser.post(address_of(route), again, headers=HERE)
    browser.handler.enforce_csrf_checks = False
    assert answer.status_code == 403
    assert "Please send that again" in answer.text
    assert kept(answer.text) == sent(writer)
    assert "She needs a lift to come.<br>" in answer.text
    assert "kit/words_kept.html" not in [each.name for each in pressed.templates] or pressed.status_code == 404
    arrived = dict(pressed.wsgi_request.POST.lists())
    assert {name: arrived[name] for name in TYPED} == {name: again[name] for name in TYPED}


@pytest.mark.parametrize("route", SIGNED_IN)
def test_words_of_somebody_else_cannot_be_sent(route, browsers, address_of, world):
    browser = browsers["superuser"]
    browser.handler.enforce_csrf_checks = True
    with refusing_writes():
        answers = [
            browser.post(address_of(route), TYPED | writer, headers=HERE)
            for writer in ({WRITTEN_BY: str(world.lead.pk)}, {})
        ]
    browser.handler.enforce_csrf_checks = False
    for answer in answers:
        assert (answer.status_code, "Somebody else has signed in here" in answer.text) == (403, True)
        assert "csrfmiddlewaretoken" not in fields_of(answer.text)
        assert "She needs a lift to come.<br>" not in answer.text


@pytest.mark.parametrize("route", SIGNED_IN)
def test_every_form_says_for_whom_it_was_drawn(route, browsers, address_of):
    """The control of the tests above: what they send, a page has."""
    for actor in ("lead", "representative", "superuser"):
        answer = browsers[actor].get(address_of(route))
        inputs = [attrs for tag, attrs in Page(text_of(answer)).elements if tag == "input"]
        tokens = [each for each in inputs if each.get("name") == "csrfmiddlewaretoken"]
        drawn_for = [each["value"] for each in inputs if each.get("name") == WRITTEN_BY]
        assert drawn_for == [browsers[actor].session["_auth_user_id"]] * len(tokens)


def test_a_form_of_another_site_is_given_nothing_back(world, address_of):
    typed = TYPED | {WRITTEN_BY: str(world.lead.pk)}
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        answer = strict(world.lead).post(address_of("actions:area-create"), typed, headers=headers)
        assert (answer.status_code, "That did not come from this site" in answer.text) == (403, True)
        assert "lift" not in answer.text
