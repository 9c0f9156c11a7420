"""Pages in memory: whole, compressed as their reader can read them, and no more bytes than were allowed."""

import gzip

import brotli
import pytest

from kit.kept_pages import OVERHEAD, KeptPage, KeptPages, accepted_encoding, encodings_of

PAGE = b"<p>Somewhere to sit.</p>" * 50


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=0.5, BR;q=0.1", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip; q=0.000", ""),
        ("identity", ""),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("*;q=0", ""),
        ("brotli, xgzip", ""),
    ],
)
def test_accepted_encoding_is_one_that_the_reader_names(header, encoding):
    assert accepted_encoding(header) == encoding


def test_encodings_say_the_same_and_are_always_the_same_bytes():
    bodies = encodings_of(PAGE)
    assert [bodies[""], brotli.decompress(bodies["br"]), gzip.decompress(bodies["gzip"])] == [PAGE] * 3
    assert (encodings_of(PAGE), encodings_of(PAGE, ["gzip"]).keys()) == (bodies, {"", "gzip"})


def test_what_compressing_would_make_longer_is_left_as_it_is():
    assert encodings_of(b":root{}") == {"": b":root{}"}


def kept(size: int) -> KeptPage:
    return KeptPage(version=1, etag='W/"1"', headers={}, bodies={"": bytes(size - OVERHEAD)})


def test_the_page_that_nobody_has_read_for_longest_goes_first():
    pages = KeptPages()
    for address in "abc":
        pages.keep(address, kept(10_000), max_bytes=30_000)
    assert pages.get("a").size == 10_000
    pages.keep("d", kept(15_000), max_bytes=30_000)
    assert [address for address in "abcd" if pages.get(address)] == ["a", "d"]
    assert pages.size == 25_000


def test_an_address_has_one_page_and_what_is_too_large_takes_no_place():
    pages = KeptPages()
    for size in (10_000, 12_000):
        pages.keep("a", kept(size), max_bytes=30_000)
    pages.keep("b", kept(30_001), max_bytes=30_000)
    assert (pages.get("a").size, pages.get("b"), pages.size) == (12_000, None, 12_000)
    pages.keep("a", kept(30_001), max_bytes=30_000)
    assert (pages.get("a"), pages.size) == (None, 0)


def test_nothing_is_kept_where_no_memory_is_given():
    pages = KeptPages()
    pages.keep("a", kept(OVERHEAD), max_bytes=0)
    assert (pages.get("a"), pages.size) == (None, 0)
