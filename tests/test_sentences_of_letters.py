"""What a letter says is true in every combination of its facts, and no sentence of a letter is without a case.

The HTML beside a text is drawn from it (`outbox/html_alternative.py`), so that the two cannot differ.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

import tests.letter_cases_of_people  # noqa: F401  (its cases)
from tests.branches import ways, ways_gone
from tests.letter_cases import LETTERS
from tests.said import Cases, Given

pytestmark = pytest.mark.django_db


def letter_templates() -> list[str]:
    """Return the templates of all letters: the texts in folders called `email`."""
    root = Path(settings.BASE_DIR) / "templates"
    return sorted(str(path.relative_to(root)) for path in root.rglob("email/*.*"))


@pytest.fixture
def given(programme, lead, at) -> Given:
    return Given(programme, lead, at)


@LETTERS.parametrized()
def test_letter_says_what_is_so_and_no_more(given, draw):
    text, said = draw(given)
    assert {words: words in text for words in said} == said


def test_letters_are_texts_alone():
    assert {Path(name).suffix for name in letter_templates()} == {".txt"}


def not_gone(cases: Cases, given: Given) -> list[str]:
    """Return the ways that no letter of some cases goes, and those of whose words none was held to be true."""
    every = ways(letter_templates())
    with ways_gone() as gone:
        true = words_of(cases.true_sentences(given))
    return [f"{way}: {said}" for way, said in every.items() if way not in gone or not is_held(said, true)]


def is_held(said: str, true: str) -> bool:
    """Whether some three words that follow each other in a branch, or all of fewer, were held to be true."""
    for run in said.split("…"):
        words = words_of(run).split()
        threes = [" ".join(words[first : first + 3]) for first in range(max(len(words) - 2, 1))]
        if any(f" {each} " in true for each in threes if each):
            return True
    return not said


def words_of(text: str) -> str:
    """Return the words of a text alone, with a space before and after each."""
    return " " + " ".join(re.findall(r"[\w’'-]+", text)) + " "


def test_every_way_that_a_letter_can_go_is_gone_and_what_it_says_there_held(given):
    assert not_gone(LETTERS, given) == []


def test_way_that_no_case_goes_is_named(given):
    few = Cases({"second_factor_cleared": LETTERS.functions["second_factor_cleared"]})
    named = [each for each in not_gone(few, given) if "second_factor" in each]
    assert {each.split("'")[1] for each in named} == {"accounts/email/second_factor_changed.txt"}
