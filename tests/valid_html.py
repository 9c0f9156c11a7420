"""The proof that our pages are valid HTML, held through the whole suite: each page, in every state that is asked for.

Whatever a test's browser is answered as HTML is parsed as the standard has it, without a fault; says moments and days
as `datetime` may; names no identifier twice, and refers to none that is not there; each table has a caption; each
picture has its size, and the first of a page is not put off. A page whose parts stand as those of one before, with
other words in them, is not parsed again. What only a validator knows is asked of vnu, with the proofs.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import brotli
from django.http import HttpResponse
from django.test import Client
from tinyhtml5.parser import HTMLParser

FAULTS: list[str] = []
SEEN: set[int] = set()
# What is kept is given compressed to whoever takes it so, and is the same page.
WRITTEN_OUT: dict[str, Callable[[bytes], bytes]] = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}
# What the standard calls the `datetime` value of an element, as far as we use it.
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
MACHINE_READABLE = re.compile(rf"{DAY}(?:T\d\d:\d\d(?::\d\d(?:\.\d{{1,3}})?)?(?:Z|[+-]\d\d:\d\d))?")
TAG = re.compile(r"<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
REFERS = re.compile(r"\s(?:for|aria-labelledby|aria-describedby|aria-controls|aria-owns|list|form)=\"([^\"]+)\"")


def start() -> None:
    """Look at every page from here on."""
    request = Client.request

    def request_and_note(self: Client, **asked: Any) -> Any:
        response = request(self, **asked)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            _note(f"{asked.get('REQUEST_METHOD')} {asked.get('PATH_INFO')}", response)
        return response

    Client.request = request_and_note  # type: ignore[method-assign]


def _note(asked: str, response: HttpResponse) -> None:
    html = (
        WRITTEN_OUT[response.headers.get("Content-Encoding", "")](response.content).decode() if response.content else ""
    )
    if html:
        FAULTS.extend(f"{asked}: {fault}" for fault in faults(html))


def faults(html: str) -> list[str]:
    """Return what is not valid about a page."""
    tags = TAG.findall(html)
    found = [*_wrong_values(tags), *_wrong_pictures(tags), *_tables_without_caption(html)]
    structure = hash(tuple(VALUE.sub("", tag) for tag in tags))
    if structure not in SEEN:
        parser = HTMLParser()
        parser.parse(html)
        # What was typed is shown again, an invisible character in it too.
        wrong = [each for each in parser.errors if each[1] != "invalid-codepoint"]
        found += [f"{code} in line {position[0]} {more or ''}" for position, code, more in wrong]
        if not found:
            SEEN.add(structure)
    return found


def _wrong_values(tags: list[str]) -> list[str]:
    opened = " ".join(tags)
    moments = [
        value for value in re.findall(r"\sdatetime=\"([^\"]*)\"", opened) if not MACHINE_READABLE.fullmatch(value)
    ]
    names = re.findall(r"\sid=\"([^\"]*)\"", opened)
    twice = sorted({name for name in names if names.count(name) > 1 or not name or " " in name})
    lost = sorted({name for each in REFERS.findall(opened) for name in each.split()} - set(names))
    return [
        *(f"datetime={value!r} is none" for value in moments),
        *(f"id={name!r} is empty or there twice" for name in twice),
        *(f"nothing is called {name!r}" for name in lost),
    ]


def _wrong_pictures(tags: list[str]) -> list[str]:
    # The web admin's marks of yes and no are Django's; a stylesheet of ours gives them their size.
    pictures = [tag for tag in tags if tag.startswith("<img") and "/admin/img/icon-" not in tag]
    unsized = [f"{tag} has no size" for tag in pictures if not (" width=" in tag and " height=" in tag)]
    late = [f"{tag} is the first, and put off" for tag in pictures[:1] if "lazy" in tag]
    return unsized + late


def _tables_without_caption(html: str) -> list[str]:
    tables = re.findall(r"<table\b[^>]*>\s*(.{0,60})", html, re.DOTALL)
    return [f"a table without a caption: {table}" for table in tables if not table.startswith("<caption")]
