"""Whatever is done by one press, walked: what takes something from somebody asks first, or another press undoes it."""

from collections import Counter

import pytest
from django.urls import reverse

from actions.models import Correction
from kit.ask_first import SURE
from tests.access.links import let_in
from tests.access.routes import ROUTES
from tests.access.test_sent_twice import make_ready
from tests.access.test_signing_in_again import PRESSED_ALONE
from tests.access.test_words_kept import BY_LINK, VIEWS, writer_of
from tests.filled_forms import filled
from tests.refusing import refusing_writes
from tests.stocktakes.conftest import hang_picture

pytestmark = pytest.mark.usefixtures("undrawn")

# What the button sends besides.
ASKS: dict[str, dict[str, str]] = {
    "actions:correction-settle": {"leave": "yes"},
    "actions:follow-up-not-reached": {},
    "actions:follow-up-not-theirs": {},
    "actions:follow-up-revoke-link": {},
    "actions:record-link": {"revoke": "yes"},
    "consultations:hand-in-contact-forget": {},
    "consultations:question-remove": {},
    "consultations:feedback-withdraw": {},
    "outbox:message-cancel": {},
    "outbox:message-settle": {},
    "phases:arrangement-remove": {},
    "phases:attendance-give-up": {},
    "phases:attendance-import-give-up": {},
    "phases:attendance-revoke-link": {},
    "phases:paper-remove": {},
    "privacy:erasure-confirm": {},
    "privacy:hold-release": {},
    "privacy:equality-close": {},
    "privacy:equality-open": {},
    "privacy:request-bundle-revoke": {},
    "privacy:retention-period-end": {},
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
    "consultations:question-move": "consultations:question-move",
    "consultations:poster-publish": "consultations:poster-take-down",
    "consultations:poster-take-down": "consultations:poster-publish",
    "phases:minutes-publish": "phases:minutes-withdraw",
    "privacy:erasure-propose": "privacy:erasure-give-up",
    "privacy:erasure-give-up": "privacy:erasure-propose",
    "privacy:equality-publish": "privacy:equality-withdraw",
    "privacy:equality-withdraw": "privacy:equality-publish",
    "phases:minutes-withdraw": "phases:minutes-publish",
    "phases:arrangement-move": "phases:arrangement-move",
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
    "consultations:consultation-ask-again": "sends a letter again",
    "consultations:consultation-letters": "draws letters",
    "consultations:hand-in-contact-look": "shows, and logs that it did",
    "outbox:mail-release": "lets mail go",
    "outbox:message-release": "lets a message go",
    "outbox:message-retry": "sends a message",
    "phases:attendance-import-run": "adds people",
    "phases:attendance-informed": "writes down that somebody was told",
    "phases:attendance-new-link": "sends a new link in the place of the old one",
    "phases:evaluation-export": "gives a spreadsheet",
    "privacy:equality-draw": "adds an edition of figures",
    "stakeholders:characteristics-add": "adds groups",
    "stakeholders:contact-look": "shows, and logs that it did",
    "stakeholders:invitation-resend": "sends an invitation again",
    "stakeholders:organisation-import-run": "adds organisations",
    "stocktakes:stocktake-retry": "makes the files of an edition again",
}

# Whose own page says what comes of it, by which words, before its button is pressed; no other page has that button.
SAYS_ON_ITS_PAGE = {
    "actions:follow-up-move-on": "We will not ask you about this again.",
    "actions:follow-up-moved-on": "They will not be asked again.",
    "actions:follow-up-not-me": "We will not ask you about it again.",
    "actions:proposer-hand-on": "Whoever takes it over is",
    "actions:round-close": "Answers can no longer be given or changed.",
    "consultations:answers-withdraw": "Nothing of them is public any more",
    "consultations:consultation-close": "Nobody can send an answer from now on",
    "consultations:phase-close": "What came of this phase?",
    "consultations:phase-reopen": "is no longer public",
    "consultations:poster-exchange": "Another photograph",
    "consultations:poster-withdraw": "No public page shows it after this",
    "phases:meeting-answer": "a place that you have goes to whoever waits",
    "phases:meeting-cancel": "This cannot be taken back.",
    "phases:place-give-up": "Somebody who waits may have it at once.",
    "phases:reach-remove": "It no longer counts",
    "privacy:request-answer": "The request is closed with that",
    "privacy:equality-answer": "an answer that you have sent cannot be changed, taken back or erased",
    "privacy:equality-paper": "What is counted cannot be found, changed or taken back",
    "privacy:request-bundle": "The old link and the old code open nothing after this.",
    "privacy:retention-period-set": "A shorter time takes what is older away with the next run",
    "programmes:hat-end": "nothing can be done with it any more",
    "programmes:quiet-period-change": "What waits because of it waits on these days instead.",
    "programmes:quiet-period-set": "nothing new is opened, published or issued",
    "stakeholders:appointment-end": "closes for them with the next click",
    "stakeholders:appointment-identity": "they are signed out everywhere",
    "stakeholders:appointment-step-down": "If you step down",
    "stakeholders:group-remove": "It disappears from coverage",
    "stakeholders:invitation-decline": "The invitation ends with your answer.",
    "stakeholders:invitation-declined": "ends with it",
    "stakeholders:invitation-pass-on": "Your own link ends with this.",
    "stakeholders:invitation-readdress": "Their link no longer works after this",
    "stakeholders:merge-confirm": "This cannot be undone.",
    "stakeholders:partnership-appoint": "they are replaced",
    "stakeholders:partnership-end": "It can take part again later.",
}
# What takes something, and what undoes it, at any time.
UNDONE_AFTER = {
    "actions:record-commitment-edit": "actions:record-commitment-restore",
    "desk:daily-list-open": "desk:daily-list-stop",
    "desk:daily-list-stop": "desk:daily-list-stop",
    "desk:own-daily-list": "desk:own-daily-list",
    "digests:digest-open": "digests:digest-stop",
    "digests:digest-stop": "digests:digest-stop",
    "digests:own-digests": "digests:own-digests",
    "stakeholders:missing-voice-settle": "stakeholders:missing-voice-reopen",
    "stakeholders:organisation-import-check": "stakeholders:organisation-import-check",
    "stakeholders:own-identity": "stakeholders:own-identity",
    "phases:attendance-import-check": "phases:attendance-import-check",
    "account-own-page": "account-own-page",
}
# What is typed there is kept, sent or made; it takes nothing from anybody.
KEEPS = {
    *(f"actions:{page}" for page in (
        "area-create", "area-edit", "commitment-create", "commitment-make", "factor-detail", "follow-up-answer",
        "follow-up-enter", "record-name-edit", "record-step-edit", "round-create", "round-edit", "round-extend",
        "round-open", "step-create", "step-edit", "update-review",
    )),
    *(f"consultations:{page}" for page in (
        "answers-check", "answers-detail", "answers-enter", "answers-page", "answers-return", "answers-who",
        "consultation-answer", "consultation-create", "consultation-edit", "consultation-extend", "consultation-open",
        "consultation-reminders", "consultation-tell",
        "conversation-create", "conversation-log", "conversation-review", "conversation-tell", "feedback-check",
        "feedback-edit", "feedback-review", "poster-call-edit", "poster-consent", "poster-hand-in",
        "poster-photograph", "poster-review", "question-create", "question-edit",
    )),
    "digests:digest-send",
    *(f"phases:{page}" for page in (
        "arrangement-create", "arrangement-edit",
        "attendance-check-in", "attendance-create", "attendance-export", "attendance-import-columns",
        "attendance-import-list", "attendance-needs", "evaluation-create", "evaluation-list", "meeting-change",
        "meeting-check-in", "meeting-evaluate", "meeting-inform", "meeting-minutes",
        "meeting-register", "meeting-set-up", "paper-create", "place-change",
        "reach-create",
    )),
    "privacy:ask", "privacy:bundle-detail", "privacy:hold-change", "privacy:hold-set",
    *(f"privacy:request-{page}" for page in (
        "acknowledge", "change", "create", "decide", "decide-all", "extend", "identity", "look", "person", "progress",
        "start", "stop",
    )),
    "privacy:equality-plan",
    "privacy:equality-population",
    "programmes:hat-give",
    "programmes:quiet-period-let-go-on",
    *(f"stakeholders:{page}" for page in (
        "about-me", "appointment-sign-in", "contact-export", "group-create", "group-edit", "invitation-check",
        "invitation-choose", "invitation-contact", "invitation-declare", "invitation-name", "invitation-needs",
        "invitation-read", "invitation-sharing", "missing-voice-create", "missing-voice-edit",
        "organisation-import-columns", "organisation-import-list", "own-organisation", "partnership-contact",
        "partnership-create", "partnership-edit", "partnership-invite", "thresholds-edit",
    )),
    "stocktakes:stocktake-issue",
}  # fmt: skip
SHOWN_AND_SENT = {name for name, view in VIEWS.items() if {"GET", "POST"} <= set(getattr(view, "methods", []))}


def test_whatever_is_shown_and_sent_says_what_it_takes_or_is_undone_or_takes_nothing():
    placed = Counter([*SAYS_ON_ITS_PAGE, *UNDONE_AFTER, *KEEPS])
    assert {route for route, times in placed.items() if times > 1} == set()
    assert set(placed) == SHOWN_AND_SENT
    assert set(UNDONE_AFTER.values()) <= set(ROUTES)


def shown(route: str, browsers, address_of, world) -> str:
    """A page as whoever may press its button sees it."""
    make_ready(route, world)
    browser = browsers["anonymous" if route in BY_LINK else writer_of(route, world)]
    if route in BY_LINK:
        let_in(browser, route, world)
    page = browser.get(address_of(route))
    html = page.get("Content-Type", "").startswith("text/html") and not page.streaming
    return page.text if page.status_code == 200 and html else ""


@pytest.mark.parametrize("route", SAYS_ON_ITS_PAGE)
def test_page_says_what_comes_of_its_button_before_it_is_pressed(route, browsers, address_of, world):
    text = " ".join(shown(route, browsers, address_of, world).split())
    assert SAYS_ON_ITS_PAGE[route] in text
    assert filled(text)


def test_page_that_exchanges_a_photograph_says_that_the_one_before_goes(browsers, address_of, world):
    hang_picture(world.programme.posters.get(pk=ROUTES["consultations:poster-exchange"][0](world)[1]))
    assert "It takes the place of the photograph that is there now." in shown(
        "consultations:poster-exchange", browsers, address_of, world
    )


def test_no_other_page_has_a_button_that_takes_without_having_said_so(browsers, address_of, world):
    there = {address_of(route): route for route in SAYS_ON_ITS_PAGE}
    elsewhere = []
    for route in ROUTES:
        if "GET" in getattr(VIEWS[route], "methods", ["GET"]):
            sent_to = {form.action.partition("?")[0] for form in filled(shown(route, browsers, address_of, world))}
            elsewhere += [(route, there[to]) for to in sent_to & set(there) if there[to] != route]
    assert elsewhere == []


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
