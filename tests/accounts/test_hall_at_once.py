"""A hall of 150 people behind one network address, all at the same moment, beside the limits of letters."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message
from phases.models import Attendance
from tests.accounts.factories import UserFactory
from tests.accounts.test_sign_in import CONFIRM, ask, code_in
from tests.at_once import at_once
from tests.phases.factories import MeetingFactory

pytestmark = pytest.mark.django_db(transaction=True)
HALL = "192.0.2.7"
# So many press at the same instant, one after the other at each of these: each has a connection to the database for
# itself, and PostgreSQL's pool has ten, of which the test has one.
TELEPHONES, EACH = 6, 25


def everybody(press: Callable[[int], bool]) -> list[object]:
    """Let everybody press, and return for how many it went well at each telephone."""

    def one_after_the_other(telephone: int) -> int:
        return sum(press(telephone * EACH + number) for number in range(EACH))

    return at_once(*(lambda telephone=telephone: one_after_the_other(telephone) for telephone in range(TELEPHONES)))


def test_hall_of_150_signs_in_at_once():
    people = UserFactory.create_batch(TELEPHONES * EACH)

    def sign_in(number: int) -> bool:
        telephone = Client(REMOTE_ADDR=HALL)
        ask(telephone, people[number].email)
        code = code_in(Message.objects.get(to_address=people[number].email))
        return telephone.post(CONFIRM, {"code": code}).headers["Location"] == "/home/"

    assert everybody(sign_in) == [EACH] * TELEPHONES


def test_hall_of_150_registers_at_once_and_each_is_written_to(programme):
    begins, opens = timezone.now() + timedelta(days=7), timezone.now() - timedelta(days=1)
    meeting = MeetingFactory(programme=programme, starts_at=begins, ends_at=None, registration_opens_at=opens)
    page = reverse("phases:meeting-register", args=[programme.slug, meeting.pk])

    def register(number: int) -> bool:
        typed = {"key": str(UUID(int=number)), "name": f"Person {number}", "email": f"person{number}@example.org"}
        return Client(REMOTE_ADDR=HALL).post(page, typed).status_code == 302

    assert everybody(register) == [EACH] * TELEPHONES
    assert Attendance.objects.count() == 150
    assert list(Message.objects.values_list("kind", flat=True)) == ["place_given"] * 150
