"""One factory per model of this room: a programme is published, and its team wears hats now."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from programmes.models import (
    Aim,
    Document,
    DocumentFile,
    DocumentKind,
    Indicator,
    IndicatorReading,
    Place,
    Programme,
    QuietException,
    QuietPeriod,
    Statement,
    TargetRevision,
    TeamMember,
    Withdrawal,
)
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON

# As much as may reasonably stand in the foot of a paper.
FULL_CONTACT = {
    "contact_name": "The organisers of Connected people, connected communities",
    "contact_email": "connected-people-connected-communities@example.org",
    "contact_telephone": "0191 498 0000, Mondays to Thursdays",
    "contact_address": "Connected people\nRoom 214\nGateshead Civic Centre\nRegent Street\nGateshead\nNE8 1HH",
}


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    title = factory.Sequence(lambda n: f"Programme number {n}")
    question = "How can we be better neighbours?"
    summary = "People and bodies of one place work on being better neighbours."
    intention = "To build on what is there."
    lead_body = "The health and care partnership"
    place_text = "Tynedale"
    period_text = "2016 to 2017"
    starts_on = EARLY_ON
    contact_name = "The programme's team"
    contact_email = "programme@example.org"
    contact_telephone = "0141 496 0000"
    contact_address = "The Town Hall\n1 Ford Street\nGateshead NE8 1AA"
    how_to_be_involved = "Write to us."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    programme = factory.SubFactory(ProgrammeFactory)
    body = "The Partnership"
    reached = "1 Ford Street, Gateshead\npartnership@example.org"
    officer = "The officer for data protection"
    officer_reached = "officer@example.org"
    lawful_basis = "A task in the public interest (UK GDPR, article 6(1)(e))."
    kept = "Five years after the last account."
    shared_with = "A company that runs the server."
    outside_uk = "Nowhere."
    privacy_updated_on = date(2016, 5, 1)
    compliance = "partial"
    failures = "Maps have no text (1.1.1). Ask us for the way."
    tested = "By ourselves, in April 2016, on ten pages."
    tested_on = date(2016, 4, 9)
    prepared_on = date(2016, 4, 1)
    reviewed_on = date(2016, 5, 1)


class WithdrawalFactory(DjangoModelFactory):
    class Meta:
        model = Withdrawal

    programme = factory.SubFactory(ProgrammeFactory)
    reason = "A name stood in it."
    withdrawn_at = EARLY
    withdrawn_by = factory.SubFactory(UserFactory)


class TargetRevisionFactory(DjangoModelFactory):
    class Meta:
        model = TargetRevision

    programme = factory.SubFactory(ProgrammeFactory)
    old_target_on = date(2017, 1, 31)
    new_target_on = date(2017, 3, 31)
    reason = "More groups asked to be heard."
    revised_at = EARLY
    revised_by = factory.SubFactory(UserFactory)


class AimFactory(DjangoModelFactory):
    class Meta:
        model = Aim

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "Raise awareness."


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Place {n}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    programme = factory.SubFactory(ProgrammeFactory)
    framework = "Community plan"
    name = factory.Sequence(lambda n: f"Residents who feel well, {n}")
    explanation = "It is too early to say."


class IndicatorReadingFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorReading

    indicator = factory.SubFactory(IndicatorFactory)
    read_on = EARLY_ON
    value_text = "61 in 100"
    source = "Residents' survey"


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Information sheet {n}")
    words = "What keeps a good relationship going?"
    kind = DocumentKind.INFORMATION_SHEET
    summary = "What is known about good relationships."
    issued_on = EARLY_ON


class DocumentFileFactory(DjangoModelFactory):
    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    title = "An information sheet"
    kind = "txt"
    content = b"Who do you see in a week?"
    size = 25
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory, is_staff=True)
    hat = "lead"
    from_on = EARLY_ON


class QuietPeriodFactory(DjangoModelFactory):
    """Far ahead, so that nothing waits because of it unless a test says so."""

    class Meta:
        model = QuietPeriod

    programme = factory.SubFactory(ProgrammeFactory)
    name = "Pre-election period"
    from_on = date(2030, 3, 22)
    until_on = date(2030, 5, 7)
    set_at = EARLY
    set_by = factory.SubFactory(UserFactory, is_staff=True)


class QuietExceptionFactory(DjangoModelFactory):
    class Meta:
        model = QuietException

    period = factory.SubFactory(QuietPeriodFactory)
    doing = "publishing"
    reason = "The council asked for the corrected figure."
    from_on = date(2030, 4, 1)
    until_on = date(2030, 4, 2)
    written_at = EARLY
    written_by = factory.SubFactory(UserFactory, is_staff=True)
