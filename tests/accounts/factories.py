"""One factory per model of this room: people who sign in, and what they did."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import LogEntry, User
from tests.moments import EARLY


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person Number {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @factory.post_generation
    def email_address(self, create, extracted, **kwargs):
        """Without this row of allauth's the right code does not sign in."""
        if create:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class LogEntryFactory(DjangoModelFactory):
    class Meta:
        model = LogEntry

    at = EARLY
    by = factory.SubFactory(UserFactory)
    verb = "tested"
    object_type = "programmes.programme"
    object_id = "1"
