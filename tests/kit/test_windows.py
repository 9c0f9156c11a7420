"""The clock's one definition, asked of one row and of many, agrees at each boundary."""

from datetime import UTC, datetime, timedelta

import pytest

from consultations.models import Consultation
from kit.windows import Clock, clock_at
from phases.models import Meeting, Phase
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


def test_meeting_window_uses_the_same_definition(db):
    meeting = MeetingFactory(starts_at=START, ends_at=END)
    assert list(Meeting.objects.open(START)) == [meeting]
    assert list(Meeting.objects.past(END)) == [meeting]
