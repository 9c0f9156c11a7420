"""What the desk and people's own pages say by rule is true in the combinations of its facts."""

import pytest

from tests.said import Given
from tests.sentences_at_desk import (  # noqa: F401  (their cases)
    cases_of_areas_and_rounds,
    cases_of_meetings,
    cases_of_papers_and_sheets,
    cases_of_the_site,
    cases_of_what_people_said,
)
from tests.sentences_at_desk.desk_pages import DESK

pytestmark = pytest.mark.django_db


def test_pages_of_the_desk_and_own_pages_say_what_is_so(programme, lead, at):
    false = []
    for name, (text, said) in DESK.drawn(Given(programme, lead, at)):
        false += [f"{name}: {words} ({is_so})" for words, is_so in said.items() if (words in text) != is_so]
    assert false == []
