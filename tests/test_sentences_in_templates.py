"""No sentence that a template makes by rule is without a test that reads it.

A branch of an `{% if %}` that holds words has to stand in a string of some test: three of its words that follow each
other, or all of fewer. Whoever writes a new one says in a test when it is read, and when not. This goes by quotation,
as `test_sentences_in_python.py` does; the combinations of their facts are gone through for public pages in
`public/test_sentences_read.py`, for pages of people in `sentences_for_people`, of personal information in
`sentences_of_privacy`, and for the desk, own pages, signing in and operators in `sentences_at_desk`, as far as their
cases go.
"""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from kit.model_fields import WordsField
from tests.branches import ways
from tests.public.test_sentences_read import PUBLIC
from tests.said import is_held, words_of
from tests.test_sentences_in_python import said_in_tests

# Gone through elsewhere by drawing every branch, not by quotation.
DRAWN = (*PUBLIC, "public/", "stocktakes/edition/", "privacy/")
# What no test quotes, and is no sentence.
NOT_QUOTED = {}


def templates() -> list[str]:
    """Return the names of all pages' templates but those of Django's admin, and those whose every branch is drawn."""
    root = Path(settings.BASE_DIR) / "templates"
    found = [str(path.relative_to(root)) for path in sorted(root.rglob("*.html")) if "admin" not in path.parts]
    return [name for name in found if not name.startswith(DRAWN)]


def unread(names: list[str], read: str) -> list[str]:
    """Return the words of each way that a condition can go that stand in no test, with the template they are in."""
    spoken = {way: said for way, said in ways(names).items() if said and not is_style(said)}
    return [f"{way[0]}: {said}" for way, said in spoken.items() if not is_held(said.casefold(), read)]


def is_style(said: str) -> bool:
    """Whether these are classes of a stylesheet, between whose quotation marks a condition stands."""
    return all(word.startswith(("tl-", "govuk-")) for word in said.split())


def test_every_sentence_that_a_template_makes_by_rule_is_read_by_a_test():
    assert sorted(unread(templates(), read_in_tests())) == sorted(NOT_QUOTED)


def read_in_tests() -> str:
    """Return the words of all strings of all tests, but those of the list above."""
    listed = {*NOT_QUOTED, *NOT_QUOTED.values()}
    return words_of("\n".join(line for line in said_in_tests().split("\n") if line not in listed).casefold())


def doubled_stops(sources: dict[str, str]) -> list[str]:
    """Return where words that somebody wrote, which end in a full stop themselves, stand in quotes with one behind."""
    names = {
        field.name for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, WordsField)
    }
    quoted = [(name, each) for name, text in sources.items() for each in re.findall(r"“{{ (\w+\.[\w.]+) }}”\.", text)]
    return [f"{name}: {each}" for name, each in quoted if each.rpartition(".")[2] in names]


def test_words_in_quotes_have_no_second_full_stop():
    root = Path(settings.BASE_DIR) / "templates"
    sources = {str(path.relative_to(root)): path.read_text() for path in root.rglob("*.*")}
    assert doubled_stops(sources) == []
    assert doubled_stops({"a.html": "Because “{{ stop.words }}”.", "b.html": "In “{{ area.title }}”."}) == [
        "a.html: stop.words"
    ]


def test_sentence_of_a_template_that_no_test_reads_is_named():
    name = "consultations/conversation_review_list.html"
    named = unread([name], words_of("Waiting to be read. No conversation waits.".casefold()))
    assert named == [f"{name}: Write down a conversation"]
