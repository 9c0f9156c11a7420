"""What pages say of days is true on every day: what is planned, what was, what is late, and what is open again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.coverage.services import Reopening, close_phase, reopen_phase
from kit.days import day
from stocktakes.frozen_line import gather
from tests.actions.factories import FollowUpRoundFactory
from tests.consultations.factories import PosterCallFactory
from tests.phases.factories import MeetingFactory, PhaseFactory
from tests.programmes.factories import IndicatorFactory, TargetRevisionFactory
from tests.public.sentences import EDITION, combinations

DAY = timedelta(days=1)


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
