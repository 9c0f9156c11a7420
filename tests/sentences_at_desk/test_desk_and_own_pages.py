"""What the desk and people's own pages say by rule is true in the combinations of its facts, whichever way they go.

Each way that a condition of these templates can go has to be gone by a case, and its words held by it. What is not so
yet stands in NOT_WHOLE: those templates are read by quotation (`test_sentences_in_templates.py`) in what is missing.
"""

import pytest

from tests.said import Cases, Given, false_and_not_held
from tests.sentences_at_desk import (  # noqa: F401  (their cases)
    cases_of_actions,
    cases_of_areas_and_rounds,
    cases_of_consultations,
    cases_of_hats,
    cases_of_kept_words,
    cases_of_mail,
    cases_of_meetings,
    cases_of_meetings_at_desk,
    cases_of_organisations,
    cases_of_papers_and_sheets,
    cases_of_posters,
    cases_of_programmes,
    cases_of_rounds,
    cases_of_signing_in,
    cases_of_support,
    cases_of_the_site,
    cases_of_what_people_said,
)
from tests.sentences_at_desk.desk_pages import DESK
from tests.sentences_at_desk.not_whole import NOT_WHOLE, PARTS_OF_FORMS, READ_BY_QUOTATION
from tests.sentences_for_people.test_sentences_for_people import walked
from tests.test_sentences_in_templates import is_style, templates

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(programme, lead, at) -> Given:
    return Given(programme, lead, at)


def desk_templates() -> list[str]:
    """Return the templates of the desk and own pages: all that are not walked elsewhere, nor parts of forms."""
    elsewhere = (*PARTS_OF_FORMS, *READ_BY_QUOTATION)
    return [each for each in templates() if each not in walked() and not each.startswith(elsewhere)]


def in_short(not_held: list[str]) -> list[str]:
    """Return ways without the line on which they stand, which moves."""
    named = (each.partition(", ") for each in not_held if not is_style(each.rpartition("): ")[2] or "words"))
    return [f"{name[2:-1]}: {rest.partition(', ')[2]}" for name, _, rest in named]


def test_pages_of_the_desk_and_own_pages_say_what_is_so_whichever_way_they_go(given):
    false, not_held = false_and_not_held(desk_templates(), DESK, given)
    assert false == []
    # What is missing and not in the list is told; what stands in the list, and is missing no more, too.
    assert sorted(set(in_short(not_held))) == sorted(NOT_WHOLE)


def test_way_that_no_case_of_the_desk_goes_is_named(given):
    few = Cases({"list_of_rounds": DESK.functions["list_of_rounds"]})
    _, named = false_and_not_held(["actions/round_list.html"], few, given)
    words = {each.rpartition("): ")[2] for each in named}
    assert ("Plan a round" in words, "No round has been planned yet." in words) == (True, False)
