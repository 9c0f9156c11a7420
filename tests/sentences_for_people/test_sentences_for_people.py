"""What pages say to people outside the team is true in every combination of their facts, and nothing is without a case.

Walked is what WALKED names. Not walked way by way, but read by the cases of `sentences_at_desk` and by quotation
(`test_sentences_in_templates.py`): signing in (`account`, `accounts`, `mfa`); one's own messages
(`digests`, `desk/own_*`); of representatives `actions/home*`, `consultations/next_meetings`, `phases/meeting_answer`,
`stakeholders/about_me`, `own_*` and `invitation_check`; kept words and forms
(`kit`, `govuk`); the frames (`base*`); and the desk's pages in every folder.
"""

from pathlib import Path

import pytest
from django.conf import settings

from tests.said import Cases, Given, false_and_not_held
from tests.sentences_for_people import (  # noqa: F401  (their cases)
    cases_of_follow_ups,
    cases_of_meetings,
    cases_of_representatives,
    cases_of_what_is_handed_in,
)
from tests.sentences_for_people.own_pages import PEOPLE

pytestmark = pytest.mark.django_db

WALKED = [
    "actions/_answer.html",
    "actions/_plan.html",
    "actions/_record_item.html",
    "actions/commitment_make.html",
    "actions/commitment_sheet_closed.html",
    "actions/commitment_thanks.html",
    "actions/follow_up_*.html",
    "actions/record_detail.html",
    "actions/record_item_edit.html",
    "actions/record_taken_back.html",
    "consultations/conversation_tell.html",
    "consultations/conversation_thanks.html",
    "consultations/hand_in_closed.html",
    "consultations/poster_hand_in.html",
    "consultations/poster_thanks.html",
    "consultations/_feedback_status.html",
    "consultations/feedback_check.html",
    "consultations/feedback_closed.html",
    "consultations/feedback_edit.html",
    "findings/feedback_receipt.html",
    "findings/own_input.html",
    "phases/_arranged.html",
    "phases/_claim_form.html",
    "phases/_meeting_facts.html",
    "phases/meeting_evaluate*.html",
    "phases/meeting_register*.html",
    "phases/place_*.html",
    "stakeholders/invitation_done.html",
    "stakeholders/invitation_gone.html",
    "stakeholders/invitation_read.html",
]
# The desk's, though called like people's own.
BESIDE = {"actions/follow_up_enter.html", "actions/follow_up_moved_on.html"}


def walked() -> list[str]:
    """Return the names of the templates that are walked."""
    root = Path(settings.BASE_DIR) / "templates"
    return sorted({str(path.relative_to(root)) for pattern in WALKED for path in root.glob(pattern)} - BESIDE)


@pytest.fixture
def given(programme, lead, at) -> Given:
    return Given(programme, lead, at)


def test_pages_say_what_is_so_and_no_more_whichever_way_they_go(given):
    false, not_held = false_and_not_held(walked(), PEOPLE, given)
    assert (false, not_held) == ([], [])


def test_way_that_no_case_goes_is_named(given):
    few = Cases({"room_for": PEOPLE.functions["room_for"]})
    _, named = false_and_not_held(["phases/_meeting_facts.html", "phases/_arranged.html"], few, given)
    assert {each.split("'")[1] for each in named} == {"phases/_arranged.html"}
