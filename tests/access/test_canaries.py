"""No private word leaves its place: not to the public, not to other representatives, not before it is published."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.answers import ACTORS, PUBLIC, nothing
from tests.access.conftest import text_of
from tests.access.routes import ROUTES
from tests.world import CANARY

# The same addresses, of things that are there and not published.
UNPUBLISHED = ("poster-detail", "poster-picture", "theme-detail", "finding-detail", "area-detail")


@pytest.mark.parametrize("name", UNPUBLISHED)
def test_what_is_not_published_answers_like_what_is_not_there(name, world, browsers):
    for actor in ACTORS:
        hidden = browsers[actor].get(reverse(f"public:{name}", args=[world.programme.slug, 2]))
        nowhere = browsers[actor].get(reverse(f"public:{name}", args=[world.programme.slug, 999]))
        assert (hidden.status_code, nowhere.status_code) == (404, 404), actor
        assert hidden.content == nowhere.content, actor


def test_nothing_of_an_unpublished_programme_is_public(world, browsers, address_of):
    type(world.programme).objects.filter(pk=world.programme.pk).update(published_at=None, published_by=None)
    of_programme = [name for name, (arguments, code) in ROUTES.items() if code is PUBLIC and arguments is not nothing]
    answered = {name: browsers["anonymous"].get(address_of(name)).status_code for name in of_programme}
    assert answered == dict.fromkeys(of_programme, 404)
    assert b"Programme here" not in browsers["anonymous"].get("/").content


def crawl(browser: Client, start: str) -> dict[str, str]:
    """Read every page that can be reached from `start` by links, forms' addresses and pictures; return their text."""
    pages: dict[str, str] = {}
    todo = [start]
    while todo:
        address = todo.pop()
        if address in pages or address.startswith(("/static/", "/accounts/logout", "/admin/", "/demo/")):
            continue
        response = browser.get(address)
        assert response.status_code in (200, 302, 404, 405), address
        pages[address] = text_of(response)
        found = re.findall(r'(?:href|src|action)="(/[^"#?]*)', pages[address])
        todo += [unescape(link) for link in found] + ([response["Location"]] if response.status_code == 302 else [])
    return pages


def test_no_private_word_reaches_the_public(browsers):
    pages = crawl(browsers["anonymous"], "/")
    assert len(pages) > 25
    assert "More benches, said gently." in "".join(pages.values())
    assert [address for address, text in pages.items() if "canary" in text] == []


def test_a_representative_reads_only_their_own_private_words(browsers):
    pages = crawl(browsers["representative"], "/home/")
    told = {word for text in pages.values() for word in re.findall(r"\w*canary-[\w-]+", text)}
    own = {f"{CANARY}-feedback-{where}" for where in ("draft", "received", "kept", "original")}
    own |= {f"{CANARY}-representative-{what}" for what in ("name", "telephone")}
    assert told <= own | {f"{CANARY}-communication-needs"}
