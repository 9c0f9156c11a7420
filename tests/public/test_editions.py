"""What the public reads of editions: the frozen page in the site's frame, and the files byte for byte."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stocktakes.models import Stocktake
from stocktakes.services import issue_stocktake, render_stocktake
from tests.public_addresses import ISSUED_AT
from tests.stocktakes.factories import StocktakeFactory


def url(name, *args, slug="here"):
    return reverse(f"public:{name}", args=[slug, *args])


def read(client, name, *args, slug="here"):
    return client.get(url(name, *args, slug=slug))


FILES = [("stocktake-pdf", (1,)), ("stocktake-csv", (1,)), ("stocktake-json", (1,)), ("stocktake-picture", (1, 1))]


def test_stocktake_detail_shows_the_frozen_page_whatever_has_changed_since(client, world, issued):
    world.programme.action_areas.update(title="Renamed since")
    page = read(client, "stocktake-detail", 1).content.decode()
    frozen = bytes(issued.files.get(kind="html").content).decode()
    assert page.count(frozen) == 1
    assert "Renamed since" not in page
    assert page.count("<h1>") == 1
    assert page.count(issued.data_sha256) == 2


def test_stocktake_detail_says_when_the_pdf_is_not_ready_yet(client, issued):
    page = read(client, "stocktake-detail", 1).content.decode()
    assert "The PDF is not ready yet" in page
    assert "make system" not in page
    assert url("stocktake-pdf", 1) not in page
    assert read(client, "stocktake-pdf", 1).status_code == 404


def test_stocktake_detail_names_the_edition_that_corrects_it(client, world, issued, at):
    second = issue_stocktake(
        world.programme, title="Mended", foreword="One number was wrong.", by=world.lead, at=at, corrects=issued
    )
    before = read(client, "stocktake-detail", 1).content.decode()
    render_stocktake(second, at=at)
    after = read(client, "stocktake-detail", 1).content.decode()
    corrected = "This edition has been corrected by"
    assert (before.count(corrected), after.count(corrected)) == (0, 1)
    assert f'<a href="{url("stocktake-detail", 2)}">edition 2, Mended</a>' in after
    newer = read(client, "stocktake-detail", 2).content.decode()
    assert (newer.count("(2 of 2 issued)"), newer.count(corrected)) == (1, 0)
    assert f'It corrects <a href="{url("stocktake-detail", 1)}">edition 1</a>' in newer


def test_stocktake_detail_names_a_newer_account(client, editions):
    editions(3)
    old, new = (read(client, "stocktake-detail", n, slug="neighbours").content.decode() for n in (1, 3))
    assert (old.count("There is a newer account"), new.count("There is a newer account")) == (1, 0)
    assert url("stocktake-detail", 3, slug="neighbours") in old
    assert "(1 of 3 issued)" in old


@pytest.mark.parametrize(("name", "args"), [("stocktake-detail", (1,)), *FILES])
def test_edition_that_is_not_issued_is_not_there(client, gathered, name, args):
    assert read(client, name, *args).status_code == 404


@pytest.mark.parametrize(("name", "args"), [("stocktake-detail", (1,)), ("stocktake-list", ()), *FILES[1:]])
def test_edition_of_a_programme_taken_down_is_not_there(client, world, issued, name, args):
    world.programme.published_at = world.programme.published_by = None
    world.programme.save()
    assert read(client, name, *args).status_code == 404


@pytest.mark.parametrize(("name", "args"), FILES[1:])
def test_file_is_named_by_its_sha_and_may_be_kept(client, issued, name, args):
    answer = read(client, name, *args)
    etag = f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert (answer.status_code, answer["ETag"]) == (200, etag)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert ("Vary" in answer, answer.cookies.keys()) == (False, {}.keys())
    again = client.get(url(name, *args), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(url(name, *args)).status_code == 405


def test_stocktake_pdf_and_csv_are_what_was_stored(client, editions):
    edition, *_ = editions(1)
    for kind, content_type in (("pdf", "application/pdf"), ("csv", "text/csv; charset=utf-8")):
        answer = read(client, f"stocktake-{kind}", 1, slug="neighbours")
        assert answer.content == bytes(edition.files.get(kind=kind).content)
        assert answer["Content-Type"] == content_type
        assert answer["Content-Disposition"] == f'inline; filename="neighbours-stocktake-1.{kind}"'


def test_stocktake_json_has_the_sha_that_the_page_gives(client, issued):
    answer = read(client, "stocktake-json", 1)
    assert hashlib.sha256(answer.content).hexdigest() == issued.data_sha256
    assert answer.json() == issued.data


def test_stocktake_picture_stays_when_the_poster_gets_another(client, world, issued):
    before = read(client, "stocktake-picture", 1, 1).content
    poster = world.programme.posters.get(number=1)
    poster.picture.delete()
    assert read(client, "stocktake-picture", 1, 1).content == before
    assert before[:3] == b"\xff\xd8\xff"


def test_stocktake_list_names_issued_editions_newest_first(client, editions, programme, lead):
    editions(2)
    Stocktake.objects.create(
        programme=programme, number=3, title="Canary", foreword="-", as_at="2017-01-01T00:00Z", data={},
        data_sha256="", requested_by=lead,
    )  # fmt: skip
    page = read(client, "stocktake-list", slug="neighbours").content.decode()
    found = [page.index(url("stocktake-detail", number, slug="neighbours")) for number in (2, 1)]
    assert found == sorted(found)
    assert "Canary" not in page


def test_stocktake_list_is_shown_by_fifty(client, programme):
    for number in range(1, 52):
        StocktakeFactory(programme=programme, number=number, status="issued", issued_at=ISSUED_AT, data={})
    links = {number: f'"{url("stocktake-detail", number, slug="neighbours")}"' for number in (1, 2, 51)}
    pages = [client.get(f"{url('stocktake-list', slug='neighbours')}{asked}").text for asked in ("", "?page=2")]
    assert [[number for number, link in links.items() if link in page] for page in pages] == [[2, 51], [1]]
    assert ["Page 1 of 2" in pages[0], "Page 2 of 2" in pages[1]] == [True, True]


@pytest.mark.parametrize(("name", "args", "queries"), [("stocktake-list", (), 3), ("stocktake-detail", (1,), 8)])
def test_edition_pages_ask_as_often_for_many_as_for_one(client, editions, name, args, queries):
    counts = []
    for first, last in ((1, 1), (2, 3)):
        editions(last, first=first)
        with CaptureQueriesContext(connection) as captured:
            assert read(client, name, *args, slug="neighbours").status_code == 200
        counts.append(len(captured))
    assert counts == [queries, queries]
