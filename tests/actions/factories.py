"""One factory per model of this room: areas are published, rounds planned, answers wait to be reviewed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actions.models import (
    ActionArea,
    AnswerDraft,
    Commitment,
    CommitmentSheet,
    CommitmentSource,
    Correction,
    Factor,
    FollowUp,
    FollowUpRound,
    PersonalRecord,
    ProgressUpdate,
    Proposer,
    RecordSending,
    Step,
)
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON
from tests.programmes.factories import ProgrammeFactory
from tests.stakeholders.factories import PersonFactory


class ActionAreaFactory(DjangoModelFactory):
    class Meta:
        model = ActionArea

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Action area {n}")
    summary = "Benches on two estates."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class ProposerFactory(DjangoModelFactory):
    class Meta:
        model = Proposer

    area = factory.SubFactory(ActionAreaFactory)
    person = factory.SubFactory(PersonFactory)
    public_name = "Housing association tenants"
    from_on = EARLY_ON


class StepFactory(DjangoModelFactory):
    class Meta:
        model = Step

    area = factory.SubFactory(ActionAreaFactory)
    position = factory.Sequence(lambda n: n + 1)
    what = "Ask the council for a bench."
    who = "The tenants' group"
    by_text = "By August"


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    programme = factory.SubFactory(ProgrammeFactory)
    person = factory.SubFactory(PersonFactory)
    public_name = "A practice nurse"
    what = "I will ask one more question."
    made_on = EARLY_ON
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class CommitmentSheetFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentSheet

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"sheet{n}")


class CommitmentSourceFactory(DjangoModelFactory):
    class Meta:
        model = CommitmentSource

    key = factory.LazyFunction(uuid4)
    commitment = factory.SubFactory(CommitmentFactory)
    channel = "sheet"
    said_at = EARLY


class PersonalRecordFactory(DjangoModelFactory):
    class Meta:
        model = PersonalRecord

    programme = factory.SubFactory(ProgrammeFactory)
    person = factory.SubFactory(PersonFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    link_expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class RecordSendingFactory(DjangoModelFactory):
    class Meta:
        model = RecordSending

    record = factory.SubFactory(PersonalRecordFactory)
    number = 1
    channel = "email"
    content = factory.LazyFunction(lambda: {"name": "Somebody", "parts": [["Your own pledges", ["I will."]]]})
    sent_at = EARLY
    sent_by = factory.SubFactory(UserFactory)


class CorrectionFactory(DjangoModelFactory):
    class Meta:
        model = Correction

    record = factory.SubFactory(PersonalRecordFactory)
    kind = "words"
    before = "I will ask one more question."
    after = "I will ask two."
    given_at = EARLY


class FollowUpRoundFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpRound

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Round {n}")
    planned_on = date(2016, 9, 1)
    answer_by_on = date(2016, 9, 30)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    round = factory.SubFactory(FollowUpRoundFactory)
    proposer = factory.SubFactory(
        ProposerFactory,
        area=factory.SubFactory(ActionAreaFactory, programme=factory.SelfAttribute("...round.programme")),
    )
    asked_at = datetime(2016, 9, 1, 9, tzinfo=UTC)


class AnswerDraftFactory(DjangoModelFactory):
    class Meta:
        model = AnswerDraft

    follow_up = factory.SubFactory(FollowUpFactory)
    what_happened = "Half a sentence"
    saved_at = datetime(2016, 9, 9, 9, tzinfo=UTC)


class FactorFactory(DjangoModelFactory):
    class Meta:
        model = Factor

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "helped"
    name = factory.Sequence(lambda n: f"Factor {n}")


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ProgressUpdate

    follow_up = factory.SubFactory(FollowUpFactory)
    area = factory.SelfAttribute("follow_up.proposer.area")
    standing = "under_way"
    what_happened = "Two benches are there."
    channel = "link"
    given_at = datetime(2016, 9, 10, 9, tzinfo=UTC)
