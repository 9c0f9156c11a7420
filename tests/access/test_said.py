"""Whatever people write stands on each page in its own direction, and says its script: Hebrew in every column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.name_keys import key_columns, key_of
from programmes.middleware import PAGES
from stocktakes.rendering import edition_html
from stocktakes.services import issue_stocktake
from tests.reading import pages, papers_drawn
from tests.test_architecture import ROOMS
from tests.world import World

# Columns that hold no words: for machines, or ways to reach somebody.
WORDLESS = "slug|hash|email|telephone|colour|nonce|token|sha256|key|fingerprint|kind|verb|object_|status|url|password"
# The words that a programme calls things by are those of the site's own sentences, in the site's language.
WORDLESS += "|_words?$|^table$|^row$|^code$|^shown$"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path",
        "circle", "line", "rect", "use"}  # fmt: skip
# Where markup cannot stand, or where it is the browser that shows words.
BARE = {"title", "option", "script", "style", "textarea"}
COLUMN = re.compile(r"c-([a-z]+-[a-z]+)-")


class Directions(HTMLParser):
    """Gathers marked words whose nearest direction is the page's, or whose script nobody tells."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.untold: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if BARE & {tag for tag, _ in self.open} and tag == "bdi":
            self.untold.add(f"{self.open[-1][0]} with markup")
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))
        self.untold |= {f"{tag} {name} with markup" for name, value in attrs if "<bdi" in str(value)}

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if BARE & {tag for tag, _ in self.open}:
            self.untold |= {f"{self.open[-1][0]} with markup"} if "<bdi" in data else set()
            return
        around = [said for _, said in reversed(self.open)]
        direction = next((said["dir"] for said in around if "dir" in said), "ltr")
        language = next((said["lang"] for said in around if "lang" in said), "")
        first = next((letter for letter in data if letter.isalpha()), "")
        is_told = direction == "auto" and (first.isascii() or str(language).startswith("und-"))
        self.untold |= set() if is_told else {f"{self.open[-1][0]} {column}" for column in COLUMN.findall(data)}


def columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in {*ROOMS} - {"outbox", "kit"} else ():
            is_words = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_words and not re.search(WORDLESS, field.name):
                yield model, field


@pytest.fixture
def hebrew(world: World) -> None:
    """Hebrew, and a mark that tells whose it is, in every column of words, where the database takes it."""
    for model, field in columns():
        for pk in model._base_manager.values_list("pk", flat=True):
            words = f"שלום c-{model._meta.model_name}-{field.name.replace('_', '')}-{pk}-"
            if field.max_length is None or field.max_length >= len(words):
                keys = {key.name: key_of(words) for key in key_columns(model) if key.of == field.name}
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=pk).update(**{field.name: words}, **keys)
                except DatabaseError:
                    pass
    PAGES.clear()


def pages_read(world: World, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Read every page, what is set on paper, the letters, and an edition."""
    sending = world.programme.personal_records.get().sendings.get()
    words = "שלום c-sending-content-1-"
    type(sending).objects.filter(pk=sending.pk).update(
        channel="letter", content={"name": words, "parts": [[words, [words]]]}
    )
    with papers_drawn(monkeypatch, str) as papers:
        yield from pages(world, browsers, str)
        browsers["lead"].post(reverse("actions:record-letters", args=[world.programme.slug, sending.pk]))
    yield from (("on paper", paper) for paper in papers)
    edition = issue_stocktake(world.programme, title="One", foreword="So far.", by=world.lead, at=timezone.now())
    yield "edition", edition_html(edition).decode()


def untold_of(page: str) -> set[str]:
    reader = Directions()
    reader.feed(page)
    return reader.untold


def test_words_of_people_stand_in_their_own_direction_and_script(world, browsers, hebrew, monkeypatch):
    untold: dict[str, set[str]] = {}
    for name, page in pages_read(world, browsers, monkeypatch):
        for each in untold_of(page):
            untold.setdefault(each, set()).add(name)
    assert untold == {}


@pytest.mark.parametrize(
    ("page", "untold"),
    [
        ("<p>By שלום c-person-name-1-</p>", {"p person-name"}),
        ('<p>By <bdi dir="auto">שלום c-person-name-1-</bdi></p>', {"bdi person-name"}),
        ('<p>By <bdi dir="auto" lang="und-Hebr">שלום c-person-name-1-</bdi></p>', set()),
        ('<img alt="<bdi>שלום</bdi>">', {"img alt with markup"}),
        ("<title><bdi>שלום</bdi></title>", {"title with markup"}),
    ],
)
def test_words_that_stand_in_the_direction_of_the_page_are_found(page, untold):
    assert untold_of(page) == untold
