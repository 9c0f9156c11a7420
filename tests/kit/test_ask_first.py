"""What is closed before its last day is closed only when that is meant: a round, a phase, a consultation."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.ask_first import SURE, ClosingForm
from kit.days import day, end_of
from tests.actions.factories import FollowUpRoundFactory
from tests.consultations.factories import ConsultationFactory
from tests.phases.factories import PhaseFactory

DAY = timedelta(days=1)


@dataclass
class Closing:
    """Something that is open until a last day, the page that closes it, and what is typed there."""

    row: Any
    url: str
    typed: dict[str, str]

    @property
    def is_open(self) -> bool:
        self.row.refresh_from_db()
        return self.row.closed_at is None


def closing_of(what: str, programme, lead, last_on) -> Closing:
    slug, at = programme.slug, timezone.now()
    if what == "round":
        row = FollowUpRoundFactory(
            programme=programme, number=1, status="open", opened_at=at, opened_by=lead, answer_by_on=last_on
        )
        return Closing(row, reverse("actions:round-close", args=[slug, 1]), {})
    if what == "consultation":
        row = ConsultationFactory(phase__programme=programme, ends_at=end_of(last_on))
        url = reverse("admin:consultations_consultation_do", args=[row.pk, "close"])
        return Closing(row, url, {})
    until = {"ends_at": end_of(last_on)} if what == "phase" else {"planned_end_on": last_on}
    row = PhaseFactory(programme=programme, position=1, **until)
    return Closing(row, reverse("consultations:phase-close", args=[slug, 1]), {"summary": "Seven key groups."})


@pytest.mark.parametrize("what", ["round", "phase", "planned phase", "consultation"])
@pytest.mark.parametrize("days", [1, 40])
def test_closing_before_the_last_day_asks_first(client_of, programme, lead, what, days):
    last_on = timezone.localdate() + days * DAY
    closing, browser = closing_of(what, programme, lead, last_on), client_of(lead)
    asked = f"Close it now, although its last day is {day(last_on)}"
    assert asked in browser.get(closing.url).text
    refused = browser.post(closing.url, closing.typed)
    assert f"Its last day is {day(last_on)}. Tick that it is to be closed before that" in refused.text
    assert [words in refused.text for words in closing.typed.values()] == [True] * len(closing.typed)
    assert closing.is_open
    assert browser.post(closing.url, closing.typed | {SURE: "on"}).status_code == 302
    assert not closing.is_open


@pytest.mark.parametrize("what", ["round", "phase", "planned phase", "consultation"])
def test_closing_on_the_last_day_asks_nothing(client_of, programme, lead, what):
    closing, browser = closing_of(what, programme, lead, timezone.localdate()), client_of(lead)
    assert "although its last day" not in browser.get(closing.url).text
    assert browser.post(closing.url, closing.typed).status_code == 302
    assert not closing.is_open


def test_closing_of_what_has_no_last_day_asks_nothing():
    assert ClosingForm({}, last_on=None, today=timezone.localdate()).is_valid()
