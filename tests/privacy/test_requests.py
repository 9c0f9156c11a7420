"""Requests by their services: each step moves the register, its log and its letter together, or none of them."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.models import LogEntry
from kit.refusals import InvalidTransition, Refused, SubmittedDifferently
from outbox.models import Message
from privacy.models import Hold, Request, RequestLetter
from privacy.requests import services
from privacy.requests.services import RequestDetails, record_request
from tests.privacy.factories import RequestFactory
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

TODAY = date(2026, 9, 1)
NOON = datetime(2026, 9, 1, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_first_of_september():
    with time_machine.travel(NOON, tick=False):
        yield


def details(**given: object) -> RequestDetails:
    said = {"kind": "access", "received_on": TODAY, "asked": "What do you have?", "name": "Jo", "channel": "telephone"}
    return RequestDetails(**said | {"email": "jo@example.org"} | given)


def recorded(programme, by, **given: object) -> Request:
    return record_request(programme, details=details(**given), by=by, at=timezone.now())


def verbs(programme) -> list[str]:
    return [*LogEntry.objects.filter(programme_id=programme.pk).order_by("pk").values_list("verb", flat=True)]


def letters(request: Request) -> list[tuple[str, bool]]:
    return [*request.letters.order_by("pk").values_list("kind", "by_email")]


def test_access_request_goes_from_a_telephone_call_to_its_answer(programme, lead):
    asked, at = recorded(programme, lead), timezone.now()
    assert (asked.number, asked.status, asked.due_on) == (1, "received", date(2026, 10, 1))
    services.acknowledge(asked, by=lead, at=at)
    stop = services.stop_clock(asked, reason="identity", words="May we ring you back?", by=lead, at=at)
    assert Request.objects.get(pk=stop.request_id).status == "stopped"
    later = at + timedelta(days=9)
    started = services.start_clock(asked, came_on=later.date(), by=lead, at=later)
    assert (started.status, started.due_on) == ("at_work", date(2026, 10, 12))
    services.extend(asked, reason="Seven years of meetings.", by=lead, at=later)
    with pytest.raises(Refused, match="how it was made sure who asks"):
        services.answer(asked, outcome="done", words="Here it is.", by=lead, at=later)
    services.check_identity(asked, identity_by="rung_back", by=lead, at=later)
    answered = services.answer(asked, outcome="done", words="Here it is.", by=lead, at=later)
    assert (answered.status, answered.outcome, answered.answered_on) == ("answered", "done", later.date())
    assert verbs(programme) == [
        "request_recorded", "request_acknowledged", "clock_stopped", "clock_started", "request_extended",
        "who_asks_checked", "request_answered",
    ]  # fmt: skip
    kinds = ["acknowledgement", "stopped", "started", "extension", "outcome"]
    assert letters(asked) == [(kind, True) for kind in kinds]
    assert Message.objects.filter(topic="request").count() == 5
    with pytest.raises(InvalidTransition, match="has been answered"):
        services.acknowledge(asked, by=lead, at=later)


def test_numbers_count_on_in_each_programme(programme, other_programme, lead):
    numbers = [recorded(each, lead).number for each in (programme, programme, other_programme)]
    assert numbers == [1, 2, 1]


def test_complaint_is_acknowledged_told_of_and_answered_by_the_days_that_were_promised(programme, lead):
    asked, at = recorded(programme, lead, kind="complaint", email=""), timezone.now()
    with pytest.raises(Refused, match="day to come"):
        services.acknowledge(asked, by=lead, at=at)
    services.acknowledge(asked, promised_on=date(2026, 9, 15), by=lead, at=at)
    services.tell_progress(asked, words="We have asked.", promised_on=date(2026, 9, 20), by=lead, at=at)
    asked.refresh_from_db()
    assert (asked.due_on, asked.is_late(date(2026, 9, 21))) == (date(2026, 9, 20), True)
    with pytest.raises(Refused, match="does not stop the clock"):
        services.stop_clock(asked, reason="identity", words="Who are you?", by=lead, at=at)
    with pytest.raises(Refused, match="no more time"):
        services.extend(asked, reason="Much.", by=lead, at=at)
    services.answer(asked, outcome="partly", words="We were wrong.", by=lead, at=at)
    assert letters(asked) == [("acknowledgement", False), ("progress", False), ("outcome", False)]
    assert not Message.objects.filter(topic="request").exists()


def test_information_is_held_from_deletion_until_nobody_can_appeal(programme, lead):
    asked, at = recorded(programme, lead, kind="information"), timezone.now()
    (hold,) = programme.holds.all()
    assert (hold.request, hold.until_on, hold.stands(TODAY)) == (asked, None, True)
    with pytest.raises(Refused, match="under which law"):
        services.answer(asked, outcome="done", words="Here.", by=lead, at=at)
    changed = services.change_request(asked, details=details(kind="information", law="foisa"), by=lead, at=at)
    assert changed.due_on == date(2026, 9, 29)
    with pytest.raises(Refused, match="no more time"):
        services.extend(asked, reason="Much.", by=lead, at=at)
    services.answer(asked, outcome="refused", words="It is not ours to give.", by=lead, at=at)
    assert Hold.objects.get().until_on == date(2027, 6, 1)
    assert RequestLetter.objects.get().text.count("Scottish Information Commissioner") == 1


def test_more_time_is_refused_when_the_first_month_is_over(programme, lead):
    asked = recorded(programme, lead)
    with pytest.raises(Refused, match="before the first last day"):
        services.extend(asked, reason="Much.", by=lead, at=timezone.now() + timedelta(days=31))


def test_form_that_is_sent_twice_is_one_request_and_with_other_words_refused(programme):
    key, at = uuid4(), timezone.now()
    made = [record_request(programme, details=details(channel="form"), key=key, by=None, at=at) for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(SubmittedDifferently):
        record_request(programme, details=details(channel="form", asked="Another."), key=key, by=None, at=at)


def test_person_is_one_whom_the_programme_knows(programme, lead):
    asked, at = recorded(programme, lead), timezone.now()
    known = AppointmentFactory(partnership__programme=programme).person
    found = services.find_person(asked, person=known, by=lead, at=at)
    assert (found.person, found.user) == (known, known.user)
    with pytest.raises(Refused, match="knows"):
        services.find_person(asked, person=PersonFactory(), by=lead, at=at)


@pytest.mark.parametrize("step", ["acknowledge", "stop_clock", "extend", "answer"])
def test_step_whose_letter_cannot_be_queued_is_not_taken(programme, lead, monkeypatch, step):
    asked, at = recorded(programme, lead), timezone.now()
    services.check_identity(asked, identity_by="known", by=lead, at=at)
    before = (Request.objects.values().get(pk=asked.pk), verbs(programme))

    def no_room(*given: object, **named: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("privacy.requests.letters.queue_message", no_room)
    given = {
        "acknowledge": {},
        "stop_clock": {"reason": "identity", "words": "Who?"},
        "extend": {"reason": "Much."},
        "answer": {"outcome": "done", "words": "Here."},
    }[step]
    with pytest.raises(OSError, match="no room"):
        getattr(services, step)(asked, **given, by=lead, at=at)
    assert (Request.objects.values().get(pk=asked.pk), verbs(programme)) == before
    assert (asked.letters.count(), asked.stops.count()) == (0, 0)


def test_late_are_those_whose_clock_runs_and_whose_day_is_over(programme):
    for number, status in enumerate(("received", "at_work", "stopped"), start=1):
        RequestFactory(programme=programme, number=number, status=status, due_on=TODAY - timedelta(days=number))
    RequestFactory(programme=programme, number=4, due_on=TODAY)
    assert [*Request.objects.late(TODAY).order_by("number").values_list("number", flat=True)] == [1, 2]
    assert [*Request.objects.by_urgency().values_list("number", flat=True)] == [2, 1, 4, 3]
