"""Several at one erasure, or a hold at the moment of a deletion: one thing happens, and the others are told.

On SQLite who writes waits for whoever writes; what is shown here is shown by PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from accounts.models import LogEntry, User
from kit.refusals import InvalidTransition, Refused
from privacy.erasure import ledger
from privacy.erasure import services as erasing
from privacy.erasure.models import Erasure
from privacy.erasure.services import confirm_erasure, give_up_erasure, propose_erasure
from privacy.finding.models import Decision, FoundRow
from privacy.finding.services import decide, decide_all, look_for
from privacy.holds.services import set_hold
from privacy.models import Hold, LedgerLine, Request
from privacy.retention import services as retention
from privacy.retention.services import keep_no_longer
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.at_once import at_once
from tests.phases.factories import AttendanceFactory
from tests.privacy.factories import RequestFactory
from tests.stakeholders.factories import AppointmentFactory, PersonFactory

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Quill Zanary"
# How long one waits in the middle for another that is to be kept waiting.
A_MOMENT = 1.0


@pytest.fixture(autouse=True)
def ledger_of_its_own(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


@pytest.fixture
def person(programme) -> Person:
    held = PersonFactory(name=NAME, email="zanary@example.org")
    AppointmentFactory(partnership__programme=programme, person=held)
    AttendanceFactory(meeting__programme=programme, person=held, access_needs="A ramp")
    return held


@pytest.fixture
def erasure(programme, person, lead) -> Erasure:
    """Proposed, with all that was found decided."""
    now = timezone.now()
    known = {"identity_by": "known", "identity_checked_at": now, "identity_checked_by": lead}
    asked = RequestFactory(programme=programme, kind="erasure", name="Q. Z.", person=person, **known)
    look_for(asked, by=lead, at=now)
    decide_all(asked.found.all(), request=asked, decision=Decision.WHOLE, by=lead, at=now)
    return propose_erasure(asked, by=lead, at=now)


@pytest.fixture
def others() -> list[User]:
    return [UserFactory(is_staff=True) for _ in range(2)]


def confirming(erasure: Erasure, by: User) -> Callable[[], object]:
    mine, at = Erasure.objects.get(pk=erasure.pk), timezone.now() + timedelta(minutes=1)
    return lambda: confirm_erasure(mine, by=by, at=at)


def is_erased(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).name != NAME


def logged(*verbs: str) -> list[str]:
    return sorted(LogEntry.objects.filter(verb__in=verbs).values_list("verb", flat=True))


def test_of_two_who_confirm_at_once_one_erases_and_the_other_is_told(erasure, person, others):
    said = at_once(*(confirming(erasure, by) for by in others))
    assert [each for each in said if not isinstance(each, Erasure)] == [InvalidTransition]
    assert (is_erased(person), logged("erased")) == (True, ["erased"])
    assert (LedgerLine.objects.count(), ledger.path().read_text().count("\n")) == (1, 1)


def test_erasure_that_is_given_up_as_it_is_confirmed_is_done_or_not(erasure, person, others, lead):
    mine = Erasure.objects.get(pk=erasure.pk)
    said = at_once(
        confirming(erasure, others[0]), lambda: give_up_erasure(mine, by=lead, at=timezone.now())
    )  # fmt: skip
    assert [each for each in said if isinstance(each, type)] == [InvalidTransition]
    happened = ["erased"] if is_erased(person) else ["erasure_given_up"]
    assert logged("erased", "erasure_given_up") == happened
    assert Erasure.objects.exists() == is_erased(person)


def in_the_middle(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, *, reached: Event, other: Event, too_soon: list[bool]
) -> None:
    """Let what deletes say when it has looked whether it may, and give somebody else the time to be done before it."""
    sound = getattr(module, name)

    def waiting(*args, **given):
        if not reached.is_set():
            reached.set()
            too_soon.append(other.wait(A_MOMENT))
        return sound(*args, **given)

    monkeypatch.setattr(module, name, waiting)


@pytest.mark.parametrize("late", ["hold", "decide", "look", "give up"])
def test_whoever_comes_while_somebody_is_being_erased_waits_until_it_is_done(
    erasure, person, others, lead, monkeypatch, late
):
    asked = erasure.request
    found = FoundRow.objects.get(request=asked, table="phases.attendance")
    reached, done, too_soon = Event(), Event(), list[bool]()
    in_the_middle(monkeypatch, erasing, "end_what_is_open", reached=reached, other=done, too_soon=too_soon)
    deeds = {
        "hold": lambda: set_hold(asked.programme, reason="An audit.", by=lead, at=timezone.now()),
        "decide": lambda: decide(found, decision=Decision.NOT, reason="No.", by=lead, at=timezone.now()),
        "look": lambda: look_for(asked, also=["Quilly"], by=lead, at=timezone.now()),
        "give up": lambda: give_up_erasure(erasure, by=lead, at=timezone.now()),
    }

    def come_late() -> object:
        assert reached.wait(30)
        try:
            return deeds[late]()
        finally:
            done.set()

    said = at_once(confirming(erasure, others[0]), come_late)
    assert too_soon == [False]
    assert (isinstance(said[0], Erasure), said[1] if isinstance(said[1], type) else type(said[1])) == (
        True,
        Hold if late == "hold" else InvalidTransition,
    )
    assert (is_erased(person), logged("erased", "erasure_given_up")) == (True, ["erased"])
    # Nothing of what the erasure took out is written back.
    found.refresh_from_db()
    assert (found.columns, found.decision) == ([], "whole")
    assert Request.objects.get(pk=asked.pk).other_names == ""


def test_hold_that_is_set_while_a_batch_is_being_deleted_waits_until_it_is(programme, lead, monkeypatch):
    LogEntryFactory(verb="looked", at=timezone.now() - timedelta(days=900), programme_id=programme.pk)
    reached, done, too_soon = Event(), Event(), list[bool]()
    in_the_middle(monkeypatch, retention, "record", reached=reached, other=done, too_soon=too_soon)

    def hold() -> object:
        assert reached.wait(30)
        try:
            return set_hold(programme, reason="An audit.", by=lead, at=timezone.now())
        finally:
            done.set()

    said = at_once(lambda: keep_no_longer(at=timezone.now()), hold)
    assert (said[0], isinstance(said[1], Hold), too_soon) == (1, True, [False])


def test_hold_that_is_set_between_two_batches_keeps_what_is_left(programme, lead, monkeypatch):
    for _ in range(3):
        LogEntryFactory(verb="looked", at=timezone.now() - timedelta(days=900), programme_id=programme.pk)
    monkeypatch.setattr(retention, "BATCH", 1)
    sound = retention.forget_batch

    def held_after_the_first(*args, **given) -> int:
        gone = sound(*args, **given)
        if not Hold.objects.exists():
            set_hold(programme, reason="An audit.", by=lead, at=timezone.now())
        return gone

    monkeypatch.setattr(retention, "forget_batch", held_after_the_first)
    assert keep_no_longer(at=timezone.now()) == 1
    assert LogEntry.objects.filter(verb="looked").count() == 2


def test_of_two_runs_at_once_each_thing_goes_once(programme):
    for _ in range(5):
        LogEntryFactory(verb="looked", at=timezone.now() - timedelta(days=900), programme_id=programme.pk)
    said = at_once(*[lambda: keep_no_longer(at=timezone.now())] * 2, refusals=(Refused,))
    assert sum(said) == 5
    assert sum(LogEntry.objects.filter(verb="kept_no_longer").values_list("details__rows", flat=True)) == 5
