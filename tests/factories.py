"""One factory per model: the least that makes a valid row, published and in force unless a test says otherwise."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import LogEntry, User
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
from consultations.models import (
    Consultation,
    Conversation,
    Feedback,
    FeedbackAnswer,
    HandIn,
    Poster,
    PosterAnswer,
    PosterCall,
    PosterPrompt,
    Question,
    SentPicture,
)
from digests.models import Reader, Told
from findings.models import Coding, Finding, Theme
from phases.models import (
    Attendance,
    AttendanceImport,
    ClosingExplanation,
    Evaluation,
    KeyGroup,
    KeyTask,
    Meeting,
    Method,
    Phase,
    Reach,
)
from programmes.models import Aim, Document, Indicator, IndicatorReading, Place, Programme, TargetRevision, TeamMember
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
from stocktakes.models import Stocktake, StocktakeFile, StocktakePicture

EARLY = datetime(2016, 1, 4, 12, tzinfo=UTC)
EARLY_ON = date(2016, 1, 4)


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
    how_to_be_involved = "Write to us."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


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
    kind = "Information sheet"
    summary = "What is known about good relationships."
    issued_on = EARLY_ON


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.SubFactory(UserFactory, is_staff=True)
    hat = "lead"
    from_on = EARLY_ON


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


class PhaseFactory(DjangoModelFactory):
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


class MeetingFactory(DjangoModelFactory):
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


class ConsultationFactory(DjangoModelFactory):
    class Meta:
        model = Consultation

    phase = factory.SubFactory(PhaseFactory)
    slug = factory.Sequence(lambda n: f"consultation-{n}")
    title = "Tell us what you think"
    introduction = "Here is what has been heard so far."
    can_change = "Everything but the date."
    cannot_change = "The date, because it is fixed."
    starts_at = EARLY


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    consultation = factory.SubFactory(ConsultationFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "What is missing?"


class PosterPromptFactory(DjangoModelFactory):
    class Meta:
        model = PosterPrompt

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "What makes a good relationship?"


class PosterFactory(DjangoModelFactory):
    class Meta:
        model = Poster

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Poster title {n}")
    group_name = "Tenants' group"
    words = "The bench is our living room."
    transcript = "The bench is our living room. Sit down."
    made_on = EARLY_ON
    consent_to_publish = True
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class PosterAnswerFactory(DjangoModelFactory):
    class Meta:
        model = PosterAnswer

    poster = factory.SubFactory(PosterFactory)
    prompt = factory.SubFactory(PosterPromptFactory)
    text = "Being asked to stay."


class ConversationFactory(DjangoModelFactory):
    class Meta:
        model = Conversation

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    team = "District nurses"
    held_on = EARLY_ON
    said = "Nobody asks who is at home."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class PosterCallFactory(DjangoModelFactory):
    class Meta:
        model = PosterCall

    programme = factory.SubFactory(ProgrammeFactory)
    introduction = "Bring what matters to you."
    starts_at = EARLY


class HandInFactory(DjangoModelFactory):
    class Meta:
        model = HandIn

    poster = factory.SubFactory(PosterFactory)
    channel = "link"
    handed_in_at = EARLY
    given_by = "Robin Adeyemi"
    reached_by = "robin@example.org"


class SentPictureFactory(DjangoModelFactory):
    class Meta:
        model = SentPicture

    poster = factory.SubFactory(PosterFactory, published_at=None, published_by=None)
    programme = factory.SelfAttribute("poster.programme")
    key = factory.LazyFunction(uuid4)
    file = factory.django.ImageField(width=30, height=20, format="JPEG")
    size = 700
    sent_at = EARLY


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    consultation = factory.SubFactory(ConsultationFactory)
    programme = factory.SelfAttribute("consultation.phase.programme")
    status = "received"
    started_at = EARLY
    said_at = EARLY


class FeedbackAnswerFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackAnswer

    feedback = factory.SubFactory(FeedbackFactory)
    question = factory.SubFactory(QuestionFactory)
    text = "More benches."


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Theme {n}")
    description = "Places to sit."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


class CodingFactory(DjangoModelFactory):
    class Meta:
        model = Coding

    theme = factory.SubFactory(ThemeFactory)
    poster = factory.SubFactory(PosterFactory)
    excerpt = "our living room"


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = "priority"
    title = factory.Sequence(lambda n: f"Finding {n}")
    text = "More places to sit."
    published_at = EARLY
    published_by = factory.SubFactory(UserFactory)


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


class StocktakeFactory(DjangoModelFactory):
    class Meta:
        model = Stocktake

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Stocktake {n}")
    foreword = "What has happened since June."
    as_at = EARLY
    data = factory.Dict({"schema": "throughline/stocktake/1"})
    data_sha256 = "0" * 64
    requested_by = factory.SubFactory(UserFactory)


class StocktakeFileFactory(DjangoModelFactory):
    class Meta:
        model = StocktakeFile

    stocktake = factory.SubFactory(StocktakeFactory)
    kind = "html"
    content = b"<p>What has happened</p>"
    size = 24
    sha256 = "1" * 64


class StocktakePictureFactory(DjangoModelFactory):
    class Meta:
        model = StocktakePicture

    stocktake = factory.SubFactory(StocktakeFactory)
    poster_number = 1
    content = b"not really a picture"
    sha256 = "2" * 64


class ReaderFactory(DjangoModelFactory):
    class Meta:
        model = Reader

    programme = factory.SubFactory(ProgrammeFactory)
    address_hash = factory.Sequence(lambda n: f"{n:064x}")
    link_nonce = "nonce"
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class ToldFactory(DjangoModelFactory):
    class Meta:
        model = Told

    reader = factory.SubFactory(ReaderFactory)
    proposer = factory.SubFactory(ProposerFactory)
    what = "area:1"
    told_on = EARLY_ON
