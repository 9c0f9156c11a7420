"""One factory per model of this room: phases and meetings are past, and somebody came."""

from datetime import UTC, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from phases.models import (
    Arrangement,
    Attendance,
    AttendanceImport,
    ClosingExplanation,
    Evaluation,
    KeyGroup,
    KeyTask,
    Meeting,
    MeetingPaper,
    Method,
    Minutes,
    Phase,
    Reach,
)
from tests.accounts.factories import UserFactory
from tests.moments import EARLY, EARLY_ON
from tests.programmes.factories import ProgrammeFactory
from tests.stakeholders.factories import PersonFactory, StakeholderGroupFactory
from tests.window_factory import WindowFactory


class PhaseFactory(WindowFactory):
    class Meta:
        model = Phase

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = "Consultation"
    purpose = "To hear what people say."
    level = "consult"
    starts_at = EARLY


class KeyTaskFactory(DjangoModelFactory):
    class Meta:
        model = KeyTask

    phase = factory.SubFactory(PhaseFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Say who is missing"


class MeetingFactory(WindowFactory):
    class Meta:
        model = Meeting

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    purpose = "To talk."
    starts_at = datetime(2016, 6, 7, 9, tzinfo=UTC)
    ends_at = datetime(2016, 6, 7, 15, tzinfo=UTC)
    venue = "The town hall"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    presence = "attended"


class ArrangementFactory(DjangoModelFactory):
    class Meta:
        model = Arrangement

    attendance = factory.SubFactory(AttendanceFactory)
    kind = "travel"
    owner = factory.SubFactory(UserFactory)
    arrange_by_on = datetime(2016, 6, 1, tzinfo=UTC).date()
    noted_at = EARLY


class AttendanceImportFactory(DjangoModelFactory):
    class Meta:
        model = AttendanceImport

    meeting = factory.SubFactory(MeetingFactory)
    file_name = "people.csv"
    uploaded_at = EARLY
    uploaded_by = factory.SubFactory(UserFactory)


class EvaluationFactory(DjangoModelFactory):
    class Meta:
        model = Evaluation

    meeting = factory.SubFactory(MeetingFactory)
    key = factory.LazyFunction(uuid4)
    overall = "good"
    took_part = "fully"
    said_at = datetime(2016, 6, 8, 9, tzinfo=UTC)


class MinutesFactory(DjangoModelFactory):
    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory)
    decided = "Two benches."


class MeetingPaperFactory(DjangoModelFactory):
    class Meta:
        model = MeetingPaper

    minutes = factory.SubFactory(MinutesFactory)
    title = "The slides"
    kind = "txt"
    content = b"Two benches."
    size = 12
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    added_at = EARLY
    added_by = factory.SubFactory(UserFactory)


class MethodFactory(DjangoModelFactory):
    class Meta:
        model = Method

    phase = factory.SubFactory(PhaseFactory)
    name = factory.Sequence(lambda n: f"Method {n}")
    framing_question = "What would help?"
    for_whom = "Carers"
    delivered_by = "A carers' centre"
    dates_text = "Spring 2016"


class KeyGroupFactory(DjangoModelFactory):
    class Meta:
        model = KeyGroup

    phase = factory.SubFactory(PhaseFactory)
    name = factory.Sequence(lambda n: f"Cluster {n}")


class ClosingExplanationFactory(DjangoModelFactory):
    class Meta:
        model = ClosingExplanation

    phase = factory.SubFactory(PhaseFactory)
    group = factory.SubFactory(StakeholderGroupFactory)
    text = "Nobody could be found in time."


class ReachFactory(DjangoModelFactory):
    class Meta:
        model = Reach

    phase = factory.SubFactory(PhaseFactory)
    group = factory.SubFactory(StakeholderGroupFactory)
    how = "Talks over tea"
    people = 12
    reached_on = EARLY_ON
    entered_at = EARLY
    entered_by = factory.SubFactory(UserFactory)
