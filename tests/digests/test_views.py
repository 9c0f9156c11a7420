"""The desk's preview and its button; the link that stops, for people and mail programmes; a representative's page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionArea
from digests.digest import digests_of
from digests.models import Reader
from digests.services import count_waiting_readers
from outbox.mime import email_of
from outbox.models import Message
from tests.actions.factories import CommitmentFactory
from tests.conftest import staff_with
from tests.digests.scene import Scene, build_scene, press

SENT = "The messages are on their way."
CHANGED = "Something has changed since you saw this page. Look at it again, then press the button."


@pytest.fixture
def scene(programme, lead, appointment) -> Scene:
    return build_scene(programme, lead, appointment)


@pytest.fixture
def link(scene, lead, at) -> str:
    """The address by which Robin stops it, as it stands in the header of what they got."""
    press(scene.programme, lead, at)
    header = email_of(Message.objects.get(to_address="robin@example.org"))
    assert header["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return header["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")


def robin() -> Reader:
    reader = Message.objects.get(to_address="robin@example.org").recipient
    return Reader.objects.get(pk=reader)


def url(scene: Scene) -> str:
    return reverse("digests:digest-send", args=[scene.programme.slug])


# -- The desk -----------------------------------------------------------------------------------------


def test_digest_send_shows_each_with_the_words_they_get_and_no_address(client_of, lead, scene, at):
    page = client_of(lead).get(url(scene))
    letters = {digest.address: text for digest, text in page.context["letters"]}
    assert [words in page.text for words in ("4 messages go out", "/t/", "robin@")] == [True, False, False]
    as_seen = page.context["digests"].fingerprint
    answer = client_of(lead).post(url(scene), {"as_seen": as_seen}, follow=True)
    assert (SENT in answer.text, Message.objects.filter(kind="digest").count()) == (True, 4)
    for address, text in letters.items():
        sent = Message.objects.get(to_address=address)
        own = text.replace("(here stands the link by which they stop it)", sent.unsubscribe_url)
        assert sent.text == own
    again = client_of(lead).post(url(scene), {"as_seen": as_seen}, follow=True)
    assert (CHANGED in again.text, Message.objects.filter(kind="digest").count()) == (True, 4)
    assert "Nobody waits to be told anything." in again.text


def test_digest_send_is_drawn_in_parts_and_sends_to_everybody(client_of, lead, scene):
    area = ActionArea.objects.get(programme=scene.programme)
    CommitmentFactory.create_batch(60, programme=scene.programme, area=area, published_by=lead)
    browser = client_of(lead)
    pages = [browser.get(url(scene), {"page": number}) for number in (1, 2)]
    assert [len(page.context["letters"]) for page in pages] == [50, 14]
    assert [page.text.count("64 messages go out") for page in pages] == [1, 1]
    assert max(len(page.content) for page in pages) < 150_000
    found = browser.get(url(scene), {"q": "tom hale joined"}).context["letters"]
    assert [digest.address for digest, _ in found] == ["tom@example.org"]
    # What was looked at on any page is the whole of it.
    browser.post(f"{url(scene)}?page=2", {"as_seen": pages[1].context["digests"].fingerprint})
    assert Message.objects.filter(kind="digest").count() == 64


def test_digest_send_is_for_the_lead_and_facilitators(client_of, scene):
    for hat, code in (("facilitator", 200), ("analyst", 403), ("broker", 403), ("viewer", 403)):
        user = staff_with(hat, scene.programme)
        answers = (client_of(user).get(url(scene)).status_code, client_of(user).post(url(scene)).status_code)
        assert answers == (code, 302 if code == 200 else 403), hat
    assert Message.objects.count() == 0


def test_programme_desk_says_how_many_wait_to_those_who_may_tell_them(client_of, lead, viewer, scene):
    words = f'<a href="{url(scene)}">Tell 4 people what has happened since they spoke</a>'
    desk = reverse("desk:programme-detail", args=[scene.programme.slug])
    count_waiting_readers(at=timezone.now())
    assert [client_of(user).get(desk).text.count(words) for user in (lead, viewer)] == [1, 0]


def test_digest_send_of_an_unpublished_programme_tells_nothing(client_of, lead, scene):
    type(scene.programme).objects.update(published_at=None, published_by=None)
    page = client_of(lead).get(url(scene))
    assert ("there is nothing to tell" in page.text, page.text.count('<button class="govuk-button"')) == (True, 0)


# -- The link -----------------------------------------------------------------------------------------


def test_one_click_needs_neither_cookie_nor_token_of_a_form_and_stops_the_queued(link):
    mail_programme = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = mail_programme.post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content, answer.cookies) == (200, b"Stopped.", {})
    assert (robin().stopped_at is not None, Message.objects.get(to_address="robin@example.org").state) == (
        True,
        "cancelled",
    )
    assert Reader.objects.stopped().count() == 1


def test_one_click_with_another_link_stops_nobody(link):
    changed = link.replace(link[4], "A" if link[4] != "A" else "B", 1)
    for address in (changed, reverse("digests:digest-open", args=["x" * 43])):
        assert Client(enforce_csrf_checks=True).post(address).status_code == 404
    stop_page = reverse("digests:digest-stop", args=[robin().pk])
    assert (Client().post(stop_page).status_code, Client().get(stop_page).status_code) == (404, 404)
    assert Reader.objects.stopped().count() == 0


def test_link_looks_first_then_stops_then_undoes(link):
    browser = Client(enforce_csrf_checks=True)
    opened = browser.get(link)
    page = reverse("digests:digest-stop", args=[robin().pk])
    assert (opened.status_code, opened["Location"], opened["Referrer-Policy"]) == (302, page, "no-referrer")
    shown = browser.get(page)
    assert (robin().stopped_at, "Robin" in shown.text, "example.org" in shown.text) == (None, False, False)
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert browser.post(page).status_code == 403
    for name, words in (("stop", "You are told no more"), ("again", "Stop these messages?")):
        form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).text)
        answer = browser.post(page, {"csrfmiddlewaretoken": form[1], name: "yes"}, follow=True)
        assert f"<h1>{words}</h1>" in answer.text
        assert (robin().stopped_at is not None) == (name == "stop")


def test_link_of_one_opens_no_page_of_another(link, scene):
    browser = Client()
    browser.get(link)
    other = Reader.objects.exclude(pk=robin().pk).first()
    assert browser.get(reverse("digests:digest-stop", args=[other.pk])).status_code == 404


def test_link_stays_the_same_in_the_next_message(link, scene, lead, at):
    later = at + timedelta(days=8)
    Message.objects.filter(kind="digest").update(state="cancelled", stop_reason="No.")
    press(scene.programme, lead, later)
    newest = Message.objects.filter(to_address="robin@example.org").latest("pk")
    assert newest.unsubscribe_url == f"http://testserver{link}"


# -- A representative's own page ----------------------------------------------------------------------


def test_own_digests_stops_and_undoes_for_one_programme(client_of, representative, scene, other_programme, at):
    browser, page = client_of(representative), reverse("digests:own-digests")
    assert page in browser.get(reverse("stakeholders:about-me")).text
    assert "We write to you about this programme." in browser.get(page).text
    for given, told in (({}, False), ({"again": "yes"}, True)):
        answer = browser.post(page, {"programme": scene.programme.slug, **given}, follow=True)
        assert ("We write to you about this programme." in answer.text) == told
        assert (scene.speaker in {each.address for each in digests_of(scene.programme, at).to_send}) == told
    assert browser.post(page, {"programme": other_programme.slug}).status_code == 404
    assert Reader.objects.count() == 1
