"""Opening a round adds to what the public reads, and takes back no word of it."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.rounds.services.rounds import RoundPlan, open_round, plan_round
from line.graph import Line
from stocktakes.services import issue_stocktake, render_stocktake
from tests.line.random_programmes import Came, Part, build, close_rounds
from tests.public_addresses import public_pages

HAS_IT, HAD_IT = (True, False, False), (False, False, False)
# One area in each state that can be settled, by what came of three rounds.
AREAS = [
    *[
        [Part(*HAS_IT, (Came("answered", standing=each), Came("no_reply"), None))]
        for each in ("under_way", "handed_on")
    ],
    *[[Part(*HAS_IT, (Came("answered", standing=each), None, None))] for each in ("done", "stopped", "not_started")],
    [Part(*HAS_IT, (Came("no_reply"), Came("unreachable"), None))],
    [Part(*HAS_IT, (Came("no_reply"), Came("answered", "waiting"), None))],
    [Part(*HAD_IT, (Came("moved_on"), None, None))],
    [Part(*HAD_IT, (Came("no_reply"), Came("moved_on"), None)), Part(True, False, True, (None, None, None))],
]


@pytest.fixture
def programme(db, at):
    """A programme whose next round is planned for today, and which has given account once."""
    programme = build([(True, people) for people in AREAS])
    close_rounds(programme)
    today = timezone.localdate(at)
    plan = RoundPlan("This spring", today, today + timedelta(days=20))
    plan_round(programme, plan=plan, by=programme.published_by, at=at)
    render_stocktake(
        issue_stocktake(programme, title="One", foreword="So far.", by=programme.published_by, at=at), at=at
    )
    return programme


def addresses(programme):
    """Yield every public page there is of a programme; of things with a number, each there is."""
    for name in public_pages():
        match name.partition(":")[2]:
            case "programme-list":
                yield reverse(name)
            case "area-detail":
                yield from (area.get_absolute_url() for area in programme.action_areas.order_by("number"))
            case "poster-detail" | "theme-detail" | "finding-detail" | "stocktake-detail":
                yield reverse(name, args=[programme.slug, 1])
            case other if name.startswith("public:"):
                yield reverse(f"public:{other}", args=[programme.slug])


def words_of(page):
    """Return all the pieces of text of a page, but for what lies ahead, where the round is a date to come."""
    told = re.sub(r'<section class="tl-section" id="next">.*?</section>', "", page, flags=re.DOTALL)
    pieces = (" ".join(unescape(each).split()) for each in re.findall(r">([^<]+)<", told))
    # Sentence by sentence, since another may stand beside those that were there.
    return Counter(each for piece in pieces for each in re.split(r"(?<=[.;]) ", piece) if each)


def test_opening_a_round_takes_back_no_public_word(client, programme, at):
    before = {address: words_of(client.get(address).text) for address in addresses(programme)}
    standings = dict(Line.read(programme).standings)
    assert len(standings) == 8
    round = open_round(programme.follow_up_rounds.get(number=4), by=programme.published_by, at=at)
    assert round.follow_ups.count() > 3
    taken_back = {
        address: words - now for address, words in before.items() if words - (now := words_of(client.get(address).text))
    }
    assert taken_back == {}
    assert dict(Line.read(programme).standings) == standings


def test_progress_tells_of_the_rounds_that_were_and_of_the_one_that_is_open(client, programme, at):
    open_round(programme.follow_up_rounds.get(number=4), by=programme.published_by, at=at)
    page = " ".join(client.get(programme.get_absolute_url()).text.split())
    until = f"{timezone.localdate(at) + timedelta(days=20):%-d %B %Y}"
    assert f"We asked in September 2016, December 2016 and March 2017. We have asked again, until {until}." in page
