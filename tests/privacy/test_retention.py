"""What has come to its time goes: each kind on its day, once, with its line in the log and no word of what it was."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import LogEntry, User
from outbox.models import Message
from privacy.models import RetentionForecast, RetentionRun
from privacy.retention.due import rules
from privacy.retention.services import keep_no_longer
from privacy.tasks import keep_no_longer as ring
from tests.privacy.things_kept import DAY, THINGS, going_on

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def run(at: datetime) -> int:
    """A run of that day, whatever was run before."""
    RetentionRun.objects.all().delete()
    return keep_no_longer(at=at)


def test_every_kind_that_goes_by_the_clock_is_shown_here():
    assert set(THINGS) == set(rules())


def test_periods_are_those_of_the_schedule():
    assert {key: days for key, (days, *_) in THINGS.items()} == {key: rule.kept.days for key, rule in rules().items()}


@pytest.mark.parametrize("key", [key for key, (_, is_told, _) in THINGS.items() if not is_told])
def test_thing_is_there_until_its_day_and_gone_on_it(key, programme, at):
    days, _, make = THINGS[key]
    is_there = make(programme, at)
    run(at + days * DAY - HOUR)
    before = is_there()
    run(at + days * DAY + HOUR)
    assert (before, is_there()) == (True, False)
    entry = LogEntry.objects.filter(verb="kept_no_longer", details__kept=key).get()
    assert (entry.by_id, entry.pressed_by, entry.details) == (None, "clock", {"kept": key, "rows": 1})


@pytest.mark.parametrize("key", [key for key, (_, is_told, _) in THINGS.items() if is_told])
def test_thing_of_which_people_are_told_goes_thirty_days_after_the_letter(key, programme, at):
    days, _, make = THINGS[key]
    # Whoever looks after the site stays, and is not written to.
    User.objects.update(is_superuser=True)
    is_there = make(programme, at)
    due = at + days * DAY
    run(due - 30 * DAY - HOUR)
    assert Message.objects.filter(kind="retention").count() == 0
    for day in (-29, -1, 0):
        run(due + day * DAY)
    assert (Message.objects.filter(kind="retention").count(), is_there()) == (1, True)
    run(due + DAY + HOUR)
    assert (Message.objects.filter(kind="retention").count(), is_there()) == (1, False)


@pytest.mark.parametrize("key", [key for key, (_, is_told, _) in THINGS.items() if is_told])
def test_nobody_goes_without_the_letter_where_the_clock_has_stood_still_for_years(key, programme, at):
    days, _, make = THINGS[key]
    is_there = make(programme, at)
    late = at + 3 * days * DAY
    there = []
    for day in (0, 29, 31):
        run(late + day * DAY)
        there.append(is_there())
    assert there == [True, True, False]


def test_run_of_a_day_is_done_once_and_a_second_one_changes_nothing(programme, at):
    for _, (days, _, make) in THINGS.items():
        make(programme, at - days * DAY - HOUR)
    # Of two of them people are written to first.
    assert run(at) == len(THINGS) - 2
    entries, forecasts = LogEntry.objects.count(), RetentionForecast.objects.count()
    assert keep_no_longer(at=at + HOUR) == 0
    assert run(at + HOUR) == 0
    assert (LogEntry.objects.count(), RetentionForecast.objects.count()) == (entries, forecasts)


def test_log_says_how_much_went_of_which_programme_and_no_word_of_it(programme, at):
    other = going_on()
    for where in (programme, programme, other):
        THINGS["attendance-needs"][2](where, at)
    run(at + 29 * DAY)
    found = LogEntry.objects.filter(verb="kept_no_longer")
    assert sorted(found.values_list("programme_id", "details__rows")) == sorted([(programme.pk, 2), (other.pk, 1)])
    assert [each for each in found if "ramp" in json.dumps(each.details)] == []


def test_task_of_the_clock_does_it(programme, at):
    is_there = THINGS["looks"][2](programme, timezone.now() - 731 * DAY)
    ring()
    assert (is_there(), RetentionRun.objects.count()) == (False, 1)
