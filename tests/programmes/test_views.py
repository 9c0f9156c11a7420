"""The site's own pages, and each programme's colour."""

import re
import sys
from datetime import UTC, datetime

import pytest
import time_machine
from django.templatetags.static import static
from django.urls import URLResolver, get_resolver, reverse

from kit.personal_links import PersonalLink
from tests.programmes.factories import ProgrammeFactory

PAGES = ["accessibility", "privacy", "cookies", "another-format"]


@pytest.mark.parametrize("name", PAGES)
def test_page_reads_no_session(client, programme, name):
    response = client.get(reverse(f"programmes:{name}"))
    assert response.status_code == 200
    assert (response.cookies, response.wsgi_request.session.accessed) == ({}, False)
    assert client.post(reverse(f"programmes:{name}")).status_code == 405


def test_another_format_names_whom_to_write_to_in_published_programmes(client, programme):
    ProgrammeFactory(contact_email="hidden@example.org", published_at=None, published_by=None)
    page = client.get(reverse("programmes:another-format")).content.decode()
    assert 'href="mailto:programme@example.org?subject=Another%20format"' in page
    assert "hidden@example.org" not in page


def test_brand_css_gives_the_colour_and_is_kept_for_long_under_its_own_version(client, programme):
    url = reverse("programmes:brand-css", args=["neighbours"])
    response = client.get(f"{url}?v=0b5c63")
    assert response.content == b":root{--thread:#0b5c63}\n"
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"{url}?v=ffffff").headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(url, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_brand_css_of_an_unpublished_programme_is_not_there(client, db):
    programme = ProgrammeFactory(published_at=None, published_by=None)
    assert client.get(reverse("programmes:brand-css", args=[programme.slug])).status_code == 404


def test_robots_are_kept_from_what_is_for_somebody_in_particular(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[0] == "User-agent: *"
    assert "Disallow: /desk/" in answer.content.decode().splitlines()


@pytest.mark.parametrize(
    ("said", "contact"),
    [("", "mailto:throughline@example.org"), ("https://example.org/tell-us", "https://example.org/tell-us")],
)
def test_security_txt_says_whom_to_tell_and_until_when_that_holds(client, settings, said, contact):
    settings.SECURITY_CONTACT, settings.DEFAULT_FROM_EMAIL = said, "Throughline <throughline@example.org>"
    with time_machine.travel(datetime(2031, 6, 3, 10, 7, tzinfo=UTC), tick=False):
        answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        f"Contact: {contact}",
        "Expires: 2031-11-30T10:00:00Z",
        "Canonical: http://testserver/.well-known/security.txt",
        "Preferred-Languages: en",
    ]


def addresses_by_link(patterns, before="/"):
    """Yield how the addresses begin that a personal link opens."""
    for each in patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses_by_link(each.url_patterns, address)
        elif getattr(each.callback, "opens_to", "") == "link":
            yield address.split("<")[0]


def personal_links():
    """Return every room's personal links; the addresses of the site have imported them."""
    assert get_resolver().url_patterns
    found = [value for module in list(sys.modules.values()) for value in list(vars(module).values())]
    return {value for value in found if isinstance(value, PersonalLink)}


def test_robots_are_kept_from_every_page_that_a_personal_link_opens(client):
    begin = set(addresses_by_link(get_resolver().url_patterns))
    begin |= {reverse(link.opens, args=["-"]).removesuffix("-/") for link in personal_links()}
    assert len(begin) >= 10
    assert {f"Disallow: {each}" for each in begin} - set(client.get("/robots.txt").text.splitlines()) == set()


def test_cookies_are_named_with_the_one_of_every_personal_link(client):
    links = {link.cookie for link in personal_links()}
    told = re.findall('scope="row">([^<]+)<', client.get("/cookies/").text)
    assert sorted(told) == sorted({"sessionid", "csrftoken", "messages", "thanks"} | links)
    assert len(links) >= 5


def test_favicon_leads_to_the_icon(client):
    assert client.get("/favicon.ico")["Location"] == static("images/favicon.svg")


def test_footer_names_the_source_where_it_is_set(client, db, settings):
    assert "Source of this site" not in client.get("/cookies/").content.decode()
    settings.SOURCE_URL = "https://example.org/source"
    assert 'href="https://example.org/source"' in client.get("/privacy/").content.decode()
