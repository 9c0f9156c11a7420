"""Whatever somebody typed who may not send it, or not any more, is in the answer: of every page, for every hat."""

import pytest

from accounts.models import User
from kit.ask_first import SURE
from programmes.models import Programme
from tests.access.conftest import text_of
from tests.access.routes import ROUTES
from tests.access.test_words_kept import FOR_ANYBODY, SECRET, SIGNED_IN, TYPED, VIEWS
from tests.refusing import refusing_writes

pytestmark = pytest.mark.usefixtures("undrawn")

SHOWN = "She needs a lift to come.<br>"
# A mail programme alone sends these.
ONE_CLICK = {"digests:digest-open", "desk:daily-list-open"}
OPEN = [each for each in sorted(FOR_ANYBODY - ONE_CLICK) if "POST" in VIEWS[each].methods]
# Who spoke for an organisation, or did something at the desk, and does so no more; and whose hat is another one.
REFUSED = ["representative_ended", "hat_ended", "representative", "viewer", "analyst", "facilitator", "broker"]
NOT_THEIRS = [route for route in SIGNED_IN if ROUTES[route][1]["viewer"] == 403]


@pytest.mark.parametrize("route", SIGNED_IN)
def test_words_are_shown_to_whoever_may_not_send_them_any_more(route, browsers, address_of):
    for actor in REFUSED:
        may = ROUTES[route][1].get(actor, 404) in (200, 302, 405)
        if actor not in ("representative_ended", "hat_ended") and may:
            continue
        answer = browsers[actor].post(address_of(route), TYPED | SECRET)
        if answer.status_code in (403, 404):
            assert SHOWN in answer.text, actor
            assert "correct horse" not in answer.text


@pytest.mark.parametrize("route", NOT_THEIRS)
def test_words_are_shown_to_whoever_wears_another_hat_and_a_button_is_refused_as_before(route, browsers, address_of):
    with refusing_writes():
        typed = browsers["viewer"].post(address_of(route), TYPED | SECRET)
        pressed = browsers["viewer"].post(address_of(route), {"form_key": "1-2-3", SURE: "yes"})
    assert (typed.status_code, SHOWN in typed.text, "You may not do this here" in typed.text) == (403, True, True)
    assert (pressed.status_code, "You cannot do that here" in pressed.text) == (403, True)


def test_pages_that_a_hat_opens_are_walked():
    assert len(NOT_THEIRS) > 60


@pytest.mark.parametrize("route", OPEN)
def test_words_are_shown_when_a_public_page_is_there_no_more(route, browsers, address_of, world):
    Programme.objects.filter(pk=world.programme.pk).update(published_at=None, published_by=None)
    with refusing_writes():
        answer = browsers["anonymous"].post(address_of(route), TYPED)
    assert (answer.status_code, SHOWN in answer.text) == (404, True)


def test_an_address_that_never_was_shows_nothing_that_another_site_sent(browsers):
    answer = browsers["lead"].post("/there/is/no/such/page/", TYPED)
    assert (answer.status_code, SHOWN in answer.text, "Page not found" in answer.text) == (404, False, True)


def test_staff_who_are_staff_no_more_keep_what_they_typed_in_the_admin(browsers, world):
    User.objects.filter(pk=world.lead.pk).update(is_staff=False)
    answer = browsers["lead"].post("/admin/phases/method/add/", TYPED)
    assert (answer.status_code, SHOWN in answer.text) == (403, True)
    assert browsers["lead"].post("/admin/phases/method/add/", {}).status_code == 302
    assert SHOWN not in text_of(browsers["lead"].get("/admin/phases/method/add/"))
