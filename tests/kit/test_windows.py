"""The clock's one definition, asked of one row and of many, agrees at each boundary."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint

from accounts.models import LogEntry
from consultations.models import Consultation
from kit.windows import HOUR, QUARTER, Clock, WindowQuerySet, clock_at, past_the_hour
from phases.models import Meeting, Phase
from tests.accounts.factories import LogEntryFactory
from tests.consultations.factories import ConsultationFactory
from tests.phases.factories import MeetingFactory, PhaseFactory

START = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
END = datetime(2026, 3, 29, 2, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "at", "expected"),
    [
        (None, None, START, Clock.UPCOMING),
        (START, None, START - INSTANT, Clock.UPCOMING),
        (START, None, START, Clock.OPEN),
        (START, None, END + timedelta(days=999), Clock.OPEN),
        (START, END, START - INSTANT, Clock.UPCOMING),
        (START, END, START, Clock.OPEN),
        (START, END, END - INSTANT, Clock.OPEN),
        (START, END, END, Clock.PAST),
    ],
)
@pytest.mark.parametrize("model", [Phase, Consultation])
def test_window_agrees_for_row_and_query(db, model, starts_at, ends_at, at, expected):
    make = {Phase: PhaseFactory, Consultation: ConsultationFactory}[model]
    row = make(starts_at=starts_at, ends_at=ends_at)
    asked = {Clock.UPCOMING: "upcoming", Clock.OPEN: "open", Clock.PAST: "past"}
    found = {clock: getattr(model.objects, name)(at).filter(pk=row.pk).exists() for clock, name in asked.items()}
    assert clock_at(starts_at, ends_at, at) == expected
    assert found == {clock: clock == expected for clock in asked}


MARKS = [
    (timedelta(), "00:00", True, True),
    (timedelta(minutes=15), "15:00", False, True),
    (timedelta(minutes=30), "30:00", False, True),
    (timedelta(minutes=45), "45:00", False, True),
    (timedelta(minutes=10), "10:00", False, False),
    (timedelta(seconds=1), "00:01", False, False),
    (INSTANT, "00:00.000001", False, False),
]


@pytest.mark.both
@pytest.mark.parametrize(("past", "words", "on_the_hour", "on_the_quarter"), MARKS)
@pytest.mark.parametrize("hour", [START, END, datetime(2026, 10, 25, 1, tzinfo=UTC)])
def test_moment_is_on_the_hour_and_on_the_quarter_alike_for_python_and_database(
    db, hour, past, words, on_the_hour, on_the_quarter
):
    moment = hour + past
    assert (past_the_hour(moment), words in HOUR, words in QUARTER) == (words, on_the_hour, on_the_quarter)
    entry = LogEntryFactory(at=moment)
    assert LogEntry.objects.values_list("at__past_the_hour", flat=True).get(pk=entry.pk) == words


def windows() -> list[type[models.Model]]:
    return [each for each in apps.get_models() if isinstance(each._default_manager.all(), WindowQuerySet)]


@pytest.mark.parametrize("model", windows(), ids=lambda model: model._meta.label_lower)
def test_every_window_is_held_to_the_hour_or_the_quarter_by_the_database(model):
    """A window that nothing held would open or close while pages are kept that were drawn before."""
    constraints = [str(each.condition) for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    for field in ("starts_at", "ends_at"):
        assert [each for each in constraints if f"{field}__past_the_hour__in" in each] != [], field


def test_meeting_window_uses_the_same_definition(db):
    meeting = MeetingFactory(starts_at=START, ends_at=END)
    assert list(Meeting.objects.open(START)) == [meeting]
    assert list(Meeting.objects.past(END)) == [meeting]
