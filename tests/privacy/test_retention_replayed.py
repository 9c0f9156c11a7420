"""Three years of a world in which something of each kind comes up again and again, with the clock moved day by day.

What is left at the end is compared with when each thing happened, not with the rules by which it went. A rule that is
broken turns it red. And a real worker that is killed half way leaves whole batches, which the next one finishes.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.apps import apps
from django.conf import settings

from accounts.models import LogEntry, User
from privacy.models import RetentionFailure, RetentionForecast, RetentionRun
from privacy.retention import services
from privacy.retention.due import Rule, rules
from privacy.retention.services import keep_no_longer
from programmes.models import Programme
from tests.privacy.things_kept import DAY, THINGS, going_on
from tests.test_backup_of_a_site import hosts

__all__ = ["hosts"]

YEARS = 3
# A letter goes 30 days before; a run comes once in a while, and no thing is looked at on its very day.
LETTER = 30 * DAY


def replay(programme: Programme, start: datetime, every: timedelta, of_each: int) -> list[str]:
    """Let three years go by; return what is left that should be gone, and what is gone that should be there."""
    User.objects.update(is_superuser=True)
    chance, end = Random(12), start + YEARS * 365 * DAY
    to_come: list[tuple[datetime, str]] = []
    for key in THINGS:
        to_come += [(start + chance.random() * (end - start), key) for _ in range(of_each)]
        # Old enough to go, however long it is kept.
        to_come.append((start + DAY, key))
    to_come.sort(reverse=True)
    made: list[tuple[str, datetime, Callable[[], bool]]] = []
    now = start
    while now < end:
        now += every
        while to_come and to_come[-1][0] <= now:
            happened, key = to_come.pop()
            made.append((key, happened, THINGS[key][2](programme, happened)))
        keep_no_longer(at=now)
    wrong = []
    for key, happened, is_there in made:
        days, is_told, _ = THINGS[key]
        goes = happened + days * DAY
        if is_there() and goes + every + (LETTER if is_told else timedelta()) < now:
            wrong.append(f"{key} of {happened:%d %B %Y} is left on {now:%d %B %Y}")
        elif not is_there() and goes > now:
            wrong.append(f"{key} of {happened:%d %B %Y} is gone on {now:%d %B %Y}")
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("every", "of_each"),
    [pytest.param(25 * DAY, 2, id="now and then"), pytest.param(DAY, 12, id="each day", marks=pytest.mark.proof)],
)
def test_after_three_years_nothing_is_older_than_its_period_and_nothing_younger_is_gone(every, of_each, at):
    start = at - YEARS * 365 * DAY
    assert replay(going_on(), start, every, of_each) == []
    assert (RetentionFailure.objects.count(), RetentionRun.objects.count()) == (0, -(-YEARS * 365 * DAY // every))
    assert set(LogEntry.objects.filter(verb="kept_no_longer").values_list("details__kept", flat=True)) == set(THINGS)


def everything() -> dict[str, list[object]]:
    """Every row that is stored; of what is foreseen, which is counted anew, what it says."""
    told: dict[str, list[object]] = {}
    for model in apps.get_models():
        names = [
            each.attname for each in model._meta.concrete_fields if model is not RetentionForecast or each.name != "id"
        ]
        rows = model._default_manager.order_by(*names if model is RetentionForecast else ["pk"])
        told[model._meta.label] = list(rows.values_list(*names))
    del told[RetentionRun._meta.label]
    return told


@pytest.mark.both
@pytest.mark.django_db
def test_day_that_is_done_twice_over_changes_nothing(at):
    programme = going_on()
    for days, _, make in THINGS.values():
        make(programme, at - days * DAY - DAY)
    assert keep_no_longer(at=at) > 10
    after = everything()
    assert keep_no_longer(at=at) == 0
    # As if the worker had been killed before it wrote down that the day is done.
    assert RetentionRun.objects.all().delete()[0] == 1
    assert keep_no_longer(at=at) == 0
    assert everything() == after


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["looks", "attendance-needs"])
def test_rule_that_is_broken_leaves_what_should_be_gone(key, at, monkeypatch):
    rule = rules()[key]
    sound = rule.kept.due
    assert sound is not None
    broken = Rule(
        replace(rule.activity, kept=replace(rule.kept, due=lambda before: sound(before - 2000 * DAY))), rule.table
    )
    monkeypatch.setattr(services, "rules", lambda: rules() | {key: broken})
    wrong = replay(going_on(), at - YEARS * 365 * DAY, 60 * DAY, 0)
    assert [each.split(" of ")[0] for each in wrong] == [key]


@pytest.mark.both
@pytest.mark.proof
def test_worker_that_is_killed_half_way_leaves_whole_batches_and_the_next_one_finishes(
    hosts: list[dict[str, str]],
) -> None:
    environment = os.environ | hosts[0] | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    Path(environment["DATA_DIR"]).mkdir()

    def worker(job: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.privacy.worker", job]
        return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)

    def told(job: str) -> list[str]:
        out, _ = worker(job).communicate(timeout=300)
        return out.split()

    assert told("prepare") == ["450"]
    killed = worker("run-slowly")
    assert killed.stdout
    # It says each batch as it is done: after the second it is killed in the middle of the third.
    assert [killed.stdout.readline().strip() for _ in range(2)] == ["100", "100"]
    time.sleep(0.3)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(10) == -signal.SIGKILL
    # What is left, what the log says went, whether the day is done.
    assert told("report") == ["250", "200", "0"]
    assert told("run") == ["250"]
    assert told("report") == ["0", "450", "1"]
    assert told("run") == ["0"]
