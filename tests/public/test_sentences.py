"""Sentences that pages make by rule are true in every combination of their facts: nothing is invented.

Each test goes through the combinations of some facts, reads the page as people do, and holds it to what is so.
`test_sentences_read.py` sees that no sentence is without a case.
"""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.coverage.services import Reopening, close_phase, reopen_phase
from kit.days import day
from stocktakes.frozen_line import gather
from stocktakes.models import Stocktake
from stocktakes.rendering import edition_html
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    FactorFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.consultations.factories import (
    ConversationFactory,
    FeedbackFactory,
    PosterAnswerFactory,
    PosterCallFactory,
    PosterFactory,
)
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.moments import EARLY, SEPTEMBER
from tests.phases.factories import MeetingFactory, PhaseFactory
from tests.programmes.factories import IndicatorFactory, TargetRevisionFactory
from tests.reading import text_seen
from tests.stakeholders.factories import PartnershipFactory, StakeholderGroupFactory

DAY = timedelta(days=1)
NOT_PUBLIC = {"published_at": None, "published_by": None}
EDITION = {"number": 1, "title": "Stocktake 1", "foreword": "It goes on.", "corrects": None}


def combinations(**facts):
    """Every combination of some facts, each with a name that says which it is."""
    found = list(product(*facts.values()))
    names = ["-".join(f"{name}={value}" for name, value in zip(facts, each, strict=True)) for each in found]
    return pytest.mark.parametrize(tuple(facts), found, ids=names)


@pytest.fixture
def read(client, programme):
    """Read a public page of the programme, or one section of it, as people do."""

    def page(name="progress", *args, section=None):
        html = client.get(reverse(f"public:{name}", args=[programme.slug, *args])).text
        if section:
            html = html[html.index(f'id="{section}"') - 40 :].split("</section>")[0]
        return text_seen(f"<p {html}" if section else html)

    return page


@pytest.fixture
def read_edition(programme):
    """Read an edition as it would be issued at a moment."""

    def page(at):
        data, _ = gather(programme, edition=EDITION, as_at=at)
        return text_seen(edition_html(Stocktake(programme=programme, data=data)).decode())

    return page


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
    data, _ = gather(programme, edition=EDITION, as_at=at)
    edition = edition_html(Stocktake(programme=programme, data=data)).decode()
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


# -- Dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_past"), [(-1, True), (0, False), (1, False)])
def test_indicator_is_to_be_looked_at_again_or_was(read, read_edition, programme, at, days, is_past):
    on = timezone.localdate(at) + days * DAY
    IndicatorFactory(programme=programme, look_again_on=on)
    page, edition = read(section="came-of-it"), read_edition(at)
    assert ("Was to be looked at again" in page, "To be looked at again" in page) == (is_past, not is_past)
    assert ("It was to be looked at again on" in edition, "We look again on" in edition) == (is_past, not is_past)


@combinations(target=[None, date(2016, 3, 1)], completed=[None, date(2016, 2, 1), date(2016, 3, 2)])
def test_target_and_completion_are_told_as_they_were(read, read_edition, programme, at, target, completed):
    programme.target_on, programme.completed_on = target, completed
    programme.save()
    page, edition = read(section="next"), read_edition(at)
    late = target and (completed is None or completed > target)
    on_time = bool(target and completed and completed <= target)
    assert ("It was on time." in page) == on_time
    assert ("That is 1 day after it." in page, "it is not complete" in page) == (
        bool(late and completed), bool(late and not completed),
    )  # fmt: skip
    assert ("That is 1 day after it." in edition, "it is not complete" in edition) == (
        bool(late and completed), bool(late and not completed),
    )  # fmt: skip
    assert ("It was complete on" in edition) == bool(completed)
    assert ("the target was 1 March 2016" in edition) == bool(completed and target)


@combinations(old=[None, date(2017, 1, 31)], new=[None, date(2017, 3, 31)], current=[None, date(2017, 3, 31)])
def test_target_is_set_moved_or_given_up(read_edition, programme, at, old, new, current):
    programme.target_on = current
    programme.save()
    TargetRevisionFactory(programme=programme, old_target_on=old, new_target_on=new, reason="Time.")
    edition = read_edition(at)
    said = {
        "The target was set to 31 March 2017: Time.": old is None and new is not None,
        "The target moved from 31 January 2017 to 31 March 2017: Time.": old is not None and new is not None,
        "The target of 31 January 2017 was given up, with no new date: Time.": old is not None and new is None,
    }
    assert {words: words in edition for words in said} == said


@combinations(call=[False, True], target=[None, date(2999, 3, 1)], next_words=["", "We meet again."], meeting=[0, 1])
def test_nothing_is_said_to_have_a_date_only_where_nothing_has(read, programme, at, call, target, next_words, meeting):
    programme.target_on, programme.what_happens_next = target, next_words
    programme.save()
    PosterCallFactory.create_batch(int(call), programme=programme, ends_at=at + DAY)
    MeetingFactory.create_batch(meeting, programme=programme, starts_at=at + DAY, ends_at=None)
    has_none = not call and not target and not next_words and not meeting
    assert ("Nothing has a date yet." in read(section="next")) == has_none


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


# -- Phases and rounds --------------------------------------------------------------------------------

JUNE = datetime(2016, 6, 6, 10, tzinfo=UTC)
FIRST_OF_FEBRUARY, LAST_OF_MARCH = date(2016, 2, 1), date(2016, 3, 31)


@combinations(
    words=["", "Autumn 2016"],
    planned=[None, FIRST_OF_FEBRUARY],
    planned_end=[None, LAST_OF_MARCH],
    window=[(None, None), (JUNE, None), (JUNE, JUNE + 3 * DAY), (JUNE, JUNE + 40 * DAY)],
)
def test_phase_says_when_it_was_or_when_it_is_planned(read, programme, words, planned, planned_end, window):
    phase = PhaseFactory(
        programme=programme, window_text=words, starts_at=window[0], ends_at=window[1],
        planned_start_on=planned, planned_end_on=planned_end,
    )  # fmt: skip
    plan = {
        (None, None): "No date yet",
        (None, LAST_OF_MARCH): "Planned until 31 March 2016",
        (FIRST_OF_FEBRUARY, None): "Planned from 1 February 2016",
        (FIRST_OF_FEBRUARY, LAST_OF_MARCH): "Planned from 1 February 2016 to 31 March 2016",
    }[planned, planned_end]
    begun = {
        (None, None): plan,
        (JUNE, None): "From June 2016, planned until 31 March 2016" if planned_end else "From June 2016",
        (JUNE, JUNE + 3 * DAY): "June 2016",
        (JUNE, JUNE + 40 * DAY): "June 2016 to July 2016",
    }[window]
    assert phase.when == (words or begun)
    state = "Not begun yet" if planned and not window[0] else "Upcoming" if not window[0] else ""
    state = state or ("Finished" if window[1] else "Open now")
    assert f"{words or begun} · {state} Phase: Consultation" in read(section="when")


@pytest.mark.parametrize(("days", "is_to_come"), [(-1, False), (0, True), (1, True)])
def test_phase_that_is_planned_is_a_date_to_come(read, programme, at, days, is_to_come):
    on = timezone.localdate(at) + days * DAY
    PhaseFactory(programme=programme, starts_at=None, planned_start_on=on)
    words = f"{day(on)} Phase: Consultation Planned from {day(on)}. To hear what people say."
    assert (words in read(section="next")) == is_to_come


@combinations(summary=["", "Seven key groups."], state=["open", "closed", "open again", "closed again"])
def test_phase_that_is_open_again_says_so_and_its_summary_is_the_earlier_one(
    read, read_edition, client_of, programme, lead, at, summary, state
):
    phase = PhaseFactory(programme=programme, closing_summary=summary, position=1)
    steps = {"open": 0, "closed": 1, "open again": 2, "closed again": 3}[state]
    for step in range(steps):
        if step == 1:
            reopen_phase(phase, reason=Reopening.UNFINISHED, by=lead, at=at)
        else:
            close_phase(phase, summary=summary or "Done.", explanations={}, by=lead, at=at + step * DAY)
    page, desk = read(section="when"), client_of(lead).get(reverse("phases:phase-list", args=[programme.slug])).text
    again = f"It was closed, and opened again on {day(timezone.localdate(at))}."
    earlier = "What was said of it when it was closed before:"
    assert (again in page, earlier in page, "Open again" in page) == (state == "open again",) * 3
    assert (f"{earlier} {summary or 'Done.'}" in page) == (state == "open again")
    assert ("What came of it when it was closed before" in desk) == (state == "open again")
    data, _ = gather(programme, edition=EDITION, as_at=at)
    said = {"open": summary, "closed": summary or "Done.", "open again": "", "closed again": summary or "Done."}
    assert [each["closing_summary"] for each in data["phases"]] == [said[state]]


@combinations(status=["planned", "open", "closed"], days=[-1, 0, 1])
def test_round_is_a_date_to_come_until_it_is_past(read, programme, lead, at, status, days):
    on = timezone.localdate(at) + days * DAY
    moments = {
        "planned": {"planned_on": on, "answer_by_on": on + 9 * DAY},
        "open": {"planned_on": on - 9 * DAY, "answer_by_on": on, "opened_at": at, "opened_by": lead},
        "closed": {
            "planned_on": on - 9 * DAY, "answer_by_on": on,
            "opened_at": at, "opened_by": lead, "closed_at": at, "closed_by": lead,
        },
    }  # fmt: skip
    FollowUpRoundFactory(programme=programme, name="Spring", status=status, **moments[status])
    page, is_past = read(section="next"), days < 0
    said = {
        f"{day(on)} Follow-up, Spring We ask everybody": status == "planned" and not is_past,
        f"{day(on)} Follow-up, Spring We have asked": status == "open" and not is_past,
        f"No date yet Follow-up, Spring It was planned for {day(on)}, and nobody has been asked yet.": (
            status == "planned" and is_past
        ),
        f"No date yet Follow-up, Spring We have asked what has happened. The last day was {day(on)}.": (
            status == "open" and is_past
        ),
        "Spring": status != "closed",
    }
    assert {words: words in page for words in said} == said
