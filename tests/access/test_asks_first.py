"""Whatever is done by one press, walked: what takes something from somebody asks first, or another press undoes it."""

from collections import Counter

import pytest
from django.urls import reverse

from actions.models import Correction
from kit.ask_first import SURE
from tests.access.routes import ROUTES
from tests.access.test_signing_in_again import PRESSED_ALONE
from tests.access.test_words_kept import writer_of
from tests.filled_forms import filled
from tests.refusing import refusing_writes

pytestmark = pytest.mark.usefixtures("undrawn")

# What the button sends besides.
ASKS: dict[str, dict[str, str]] = {
    "actions:correction-settle": {"leave": "yes"},
    "actions:follow-up-not-reached": {},
    "actions:follow-up-not-theirs": {},
    "actions:follow-up-revoke-link": {},
    "actions:record-link": {"revoke": "yes"},
    "consultations:hand-in-contact-forget": {},
    "outbox:message-cancel": {},
    "outbox:message-settle": {},
    "phases:attendance-give-up": {},
    "phases:attendance-import-give-up": {},
    "phases:attendance-revoke-link": {},
    "programmes:quiet-period-end": {},
    "stakeholders:invitation-withdraw": {},
    "stakeholders:organisation-import-give-up": {},
}
# Each is undone by the other, at any time, and nobody was written to.
UNDONE_BY = {
    "actions:area-publish": "actions:area-withdraw",
    "actions:area-withdraw": "actions:area-publish",
    "actions:commitment-publish": "actions:commitment-publish",
    "actions:commitment-sheet-switch": "actions:commitment-sheet-switch",
    "actions:factor-merge": "actions:factor-separate",
    "actions:factor-separate": "actions:factor-merge",
    "actions:step-move": "actions:step-move",
    "consultations:conversation-publish": "consultations:conversation-publish",
    "consultations:poster-publish": "consultations:poster-take-down",
    "consultations:poster-take-down": "consultations:poster-publish",
    "phases:attendance-undo-check-in": "phases:attendance-check-in",
    "phases:registration-close": "phases:meeting-set-up",
    "stakeholders:missing-voice-reopen": "stakeholders:missing-voice-settle",
}
TAKES_NOTHING = {
    "actions:commitment-sheet-open": "makes sheets",
    "actions:follow-up-new-link": "sends a new link in the place of the old one",
    "actions:proposer-ask-named": "whoever had it has moved on, and named whom to ask",
    "actions:record-commitment-restore": "lets something stand again",
    "actions:record-letters": "draws letters",
    "actions:record-send": "sends what was looked at on the page",
    "consultations:hand-in-contact-look": "shows, and logs that it did",
    "outbox:mail-release": "lets mail go",
    "outbox:message-release": "lets a message go",
    "outbox:message-retry": "sends a message",
    "phases:attendance-import-run": "adds people",
    "phases:attendance-informed": "writes down that somebody was told",
    "phases:attendance-new-link": "sends a new link in the place of the old one",
    "phases:evaluation-export": "gives a spreadsheet",
    "stakeholders:characteristics-add": "adds groups",
    "stakeholders:contact-look": "shows, and logs that it did",
    "stakeholders:invitation-resend": "sends an invitation again",
    "stakeholders:organisation-import-run": "adds organisations",
    "stocktakes:stocktake-retry": "makes the files of an edition again",
}


def test_whatever_is_done_by_one_press_asks_or_is_undone_or_takes_nothing():
    placed = Counter([*ASKS, *UNDONE_BY, *TAKES_NOTHING])
    assert {route for route, times in placed.items() if times > 1} == set()
    assert set(placed) == set(PRESSED_ALONE)
    assert set(UNDONE_BY.values()) <= set(ROUTES)


@pytest.fixture
def address(route, address_of, world):
    """The address of a route; what somebody put right has no row of a fixed number."""
    if route != "actions:correction-settle":
        return address_of(route)
    correction = Correction.objects.get(record__programme=world.programme)
    return reverse(route, args=[world.programme.slug, correction.pk])


@pytest.mark.parametrize("route", ASKS)
def test_one_press_asks_and_the_second_does_it(route, browsers, address, world):
    browser = browsers["superuser" if route.startswith("outbox") else writer_of(route, world)]
    with refusing_writes(looks=1):
        asked = browser.post(address, ASKS[route] | {"as_seen": "what was seen"})
    assert (asked.status_code, asked.text.count("<h1>")) == (200, 1)
    form = filled(asked.text)[0]
    assert (form.sent[SURE], form.sent["as_seen"]) == (["yes"], ["what was seen"])
    assert set(ASKS[route]) <= set(form.sent)
    assert browser.post(address, form.sent).status_code == 302


def test_cannot_come_gives_no_place_away_and_writes_to_nobody_until_it_is_sure(browsers, address_of, world):
    address = address_of("phases:attendance-give-up")
    with refusing_writes(looks=1):
        asked = browsers["lead"].post(address)
    browsers["lead"].post(address, filled(asked.text)[0].sent)
    world.attendance.refresh_from_db()
    assert world.attendance.presence == "apologies"
