"""Whatever somebody typed who may not send it, or not any more, is in the answer: of every page, for every hat."""

import pytest
from django.forms import HiddenInput

from accounts.models import User
from kit.ask_first import SURE
from kit.form_fields import NumberField
from kit.kept_words import KeptForm
from programmes.models import Programme
from tests.access.conftest import text_of
from tests.access.routes import ROUTES
from tests.access.test_words_kept import FOR_ANYBODY, SECRET, SIGNED_IN, TYPED, VIEWS, writer_of
from tests.kit.test_form_pack import Page
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


def test_what_a_page_carries_unseen_and_its_buttons_are_shown_as_nobodys_words(browsers, address_of, world, rf):
    admin = [f"/admin/{each}/add/" for each in ("programmes/programme", "consultations/consultation", "phases/method")]
    pages = [("superuser", each) for each in admin]
    pages += [(writer_of(route, world), address_of(route)) for route in SIGNED_IN]
    pages += [("anonymous", address_of(route)) for route in OPEN]
    shown, read = {}, 0
    for actor, address in pages:
        page = browsers[actor].get(address)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            for form in carried(page.text):
                read += 1
                if told := KeptForm(rf.post("/", form), may_send=False).told({}):
                    shown |= dict(told)
    # Typed or chosen under the same name on other pages: where the form is not known, they are shown rather than lost.
    assert {*shown} == {"Number", "Programme", "Decision"}
    assert read > 100


def carried(html: str) -> list[dict[str, list[str]]]:
    """What each form of a page sends that nobody typed or chose in it: what is hidden, and any of its buttons."""
    forms: list[dict[str, list[str]]] = []
    for tag, attrs in Page(html).elements:
        if tag == "form":
            forms.append({})
        is_button = tag in ("input", "button") and attrs.get("type") == "submit"
        if forms and attrs.get("name") and (is_button or (tag == "input" and attrs.get("type") == "hidden")):
            forms[-1].setdefault(attrs["name"], []).append(attrs.get("value") or "")
    return [form for form in forms if form]


def test_what_a_form_has_unseen_is_shown_as_nobodys_words(rf):
    asked = {"number": NumberField(widget=HiddenInput), "people": NumberField()}
    kept = KeptForm(rf.post("/", {"number": "7", "people": "12"}), may_send=False)
    assert kept.told(asked) == [("People", "12")]
