"""What pages and papers about personal information say is true in every combination of their facts: nothing is left."""

import pytest

from tests.branches import templates_under
from tests.said import Cases, Given, false_and_not_held
from tests.sentences_of_privacy import (  # noqa: F401  (their cases)
    cases_of_asking,
    cases_of_equality,
    cases_of_requests,
    cases_of_what_goes,
    cases_of_what_is_given,
    cases_of_what_is_held,
)
from tests.sentences_of_privacy.privacy_pages import PRIVACY

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(programme, lead, at) -> Given:
    return Given(programme, lead, at)


def test_pages_about_personal_information_say_what_is_so_whichever_way_they_go(given):
    false, not_held = false_and_not_held(templates_under("privacy"), PRIVACY, given)
    assert (false, not_held) == ([], [])


def test_way_that_no_case_of_these_pages_goes_is_named(given):
    few = Cases({"register": PRIVACY.functions["register"]})
    _, named = false_and_not_held(["privacy/_request_table.html"], few, given)
    words = [each.rpartition("): ")[2] for each in named]
    assert [each for each in words if each] == ["None of these is in the register.", "The register is empty."]
