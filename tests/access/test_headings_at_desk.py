"""What stands over the lists of the desk stands there where there is something under it: as the world is."""

import pytest

from tests.reading import text_seen

pytestmark = pytest.mark.usefixtures("undrawn")

SAID = {
    "actions:factor-list": ["what most named first Factor", "What helps"],
    "actions:record-list": ["Who About Before Now", "By letter:"],
    "actions:round-open": ["How the messages read", "Who About How Why"],
    "actions:update-review-list": ["Reviewed, the latest first About Who Round Read State"],
    "consultations:coverage-matrix": ["People reached are"],
    "consultations:feedback-review-list": ["Read, newest first"],
    "consultations:poster-review-list": ["Nothing is missing."],
    "desk:programme-detail": ["The public progress page"],
    "phases:attendance-import-columns": ["Which column is which"],
    "phases:meeting-check-in": ["Press a name when that person is here."],
    "phases:meeting-list": ["Meeting When", "To come, and now"],
    "phases:meeting-people": ["Name From Reached by Needs Stands"],
    "phases:reach-list": ["By Not known"],
    "programmes:log": ["Who did what, newest first When Who Did what"],
    "programmes:team": ["Your desk", "Hats worn before Who Hat From Until"],
    "stakeholders:group-list": ["Add a group"],
    "stakeholders:organisation-import-columns": ["Which column is which"],
    "stakeholders:organisation-import-list": ["Begun, and not imported yet They are forgotten after"],
    "stakeholders:partnership-list": ["Get the list as a spreadsheet (CSV, without people)"],
}


@pytest.mark.parametrize("route", SAID)
def test_page_of_the_desk_says_what_stands_under_its_headings(route, browsers, address_of):
    text = text_seen(browsers["lead"].get(address_of(route)).text)
    assert [words for words in SAID[route] if words not in text] == []
