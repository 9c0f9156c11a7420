"""Two who want the last place at the same moment, over two connections: one has it, the other waits."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from phases.meetings.services import RegistrationDetails, give_up_place, register
from phases.models import Attendance, Meeting
from stakeholders.models import Person
from tests.at_once import at_once
from tests.phases.factories import MeetingFactory

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5


@pytest.fixture
def meeting(programme) -> Meeting:
    """A meeting with one place."""
    at = timezone.now()
    return MeetingFactory(
        programme=programme, starts_at=at + timedelta(days=7), ends_at=None, capacity=1, registration_opens_at=at
    )


def coming(meeting: Meeting, name: str, key: UUID | None = None) -> Callable[[], object]:
    details, at = RegistrationDetails(name=name, email=f"{name}@example.org"), timezone.now()
    return lambda: register(meeting, key=key or uuid4(), details=details, by=None, at=at)


def test_the_last_place_goes_to_one(meeting):
    for _ in range(TIMES):
        at_once(*(coming(meeting, name) for name in ("ann", "bea", "cat")))
        stands = Attendance.objects.order_by("presence").values_list("presence", flat=True)
        assert list(stands) == ["registered", "waiting", "waiting"]
        Attendance.objects.all().delete()


def test_two_taps_at_once_are_one_registration(meeting):
    for number in range(TIMES):
        press = coming(meeting, f"ann{number}", key=uuid4())
        first, second = at_once(press, press)
        assert first == second
    assert Attendance.objects.count() == TIMES


def test_a_free_place_goes_to_one_while_somebody_registers(meeting):
    for _ in range(TIMES):
        held = coming(meeting, "ann")()
        coming(meeting, "bea")()
        assert isinstance(held, Attendance)
        at_once(lambda: give_up_place(held, by=None, at=timezone.now()), coming(meeting, "cat"))  # noqa: B023
        stands = dict(Attendance.objects.values_list("person__name", "presence"))
        assert stands == {"ann": "apologies", "bea": "registered", "cat": "waiting"}
        Attendance.objects.all().delete()


def test_without_holding_the_meeting_two_would_have_the_last_place(meeting):
    """The negative control: who looks first and takes the place later gives it away twice."""
    looked = Barrier(2)

    def careless(name: str) -> None:
        is_free = not Attendance.objects.placed().filter(meeting=meeting).exists()
        looked.wait()
        with transaction.atomic():
            person = Person.objects.create(name=name)
            presence = "registered" if is_free else "waiting"
            Attendance.objects.create(meeting=meeting, person=person, presence=presence)

    at_once(lambda: careless("ann"), lambda: careless("bea"))
    assert Attendance.objects.filter(presence="registered").count() == 2
