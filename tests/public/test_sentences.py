"""Sentences that pages make by rule are true in every combination of their facts: nothing is invented.

Each test goes through the combinations of some facts, reads the page as people do, and holds it to what is so. Those
about days are in `test_sentences_of_time.py`; `test_sentences_read.py` sees that no sentence is without a case.
"""

import re
from datetime import date

import pytest
from django.urls import reverse

from stocktakes.frozen_line import gather
from stocktakes.models import Stocktake
from stocktakes.rendering import edition_csv
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    FactorFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import ConversationFactory, FeedbackFactory, PosterAnswerFactory, PosterFactory
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.moments import EARLY, SEPTEMBER
from tests.phases.factories import MeetingFactory
from tests.public.sentences import EDITION, combinations, edition_as_at
from tests.stakeholders.factories import PartnershipFactory, StakeholderGroupFactory

NOT_PUBLIC = {"published_at": None, "published_by": None}


def told_us(area, lead, **words):
    """Let whoever proposed an area tell us something that is published."""
    given = {"status": "published", "reviewed_at": SEPTEMBER, "reviewed_by": lead, "headline": "Two benches stand."}
    given |= {"follow_up__proposer": ProposerFactory(area=area), "follow_up__round__programme": area.programme}
    return ProgressUpdateFactory(**(given | words))


# -- Where a thing came from, and what it led to ------------------------------------------------------

NO_SOURCE = "Nothing that is published is tied to it as what it came from."
NO_OUTCOME = "Nothing that is published is tied to it as what it led to."


@combinations(source=["none", "hidden", "public"])
def test_finding_says_only_what_it_came_from(read, programme, source):
    finding = FindingFactory(programme=programme, number=1)
    theme = ThemeFactory(programme=programme, name="Places to sit", **({} if source == "public" else NOT_PUBLIC))
    finding.themes.set([] if source == "none" else [theme])
    page = read("finding-detail", 1)
    assert (NO_SOURCE in page, "Places to sit" in page) == (source != "public", source == "public")
    assert "in the room" not in page


@combinations(source=["none", "hidden", "public"], is_taken_on_at=[False, True])
def test_area_says_only_what_it_came_from_and_where_it_was_taken_on(read, programme, source, is_taken_on_at):
    meeting = MeetingFactory(programme=programme, title="An evening")
    area = ActionAreaFactory(programme=programme, number=1, taken_on_at=meeting if is_taken_on_at else None)
    poster = PosterFactory(programme=programme, title="Our gate", **({} if source == "public" else NOT_PUBLIC))
    area.posters.set([] if source == "none" else [poster])
    page = read("area-detail", 1)
    assert (NO_SOURCE in page, "Our gate" in page) == (source != "public", source == "public")
    assert ("taken on at An evening" in page, "in the room" in page) == (is_taken_on_at, False)


@combinations(kind=["poster", "conversation", "finding"], led_to=["none", "hidden", "public"])
def test_page_says_of_a_thing_only_what_it_led_to(read, programme, kind, led_to):
    area = ActionAreaFactory(programme=programme, title="Benches", **({} if led_to == "public" else NOT_PUBLIC))
    factory, page = {
        "poster": (PosterFactory, ("poster-detail", 1)),
        "conversation": (ConversationFactory, ("conversation-list",)),
        "finding": (FindingFactory, ("finding-detail", 1)),
    }[kind]
    thing = factory(programme=programme, number=1)
    getattr(area, f"{kind}s").set([] if led_to == "none" else [thing])
    words = read(*page)
    assert (NO_OUTCOME in words, "Benches" in words) == (led_to != "public", led_to == "public")


@combinations(answered=[False, True], transcript=["", "Sit down."])
def test_poster_has_a_heading_for_what_it_says_only_if_it_says_something(read, programme, answered, transcript):
    poster = PosterFactory(programme=programme, number=1, transcript=transcript)
    PosterAnswerFactory.create_batch(int(answered), poster=poster)
    assert ("What the poster says" in read("poster-detail", 1)) == (answered or bool(transcript))


@pytest.mark.parametrize("count", [0, 1])
def test_conversations_are_announced_only_if_there_are_some(read, programme, count):
    ConversationFactory.create_batch(count, programme=programme)
    page = read("conversation-list")
    assert ("This is what they said." in page, "No conversation is published yet." in page) == (count > 0, count == 0)


# -- What there is at each station --------------------------------------------------------------------


@combinations(findings=[0, 1], areas=[0, 1, 2], promises=[0, 1, 2])
def test_progress_says_what_is_published_at_each_station_and_no_more(read, programme, findings, areas, promises):
    programme.completed_on = date(2016, 6, 1)
    programme.save()
    FindingFactory.create_batch(findings, programme=programme)
    ActionAreaFactory.create_batch(areas, programme=programme)
    CommitmentFactory.create_batch(promises, programme=programme)
    page = read()
    said = {
        "No decision is published yet.": not findings and not areas,
        "No priority or gap is published. What people took on is below.": not findings and areas > 0,
        "No action area is published yet.": areas == 0,
        "1 action area, with whoever put it forward and the latest word on it.": areas == 1,
        "2 action areas, each with whoever put it forward and the latest word on it.": areas == 2,
        "One promise was made by itself, outside any plan.": promises == 1,
        "2 promises were made by themselves, outside any plan.": promises == 2,
        "No theme is published yet.": True,
        "Nothing is measured and nothing has been written about it yet.": True,
    }
    assert {words: words in page for words in said} == said
    assert [word for word in ("agreed in the room", "still listening", "too early to say") if word in page] == []


@combinations(tied=[(), (0,), (1,), (0, 0, 0), (1, 0, 0), (1, 1, 1)], groups=[0, 1, 2], partner=[False, True])
def test_progress_says_for_whom_organisations_are_there_and_for_whom_none_is(read, programme, tied, groups, partner):
    made = StakeholderGroupFactory.create_batch(groups, programme=programme)
    for count in tied:
        PartnershipFactory(programme=programme).groups.set(made[:count])
    if partner:
        PartnershipFactory(programme=programme, role="lead_body").groups.set(made)
    page = read(section="who")
    with_groups = sum(tied) if groups else 0
    heard = groups if partner else min(with_groups, 1)
    said = {
        "One member organisation": len(tied) == 1,
        "3 member organisations": len(tied) == 3,
        "Below the name of one stands whom it is there for.": with_groups == 1,
        "Below the names of 3 stands whom they are there for.": with_groups == 3,
        "No organisation is there for these people yet.": heard < groups,
        "For every group of people we set out to hear there is an organisation.": 0 < heard == groups,
    }
    assert {words: words in page for words in said} == said
    assert ("whom they speak for" in page, "Nobody speaks" in page) == (False, False)


# -- The latest word, and what helped -----------------------------------------------------------------


@pytest.mark.parametrize("headline", ["", "Two benches stand."])
def test_latest_word_carries_its_date_wherever_it_is_read(read, read_edition, programme, lead, at, headline):
    area = ActionAreaFactory(programme=programme, number=1)
    told_us(area, lead, headline=headline, published_happened="They stand.", given_at=SEPTEMBER)
    word = f"{headline or 'They stand.'} (1 September 2016)"
    assert [word in read(name) for name in ("progress", "area-list")] == [True, True]
    assert "by personal link, 1 September 2016." in read("area-detail", 1, section="stands")
    assert word in read_edition(at)
    data, _ = gather(programme, edition=EDITION, as_at=at)
    assert word in edition_csv(Stocktake(programme=programme, data=data)).decode()


def test_word_of_an_area_that_has_told_nothing_carries_no_date(read, read_edition, programme, at):
    ActionAreaFactory(programme=programme, number=1)
    words = "Nobody has been asked yet what has happened."
    assert [f"{words} (" in page for page in (read(), read("area-list"), read_edition(at))] == [False] * 3


@combinations(helped=[0, 1, 4], hindered=[0, 1, 2])
def test_what_helped_and_what_hindered_are_drawn_to_one_scale(
    client, read_edition, programme, lead, at, helped, hindered
):
    for kind, count in (("helped", helped), ("hindered", hindered)):
        factor = FactorFactory(programme=programme, kind=kind, name=kind)
        for _ in range(count):
            told_us(ActionAreaFactory(programme=programme), lead).factors.add(factor)
    longest = max(helped, hindered, 1)
    expected = [round(100 * count / longest, 1) for count in (helped, hindered) if count]
    html = client.get(reverse("public:progress", args=[programme.slug])).text
    edition = edition_as_at(programme, at)
    for drawn in (html.split('id="who"')[0], edition.split('id="helped">')[-1] if expected else ""):
        widths = [float(each) for each in re.findall(r'<rect width="([0-9.]+)%"', drawn)]
        assert widths == expected


def test_nobody_is_said_to_have_taken_over_from_whoever_was_named_by_mistake(read, programme):
    area = ActionAreaFactory(programme=programme, number=1)
    wrong = ProposerFactory(area=area, named_by_mistake=True, public_name="The wrong one", until_on=date(2016, 2, 1))
    right = ProposerFactory(area=area, took_over_from=wrong, public_name="A tenant")
    ProposerFactory(area=area, took_over_from=right, public_name="A nurse", from_on=date(2016, 3, 1))
    page = read("area-detail", 1)
    assert "A tenant, who took it over" not in page
    assert "A nurse, who took it over on 1 March 2016" in page


# -- Editions -----------------------------------------------------------------------------------------


@combinations(posters=[0, 1], feedback=[0, 1, 2])
def test_edition_counts_feedback_whatever_else_was_said(read_edition, programme, lead, at, posters, feedback):
    PosterFactory.create_batch(posters, programme=programme)
    public = {"status": "published", "reviewed_at": EARLY, "reviewed_by": lead}
    FeedbackFactory.create_batch(feedback, consultation__phase__programme=programme, **public)
    edition = read_edition(at)
    said = {
        "1 piece of feedback has been published.": feedback == 1,
        "2 pieces of feedback have been published.": feedback == 2,
        "since then": False,
    }
    assert {words: words in edition for words in said} == said


@combinations(areas=[0, 1], promises=[0, 1])
def test_edition_tells_promises_outside_any_plan_whatever_was_taken_on(read_edition, programme, at, areas, promises):
    ActionAreaFactory.create_batch(areas, programme=programme)
    CommitmentFactory.create_batch(promises, programme=programme)
    edition = read_edition(at)
    assert edition.count("What people took on") == (2 if areas or promises else 0)
    assert ("Promised outside any plan" in edition, "A practice nurse:" in edition) == (promises > 0, promises > 0)


@combinations(decision=["accepted", "partly", "undecided"], reason=["", "No money for all."])
def test_edition_gives_no_reason_that_was_not_given(read_edition, programme, lead, at, decision, reason):
    decided = {} if decision == "undecided" else {"decided_at": EARLY, "decided_by": lead}
    reason = "No money for all." if decision == "partly" else reason
    FindingFactory(programme=programme, title="A bench", decision=decision, reason=reason, **decided)
    edition = read_edition(at)
    label = {"accepted": "Accepted", "partly": "Accepted in part", "undecided": "Not decided yet"}[decision]
    after = edition[edition.index("A bench Priority") :]
    assert after.startswith(
        f"A bench Priority {label}. {reason}" if reason else "A bench Priority. More places to sit."
    )
