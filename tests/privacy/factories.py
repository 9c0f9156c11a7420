"""One factory per model of this room: an access request that came by telephone, and waits to be acknowledged."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from privacy.models import ClockStop, Erasure, FoundRow, Hold, Request, RequestLetter
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON
from tests.programmes.factories import ProgrammeFactory


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = Request

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "access"
    channel = "telephone"
    received_on = EARLY_ON
    asked = "What do you have about me?"
    name = "Jo Asker"
    due_on = factory.LazyAttribute(lambda made: made.received_on + timedelta(days=30))
    recorded_at = EARLY
    recorded_by = factory.SubFactory(UserFactory, is_staff=True)


class ClockStopFactory(DjangoModelFactory):
    class Meta:
        model = ClockStop

    request = factory.SubFactory(RequestFactory, status="stopped")
    reason = "identity"
    words = "A telephone number at which we know you."
    stopped_on = EARLY_ON
    stopped_by = factory.SubFactory(UserFactory, is_staff=True)


class RequestLetterFactory(DjangoModelFactory):
    class Meta:
        model = RequestLetter

    request = factory.SubFactory(RequestFactory)
    kind = "acknowledgement"
    text = "Dear Jo Asker,\n\nWe have it."
    by_email = False
    written_at = EARLY
    written_by = factory.SubFactory(UserFactory, is_staff=True)


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    programme = factory.SubFactory(ProgrammeFactory)
    reason = "An audit."
    set_at = EARLY
    set_by = factory.SubFactory(UserFactory, is_staff=True)


class FoundRowFactory(DjangoModelFactory):
    class Meta:
        model = FoundRow

    request = factory.SubFactory(RequestFactory)
    table = "stakeholders.person"
    row = factory.Sequence(lambda n: str(n + 1))
    how = "linked"


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = Erasure

    request = factory.SubFactory(RequestFactory, kind="erasure")
    proposed_at = EARLY
    proposed_by = factory.SubFactory(UserFactory, is_staff=True)
