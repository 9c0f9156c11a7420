"""What a letter says is true in every combination of its facts, and no sentence of a letter is without a case.

The HTML beside a text is drawn from it (`outbox/html_alternative.py`), so that the two cannot differ.
"""

from pathlib import Path

import pytest
from django.conf import settings

import tests.letter_cases_of_answers
import tests.letter_cases_of_consultations
import tests.letter_cases_of_numbers
import tests.letter_cases_of_people
import tests.letter_cases_of_requests
import tests.letter_cases_of_retention  # noqa: F401  (its cases)
from tests.letter_cases import LETTERS
from tests.said import Cases, Given, false_and_not_held

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


def test_every_way_that_a_letter_can_go_is_gone_and_what_it_says_there_held(given):
    assert false_and_not_held(letter_templates(), LETTERS, given)[1] == []


def test_way_that_no_case_goes_is_named(given):
    few = Cases({"second_factor_cleared": LETTERS.functions["second_factor_cleared"]})
    named = [each for each in false_and_not_held(letter_templates(), few, given)[1] if "second_factor" in each]
    assert {each.split("'")[1] for each in named} == {"accounts/email/second_factor_changed.txt"}
