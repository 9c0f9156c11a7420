"""Counts of people: small ones are never told."""

import pytest

from stakeholders.disclosure import disclosed
from stocktakes.said import people_in_words


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "*"), (7, "*"), (8, "10"), (12, "10"), (13, "15"), (142, "140"), (143, "145")]
)
def test_count_of_people_is_shown_as_the_rule_says(count, shown):
    assert disclosed(count) == shown


@pytest.mark.parametrize(
    ("count", "words"), [(None, ""), (0, ""), (3, "a few people"), (9, "about 10 people"), (21, "about 20 people")]
)
def test_people_are_counted_in_words(count, words):
    assert people_in_words(count) == words
