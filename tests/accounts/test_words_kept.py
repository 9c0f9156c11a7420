"""From a session that has ended back to what was typed: with tokens asked for, as a browser without JavaScript."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.models import ActionArea
from outbox.models import Message
from tests.access.test_words_kept import HERE, fields_of
from tests.accounts.factories import UserFactory
from tests.accounts.test_sign_in import code_in
from tests.conftest import staff_with
from tests.filled_forms import filled
from tests.kit.test_form_pack import Page

PASSWORD = "correct horse battery staple"
WORDS = {"title": "Benches on two estates", "summary": "Somewhere to sit.\r\nIn the shade."}


def sign_in(tab: Client, user) -> None:
    token = fields_of(tab.get(reverse("account_login")).text)
    typed = token | {"login": user.email, "password": PASSWORD, "next": reverse("signed-in-again")}
    assert tab.post(reverse("account_login"), typed, headers=HERE)["Location"] == reverse("signed-in-again")


def sign_out(tab: Client) -> None:
    """Let the session end, as it does by itself: nothing else changes in the browser."""
    del tab.cookies[settings.SESSION_COOKIE_NAME]


@pytest.fixture
def writer(lead):
    lead.set_password(PASSWORD)
    lead.save()
    return lead


@pytest.fixture
def colleague(programme):
    colleague = staff_with("facilitator", programme)
    colleague.set_password(PASSWORD)
    colleague.save()
    return colleague


@pytest.fixture
def address(programme):
    return reverse("actions:area-create", args=[programme.slug])


@pytest.fixture
def tab(writer):
    tab = Client(enforce_csrf_checks=True)
    sign_in(tab, writer)
    return tab


def test_words_are_there_after_signing_in_again_and_sent_by_a_press(tab, writer, address):
    drawn = fields_of(tab.get(address).text)
    sign_out(tab)
    ended = tab.post(address, drawn | WORDS, headers=HERE)
    assert "Please sign in again" in ended.text
    sign_in(tab, writer)
    assert "Close this one" in tab.get(reverse("signed-in-again")).text
    shown = tab.post(address, fields_of(ended.text), headers=HERE)
    assert ("Please send that again" in shown.text, ActionArea.objects.count()) == (True, 0)
    assert "Somewhere to sit.<br>In the shade." in shown.text
    pressed = [tab.post(address, fields_of(shown.text), headers=HERE) for _ in range(2)]
    assert [each.status_code for each in pressed] == [302, 302]
    area = ActionArea.objects.get()
    assert (area.title, area.summary) == (WORDS["title"], WORDS["summary"].replace("\r\n", "\n"))


def test_signing_in_by_a_code_from_the_page_that_keeps_words_leads_back_to_its_tab(representative):
    tab = Client()
    ended = tab.post(reverse("stakeholders:about-me"), {"name": "Somewhere warm."})
    way = next(attrs["href"] for tag, attrs in Page(ended.text).elements if attrs.get("target") == "_blank")
    form = filled(tab.get(way).text)[0]
    confirm = tab.post(form.action, form.sent | {"email": representative.email})["Location"]
    form = filled(tab.get(confirm).text)[0]
    signed_in = tab.post(form.action, form.sent | {"code": code_in(Message.objects.get())})
    assert signed_in["Location"] == reverse("signed-in-again")


def test_words_are_sent_for_nobody_else_who_signs_in(tab, writer, colleague, address):
    drawn = fields_of(tab.get(address).text)
    sign_out(tab)
    ended = tab.post(address, drawn | WORDS, headers=HERE)
    sign_in(tab, colleague)
    answer = ended
    for _ in range(3):
        answer = tab.post(address, fields_of(answer.text), headers=HERE)
        assert ("Somebody else has signed in here" in answer.text, "In the shade.</p>" in answer.text) == (True, False)
    assert ActionArea.objects.count() == 0
    sign_out(tab)
    sign_in(tab, writer)
    shown = tab.post(address, fields_of(answer.text), headers=HERE)
    assert tab.post(address, fields_of(shown.text), headers=HERE).status_code == 302
    assert ActionArea.objects.get().title == WORDS["title"]


def test_words_typed_before_signing_in_in_another_tab_need_one_press_more(tab, writer, address):
    drawn = fields_of(tab.get(address).text)
    sign_out(tab)
    sign_in(tab, writer)
    shown = tab.post(address, drawn | WORDS, headers=HERE)
    assert "Please send that again" in shown.text
    assert tab.post(address, fields_of(shown.text), headers=HERE).status_code == 302
    assert ActionArea.objects.get().title == WORDS["title"]


def test_file_is_asked_for_again_since_no_page_can_keep_it(tab, programme):
    address = reverse("consultations:poster-photograph", args=[programme.slug])
    drawn = fields_of(tab.get(address).text)
    sign_out(tab)
    sent = drawn | {"photograph": SimpleUploadedFile("wall.jpg", b"a picture")}
    answer = tab.post(address, sent, headers=HERE)
    files = [attrs for tag, attrs in Page(answer.text).elements if attrs.get("type") == "file"]
    assert [each["name"] for each in files] == ["photograph"]
    assert ("Choose “wall.jpg” again" in answer.text, "No page can keep a file." in answer.text) == (True, True)
    assert 'enctype="multipart/form-data"' in answer.text


def test_stranger_whose_form_is_too_old_loses_nothing_where_one_signs_in(db):
    tab, user = Client(enforce_csrf_checks=True), UserFactory(email="again@example.org")
    address = reverse("account_login")
    tab.get(address)
    typed = {"csrfmiddlewaretoken": "x" * 64, "login": user.email, "password": "my secret words"}
    shown = tab.post(address, typed, headers=HERE)
    assert ("Please send that again" in shown.text, "my secret words" in shown.text) == (True, False)
    again = tab.post(address, fields_of(shown.text), headers=HERE)
    assert (again.status_code, user.email in again.text) == (200, True)
