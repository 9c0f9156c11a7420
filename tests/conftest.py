"""The fixed cast: who is in the tests. Two programmes, so that what must not leak could leak."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from programmes.models import Programme
from stakeholders.models import Appointment
from tests import factories


@pytest.fixture
def at() -> datetime:
    """The moment at which a test happens."""
    return timezone.now()


@pytest.fixture
def programme(db) -> Programme:
    """A published programme."""
    return factories.ProgrammeFactory(slug="neighbours", title="Better neighbours")


@pytest.fixture
def other_programme(db) -> Programme:
    """Another published programme, whose people have no business in the first."""
    return factories.ProgrammeFactory(slug="elsewhere", title="Elsewhere")


def staff_with(hat: str, programme: Programme) -> User:
    """Return a member of staff who wears `hat` on `programme`."""
    user = factories.UserFactory(email=f"{hat}.{programme.slug}@example.org", is_staff=True)
    factories.TeamMemberFactory(programme=programme, user=user, hat=hat)
    return user


@pytest.fixture
def lead(programme) -> User:
    """Leads the programme, and may publish."""
    return staff_with("lead", programme)


@pytest.fixture
def viewer(programme) -> User:
    """On the programme's team, and may only look."""
    return staff_with("viewer", programme)


@pytest.fixture
def staff_elsewhere(other_programme) -> User:
    """Leads the other programme."""
    return staff_with("lead", other_programme)


@pytest.fixture
def appointment(programme) -> Appointment:
    """A current appointment of a representative in the programme, whose partnership represents one group."""
    group = factories.StakeholderGroupFactory(programme=programme, name="Carers")
    partnership = factories.PartnershipFactory(programme=programme, organisation__name="Carers together")
    partnership.groups.add(group)
    return factories.AppointmentFactory(partnership=partnership)


@pytest.fixture
def representative(appointment) -> User:
    """Speaks for one member of the programme."""
    return appointment.person.user


@pytest.fixture
def representative_elsewhere(other_programme) -> User:
    """Speaks for a member of the other programme."""
    appointment = factories.AppointmentFactory(partnership__programme=other_programme)
    return appointment.person.user


@pytest.fixture
def client_of():
    """Return a browser in which the given user has signed in (None: nobody)."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
