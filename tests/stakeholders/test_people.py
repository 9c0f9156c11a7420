"""Whom a programme knows already, through whichever room's rows."""

import pytest

from stakeholders.models import Person
from tests.actions.factories import CommitmentFactory, ProposerFactory
from tests.consultations.factories import FeedbackFactory
from tests.phases.factories import AttendanceFactory
from tests.stakeholders.factories import AppointmentFactory, PersonFactory


@pytest.mark.parametrize(("make", "way"), [
    (AppointmentFactory, "partnership__programme"),
    (AttendanceFactory, "meeting__programme"),
    (ProposerFactory, "area__programme"),
    (CommitmentFactory, "programme"),
])  # fmt: skip
def test_person_is_known_to_the_programmes_that_have_to_do_with_them(make, way, programme, other_programme):
    known, elsewhere = PersonFactory(), PersonFactory()
    for _ in range(2):
        make(person=known, **{way: programme})
    make(person=elsewhere, **{way: other_programme})
    assert list(Person.objects.known_to(programme).filter(pk__in=[known.pk, elsewhere.pk])) == [known]


def test_person_who_said_something_is_known_once(programme, other_programme):
    known = PersonFactory()
    for where in (programme, other_programme):
        FeedbackFactory(consultation__phase__programme=where, said_by=known)
    AttendanceFactory(person=known, meeting__programme=programme)
    assert list(Person.objects.known_to(programme)) == [known]
