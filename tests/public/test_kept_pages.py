"""Kept pages: answered with one query, the same as those that are drawn, and never out of date."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.middleware import EVERY_ANSWER
from programmes.middleware import PAGES
from programmes.services import publish_programme
from tests.accounts.factories import LogEntryFactory
from tests.phases.factories import MeetingFactory
from tests.public_addresses import address_of, build_public_world, public_addresses, public_routes, view_of
from tests.stocktakes.conftest import hang_picture

NOW = datetime(2031, 6, 3, 10, 7, 42, tzinfo=UTC)
HERE = "/programmes/here/"
MIDDLEWARE = "programmes.middleware.KeptPagesMiddleware"


@pytest.fixture
def clock():
    """The clock stands still: no test begins in one hour and ends in the next."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def world(db, clock, settings, tmp_path):
    """A programme with one of everything, a picture among it."""
    settings.MEDIA_ROOT = tmp_path
    return build_public_world()


@pytest.fixture
def without(settings):
    """A browser at a site that keeps nothing, because the middleware is not there."""
    every = settings.MIDDLEWARE
    assert every[0] == MIDDLEWARE
    settings.MIDDLEWARE = every[1:]
    browser = Client(raise_request_exception=False)
    browser.get("/healthz")
    settings.MIDDLEWARE = every
    return browser


def told(answer):
    return answer.status_code, dict(answer.headers), answer.content


HOW = {
    "as it is": {},
    "gzip": {"headers": {"Accept-Encoding": "gzip, deflate"}},
    "brotli": {"headers": {"Accept-Encoding": "gzip, deflate, br, zstd"}},
    "no encoding that is known": {"headers": {"Accept-Encoding": "zstd"}},
    "another version is known": {"headers": {"If-None-Match": 'W/"0"', "Accept-Encoding": "br"}},
    "any version is known": {"headers": {"If-None-Match": "*", "Accept-Encoding": "br"}},
    "it must be another version": {"headers": {"If-Match": 'W/"0"'}},
    "it must be any version": {"headers": {"If-Match": "*"}},
    "unmodified since": {"headers": {"If-Unmodified-Since": "Tue, 03 Jun 2031 10:00:00 GMT"}},
    "modified since": {"headers": {"If-Modified-Since": "Tue, 03 Jun 2031 10:00:00 GMT"}},
    "a part of it": {"headers": {"Range": "bytes=0-99"}},
    "a wrong host": {"headers": {"Host": "elsewhere.example.org"}},
    "by a proxy that says something else": {"headers": {"X-Forwarded-Host": "elsewhere.example.org"}},
    "with somebody's cookie": {"headers": {"Cookie": f"sessionid={'s' * 32}; csrftoken={'c' * 32}"}},
}


@pytest.mark.parametrize("route", sorted(public_routes()))
def test_public_page_is_the_same_with_and_without_what_keeps_it(world, without, route):
    address = address_of(route, world)
    browser = Client(raise_request_exception=False)
    drawn = browser.get(address)
    asked = HOW | {"this version is known": {"headers": {"If-None-Match": drawn.headers.get("ETag", "none")}}}
    told_without = {how: told(without.get(address, **each)) for how, each in asked.items()}
    assert told(drawn) == told_without["as it is"]
    different = [how for how, each in asked.items() if told(browser.get(address, **each)) != told_without[how]]
    assert different == []
    for how in ("as it is", "brotli", "this version is known", "a wrong host"):
        heads = [told(each.head(address, **asked[how])) for each in (without, browser)]
        assert heads[0] == heads[1] == (told_without[how][0], told_without[how][1], b"")


@pytest.mark.parametrize("secure", [False, True])
def test_every_public_page_is_the_same_where_http_is_sent_on_to_https(world, without, settings, secure):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    without = Client()
    without.get("/healthz")
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    for address in public_addresses(world):
        browser = Client()
        browser.get(address, secure=True)
        answers = [told(each.get(address, secure=secure)) for each in (without, browser, browser)]
        assert answers == [answers[0]] * 3
        assert (answers[0][0] == 301, "Strict-Transport-Security" in answers[0][1]) == (not secure, secure)


def test_a_kept_page_says_all_that_keeps_its_reader_safe(client, world):
    client.get(HERE)
    kept = client.get(HERE, headers={"Accept-Encoding": "br"})
    assert dict(kept.headers) | {"ETag": "", "Content-Length": "", "Content-Security-Policy": ""} == {
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Content-Encoding": "br",
        "Content-Length": "",
        "Content-Security-Policy": "",
        "Content-Type": "text/html; charset=utf-8",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": "",
        "Permissions-Policy": EVERY_ANSWER["Permissions-Policy"],
        "Referrer-Policy": "same-origin",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    assert "default-src 'none'" in kept["Content-Security-Policy"]


def queries_of(client, address, **asked) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address, **asked)
    return len(queries)


# Given as they are, each by a version of its own; or sent on.
FILES = ("picture.jpg", "1.pdf", "1.csv", "1.json", "1.jpg", "favicon.ico", "/file/")
OF_NO_PROGRAMME = ("/robots.txt", "/.well-known/security.txt", "/cookies/")


def test_kept_page_and_its_304_cost_one_query(client, world):
    for address in public_addresses(world):
        etag = client.get(address).headers.get("ETag", "")
        if not address.endswith(FILES):
            expected = 0 if address in OF_NO_PROGRAMME else 1
            costs = [queries_of(client, address), queries_of(client, address, headers={"If-None-Match": etag})]
            assert (address, costs) == (address, [expected, expected])


def test_page_asked_for_with_what_it_does_not_read_is_drawn_and_not_kept(client, world):
    client.get(HERE)
    size = PAGES.size
    for asked in (
        "?utm_source=letter",
        "?theme=1",
        "?&",
        "?x",
        f"posters/?theme=1&theme={'1' * 9}",
        "posters/?THEME=1",
    ):
        client.get(f"{HERE}{asked}")
        assert (asked, PAGES.size, queries_of(client, f"{HERE}{asked}") > 1) == (asked, size, True)


def test_page_asked_for_with_what_it_reads_is_kept_apart(client, world):
    kept = []
    for plain in public_addresses(world):
        view = view_of(plain)
        for name in [] if view.own_version else sorted(view.asks):
            asked = f"{plain}?{name}=1"
            both = [client.get(each).content for each in (plain, asked)]
            kept.append((asked, [queries_of(client, each) for each in (plain, asked)]))
            assert (asked, [client.get(each).content for each in (plain, asked)]) == (asked, both)
    assert [each for each in kept if each[1] != [1, 1]] == []
    assert f"{HERE}posters/?theme=1" in dict(kept)


@pytest.mark.parametrize("asked", ["posters/?theme=1&group=2", "posters/?theme=", "coverage/?only=gaps"])
def test_page_asked_for_with_several_words_that_it_reads_is_kept(client, world, asked):
    client.get(f"{HERE}{asked}")
    assert queries_of(client, f"{HERE}{asked}") == 1


def test_page_of_a_programme_is_gone_when_the_programme_is(client, world, lead):
    etag = client.get(HERE)["ETag"]
    assert "Programme here" in client.get("/").text
    type(world.programme).objects.filter(pk=world.programme.pk).update(published_at=None, published_by=None)
    assert client.get(HERE, headers={"If-None-Match": etag}).status_code == 404
    assert "Programme here" not in client.get("/").text
    world.programme.refresh_from_db()
    publish_programme(world.programme, by=world.lead, at=timezone.now())
    assert client.get(HERE).status_code == 200
    assert "Programme here" in client.get("/").text


def test_nothing_is_kept_where_no_memory_is_given_and_it_is_told_the_same(client, world, settings):
    kept = [told(client.get(HERE)), told(client.get(HERE))]
    PAGES.clear()
    settings.KEPT_PAGES_MB = 0
    assert [told(client.get(HERE)), told(client.get(HERE))] == kept
    assert (PAGES.size, queries_of(client, HERE) > 1) == (0, True)


def test_etag_tells_nobody_how_much_is_being_written(client, world, settings):
    etag = client.get(HERE)["ETag"]
    PAGES.clear()
    settings.SECRET_KEY = "another-" + "0123456789" * 5
    assert client.get(HERE)["ETag"] != etag
    assert (etag[:3], etag[-1], len(etag)) == ('W/"', '"', 36)


# -- The clock ----------------------------------------------------------------------------------------


def test_pages_change_by_the_clock_when_their_time_is_over_and_not_before(world, without, clock):
    """What is drawn at the beginning of its span of time is what would be drawn at its very end."""
    begins = NOW.replace(minute=0, second=0)
    # On the quarter: what is kept by the hour must not tell whether it is on.
    MeetingFactory(
        programme=world.programme, starts_at=begins + timedelta(minutes=15), ends_at=begins + timedelta(minutes=45)
    )
    for address in public_addresses(world):
        if address.endswith(FILES):
            continue
        span = timedelta(seconds=view_of(address).seconds)
        clock.move_to(begins)
        first = told(without.get(address))
        clock.move_to(begins + span - timedelta(microseconds=1))
        assert told(without.get(address)) == first
        clock.move_to(begins + span)
        assert without.get(address).headers.get("ETag") != first[1]["ETag"]


@pytest.mark.parametrize("minutes", [0, 15, 30, 45])
def test_meeting_begins_and_ends_on_its_kept_pages_to_the_minute(client, world, clock, minutes):
    begins = NOW.replace(minute=minutes, second=0) + timedelta(hours=3)
    meeting = MeetingFactory(
        programme=world.programme, title="The next one", starts_at=begins, ends_at=begins + timedelta(hours=1),
        registration_opens_at=NOW.replace(hour=0, minute=0, second=0),
    )  # fmt: skip
    register, instant = "register/", timedelta(microseconds=1)
    address = f"{HERE}meetings/{meeting.pk}/"
    shown = []
    for moment in (begins - instant, begins, begins + timedelta(hours=1) - instant, begins + timedelta(hours=1)):
        clock.move_to(moment)
        for _ in range(2):
            page = client.get(address).text
        ahead = client.get(HERE).text
        ahead = ahead[ahead.index('id="next"') : ahead.index('id="who"')]
        shown.append((f"{address}{register}" in page, "The next one" in ahead))
    assert shown == [(True, True), (False, True), (False, True), (False, False)]


def test_picture_of_a_poster_is_given_by_its_own_version(client, world):
    hang_picture(world.programme.posters.get(number=1))
    address = f"{HERE}posters/1/picture.jpg"
    etag = client.get(address)["ETag"]
    LogEntryFactory(programme_id=world.programme.pk)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert "Vary" not in client.get(address).headers
