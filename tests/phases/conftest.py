"""A meeting with somebody of every kind, and whoever looks after it; a file may have a meeting of its own."""

from datetime import timedelta

import pytest
from django.test import Client

from phases.meetings import links
from phases.models import Attendance, Meeting
from tests.conftest import staff_with
from tests.phases.factories import MeetingFactory
from tests.stakeholders.factories import PersonFactory


@pytest.fixture
def meeting(programme, at) -> Meeting:
    """A meeting of next week. Ann has a place, Bea waits, Cy has a place and no e-mail, and Dee is not coming."""
    meeting = MeetingFactory(
        programme=programme,
        starts_at=(at + timedelta(days=7)).replace(second=0, microsecond=0),
        ends_at=None,
        registration_opens_at=at - timedelta(days=1),
    )
    stands = {"Ann": "registered", "Bea": "waiting", "Cy": "registered", "Dee": "apologies"}
    for name, presence in stands.items():
        person = PersonFactory(name=name, email="" if name == "Cy" else f"{name.lower()}@example.org")
        attendance = Attendance(meeting=meeting, person=person, presence=presence, registered_at=at)
        links.give_link(attendance)
        attendance.save()
    return meeting


@pytest.fixture
def desk(client_of, programme) -> Client:
    return client_of(staff_with("facilitator", programme))
