"""One factory per model of this room: who is in a programme speaks for it now."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from stakeholders.models import (
    Appointment,
    CoverageThresholds,
    Invitation,
    MissingVoice,
    Organisation,
    OrganisationImport,
    Partnership,
    Person,
    StakeholderGroup,
)
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON
from tests.programmes.factories import ProgrammeFactory


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class StakeholderGroupFactory(DjangoModelFactory):
    class Meta:
        model = StakeholderGroup

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Group {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Invented Person {n}")
    email = factory.Sequence(lambda n: f"invented{n}@example.org")


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "member"
    from_on = EARLY_ON


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    partnership = factory.SubFactory(PartnershipFactory)
    person = factory.SubFactory(PersonFactory, user=factory.SubFactory(UserFactory))
    started_at = EARLY
    declared_can_decide_at = EARLY
    declared_can_engage_at = EARLY
    appointed_by = factory.SubFactory(UserFactory)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Invited Person {n}")
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    invited_at = EARLY
    invited_by = factory.SubFactory(UserFactory)
    last_sent_at = EARLY
    expires_at = datetime(2099, 1, 1, tzinfo=UTC)
    link_nonce = factory.Sequence(lambda n: f"{n:032x}")
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class CoverageThresholdsFactory(DjangoModelFactory):
    class Meta:
        model = CoverageThresholds

    programme = factory.SubFactory(ProgrammeFactory)


class MissingVoiceFactory(DjangoModelFactory):
    class Meta:
        model = MissingVoice

    programme = factory.SubFactory(ProgrammeFactory)
    who = factory.Sequence(lambda n: f"People nobody has asked, {n}")
    owner = factory.SubFactory(UserFactory)
    look_by_on = date(2016, 6, 1)
    noticed_at = EARLY
    noticed_by = factory.SubFactory(UserFactory)


class OrganisationImportFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationImport

    programme = factory.SubFactory(ProgrammeFactory)
    file_name = "organisations.csv"
    uploaded_at = EARLY
    uploaded_by = factory.SubFactory(UserFactory)
