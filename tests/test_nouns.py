"""A programme that calls everything otherwise: none of the usual words stands on its pages, nor in its letters."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from programmes.nouns import STANDING, Noun
from stocktakes.rendering import edition_csv
from tests.access.conftest import give_account, signed_in
from tests.reading import letters, pages, papers_drawn, templates_drawn
from tests.world import World, build_world

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# How somebody signs in belongs to no programme.
OF_NOBODY = {
    "account/email/login_code_message.txt",
    "account/email/login_code_subject.txt",
    "accounts/email/address_code.txt",
    "accounts/email/second_factor_changed.txt",
    "accounts/email/second_factor_cleared.txt",
}
pytestmark = pytest.mark.django_db
# One and several of each, none of them English, and no plural that an "s" could make.
OWN = {
    Noun.ACTION_AREA: ("urdel", "urdeln"),
    Noun.REPRESENTATIVE: ("ovit", "oviten"),
    Noun.PROPOSER: ("zimm", "zimmer"),
    Noun.POSTER: ("ankl", "ankli"),
    Noun.STOCKTAKE: ("brosk", "broski"),
    Noun.PROGRAMME: ("efli", "eflir"),
}
# Nobody speaks of one programme as of several.
NOWHERE = {"eflir"}
EACH = "|".join(word for both in OWN.values() for word in sorted(both, key=len, reverse=True))
WITH_ARTICLE = re.compile(rf"\ban? (?:{EACH})\b", re.IGNORECASE)
# A usual word's plural made of an own one.
WITH_S = re.compile(rf"\b(?:{'|'.join(one for one, _ in OWN.values())})s\b", re.IGNORECASE)
# What tests type, and addresses: they hold a word that nobody reads as one.
TYPED = re.compile(r"\w*canary-[\w@.-]+|https?://[^\s\"]+")
# What keeps its usual word.
KEPT = {
    # What the table says of the web admin is called as there, where models have one name for every programme.
    "programmes:permission-matrix as lead": r"(?:look at|add and change) [^:]*? (?=Yes|No)",
    # This sentence is about all programmes in which an organisation takes part.
    "stakeholders:merge-list as lead": "its parts in programmes",
}


@pytest.fixture(scope="module")
def read(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Everything that the world shows of a programme with words of its own, read once."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        around = transaction.atomic()
        around.__enter__()
        world = build_world()
        call_typed_things_otherwise(world)
        for noun, both in OWN.items():
            for column, word in zip((f"{noun}_word", f"{noun}_words"), both, strict=True):
                setattr(world.programme, column, word)
        world.programme.save()
        give_account(world)
        browsers = {"anonymous": signed_in(None), "lead": signed_in(world.lead)}
        browsers["representative"] = signed_in(world.appointment.person.user)
        with papers_drawn(patch) as papers, templates_drawn() as drawn:
            texts = dict([*pages(world, browsers), *letters(world, timezone.now())])
        texts |= {f"paper {number}": text for number, text in enumerate(papers)}
        texts["spreadsheet of an edition"] = edition_csv(world.programme.stocktakes.get(number=1)).decode()
        texts["templates"] = " ".join(drawn)
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
    return texts


def call_typed_things_otherwise(world: World) -> None:
    """Let nothing that people typed hold a usual word, as what factories type does."""
    world.programme.title, world.programme.contact_name = "Better neighbours", "The team"
    world.programme.contact_email = "us@example.org"
    world.area.title = "Benches"
    world.area.save()
    for poster in world.programme.posters.filter(title__startswith="Poster"):
        poster.title = "A bench"
        poster.save()


def found(read: dict[str, str], pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """Return where a pattern is found, with some words round it."""
    said = {name: TYPED.sub("…", text) for name, text in read.items() if name != "templates"}
    for name, kept in KEPT.items():
        said[name] = re.sub(kept, "…", said[name])
    return {
        name: [text[max(0, each.start() - 50) : each.end() + 30] for each in pattern.finditer(text)]
        for name, text in said.items()
        if pattern.search(text)
    }


def test_no_usual_word_stands_where_a_programme_has_its_own(read):
    assert found(read, STANDING) == {}


def test_no_article_stands_before_a_word_that_may_begin_with_any_letter(read):
    assert found(read, WITH_ARTICLE) == {}


def test_no_plural_is_made_of_a_word_that_has_its_own(read):
    assert found(read, WITH_S) == {}


def test_every_own_word_is_read_somewhere_and_every_letter_was_written(read):
    words = {word for text in read.values() for word in re.findall(rf"\b(?:{EACH})\b", text, re.IGNORECASE)}
    assert {word for both in OWN.values() for word in both} - {word.lower() for word in words} == NOWHERE
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/email/*.txt")}
    assert sorted(there - set(read["templates"].split()) - OF_NOBODY) == []
