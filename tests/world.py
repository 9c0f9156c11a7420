"""One of everything in one programme, published and not. Each private field holds a canary that must never leave."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from actions.models import ActionArea, Factor, FollowUp, FollowUpRound, ProgressUpdate
from consultations.models import Consultation, Feedback
from desk.models import DailyList
from digests.models import Reader
from phases.models import Attendance, AttendanceImport, Meeting
from privacy.models import Questionnaire, Request
from programmes.models import Programme, QuietPeriod
from stakeholders.models import Appointment, OrganisationImport
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import (
    AnswerDraftFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    ProgressUpdateFactory,
    ProposerFactory,
)
from tests.desk.factories import DailyListFactory
from tests.moments import SEPTEMBER
from tests.privacy.factories import RetentionPeriodFactory
from tests.programmes.factories import (
    AimFactory,
    DocumentFactory,
    DocumentFileFactory,
    IndicatorReadingFactory,
    PlaceFactory,
    ProgrammeFactory,
    QuietExceptionFactory,
    StatementFactory,
    TargetRevisionFactory,
    TeamMemberFactory,
    WithdrawalFactory,
)
from tests.world_line import build_consultation, build_posters_and_areas
from tests.world_people import (
    build_coverage,
    build_equality,
    build_meetings,
    build_people_sheet,
    build_reader,
    build_request,
    build_sheet,
    build_stakeholders,
)

# Words that stand in private fields: `canary` is followed by where it sits, so that a leak names its source.
CANARY = "canary"


@dataclass
class World:
    """What a test may want to name of the programme that was built."""

    programme: Programme
    lead: User
    consultation: Consultation
    appointment: Appointment
    ended_appointment: Appointment
    draft: Feedback
    received: Feedback
    published_feedback: Feedback
    area: ActionArea
    open_round: FollowUpRound
    planned_round: FollowUpRound
    follow_up: FollowUp
    waiting_update: ProgressUpdate
    published_update: ProgressUpdate
    factor: Factor
    sheet: OrganisationImport
    meeting: Meeting
    attendance: Attendance
    reader: Reader
    daily_list: DailyList
    people_sheet: AttendanceImport
    quiet_period: QuietPeriod
    request: Request
    questionnaire: Questionnaire


def build_world(slug: str = "here", mark: str = CANARY) -> World:
    """Build a published programme with something in every table; return what tests name."""
    now = timezone.now()
    lead = UserFactory(email=f"lead.{slug}@example.org", is_staff=True)
    programme = ProgrammeFactory(slug=slug, title=f"Programme {slug}", published_by=lead)
    TeamMemberFactory(programme=programme, user=lead, hat="lead")
    AimFactory(programme=programme)
    PlaceFactory(programme=programme)
    IndicatorReadingFactory(indicator__programme=programme)
    DocumentFileFactory(document=DocumentFactory(programme=programme))
    StatementFactory(programme=programme)
    TargetRevisionFactory(programme=programme, revised_by=lead)
    WithdrawalFactory(programme=programme, reason=f"{mark}-why-it-was-taken-back", withdrawn_by=lead)
    quiet_period = QuietExceptionFactory(period__programme=programme, reason=f"{mark}-why-it-cannot-wait").period
    questionnaire = build_equality(programme, lead, mark)
    RetentionPeriodFactory(programme=programme, reason=f"{mark}-why-it-is-kept-so-long")
    meeting, attendance = build_meetings(programme, mark)
    appointment, ended = build_stakeholders(programme, lead, mark)
    consultation, draft, received, published_feedback = build_consultation(programme, appointment, lead, mark)
    build_coverage(programme, lead, mark)
    area = build_posters_and_areas(programme, lead, mark)
    closed = FollowUpRoundFactory(
        programme=programme,
        number=1,
        name="September 2016",
        status="closed",
        opened_at=SEPTEMBER,
        opened_by=lead,
        closed_at=SEPTEMBER + timedelta(days=30),
        closed_by=lead,
    )
    open_round = FollowUpRoundFactory(
        programme=programme, number=2, name="Now", status="open", opened_at=now - timedelta(days=2), opened_by=lead
    )
    planned = FollowUpRoundFactory(programme=programme, number=3, name="Later")
    proposer = ProposerFactory(
        area=area,
        person__name=f"{mark}-proposer-name",
        person__email=f"{mark}-proposer-{slug}@example.org",
        person__telephone=f"{mark}-telephone",
    )
    answered = FollowUpFactory(
        round=closed,
        proposer=proposer,
        asked_at=SEPTEMBER,
        status="answered",
        settled_at=SEPTEMBER,
        successor_name=f"{mark}-successor",
        successor_email=f"{mark}-successor@example.org",
        successor_telephone=f"{mark}-successor-telephone",
        successor_note=f"{mark}-suggested",
    )
    factor = FactorFactory(programme=programme, name="A place to meet, free")
    published_update = ProgressUpdateFactory(
        follow_up=answered,
        what_happened=f"{mark}-update-original",
        status="published",
        headline="Two benches stand on two estates.",
        published_happened="Two benches are there.",
        reviewed_at=SEPTEMBER,
        reviewed_by=lead,
    )
    published_update.factors.add(factor)
    follow_up = FollowUpFactory(round=open_round, proposer=proposer, asked_at=now, status="answered", settled_at=now)
    waiting = ProgressUpdateFactory(
        follow_up=follow_up, what_happened=f"{mark}-update-waiting", what_helped=f"{mark}-helped", given_at=now
    )
    waiting.factors.add(FactorFactory(programme=programme, name=f"{mark}-factor"))
    AnswerDraftFactory(follow_up=follow_up, what_happened=f"{mark}-draft-answer")
    LogEntryFactory(by=lead, programme_id=programme.pk, object_id=str(programme.pk))
    return World(
        programme,
        lead,
        consultation,
        appointment,
        ended,
        draft,
        received,
        published_feedback,
        area,
        open_round,
        planned,
        follow_up,
        waiting,
        published_update,
        factor,
        build_sheet(programme, lead, mark),
        meeting,
        attendance,
        build_reader(programme, proposer),
        DailyListFactory(user=lead),
        build_people_sheet(meeting, lead, mark),
        quiet_period,
        build_request(programme, lead, mark),
        questionnaire,
    )
