"""Who is in the world: organisations and who speaks for them, meetings and who came, who is missing, who reads."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from actions.models import Proposer
from digests.models import Reader
from phases.models import Attendance, AttendanceImport, Meeting
from privacy.models import Questionnaire, Request
from programmes.models import Programme
from stakeholders.models import Appointment, OrganisationImport
from tests.accounts.factories import UserFactory
from tests.digests.factories import DigestEntryFactory, ReaderFactory
from tests.moments import SEPTEMBER
from tests.phases.factories import (
    ArrangementFactory,
    AttendanceFactory,
    AttendanceImportFactory,
    ClosingExplanationFactory,
    EvaluationFactory,
    MeetingFactory,
    MeetingPaperFactory,
    MinutesFactory,
    PhaseFactory,
    ReachFactory,
)
from tests.privacy.factories import (
    AskedQuestionFactory,
    BundleFactory,
    ClockStopFactory,
    EditionFigureFactory,
    ErasureFactory,
    FigureEditionFactory,
    FoundRowFactory,
    HoldFactory,
    PendingAnswersFactory,
    QuestionnaireFactory,
    RequestFactory,
    RequestLetterFactory,
)
from tests.stakeholders.factories import (
    AppointmentFactory,
    CoverageThresholdsFactory,
    InvitationFactory,
    MissingVoiceFactory,
    OrganisationImportFactory,
    PartnershipFactory,
    PersonFactory,
    StakeholderGroupFactory,
)


def build_reader(programme: Programme, proposer: Proposer) -> Reader:
    """Somebody who was sent one piece of news, long ago."""
    reader = ReaderFactory(programme=programme, last_sent_on=SEPTEMBER.date())
    reader.people.add(proposer.person)
    DigestEntryFactory(reader=reader, proposer=proposer, sent_on=SEPTEMBER.date())
    return reader


def build_request(programme: Programme, lead: User, mark: str) -> Request:
    """Somebody asked, through another, what is held of them; a complaint came by the form, and is held."""
    now = timezone.now()
    ask = {"programme": programme, "received_on": timezone.localdate(now), "recorded_at": now}
    who = {name: f"{mark}-request-{name}" for name in ("name", "asked", "acting_name", "telephone", "postal_address")}
    who["other_names"] = f"{mark}-request-other-names"
    request = RequestFactory(
        number=1, **ask, **who, acting_as="carer", email=f"{mark}-request-{programme.slug}@example.org",
        status="at_work", acknowledged_on=ask["received_on"], recorded_by=lead,
        person=PersonFactory(name=f"{mark}-request-person"),
        identity_by="known", identity_note=f"{mark}-request-identity", identity_checked_at=now,
        identity_checked_by=lead, extended_on=ask["received_on"], extension_reason=f"{mark}-request-more-time",
    )  # fmt: skip
    stop = {"words": f"{mark}-request-stop", "stopped_on": ask["received_on"], "stopped_by": lead}
    ClockStopFactory(request=request, **stop, started_on=ask["received_on"], started_by=lead)
    RequestLetterFactory(request=request, text=f"{mark}-request-letter", written_by=lead)
    answered = {"status": "answered", "outcome": "done", "outcome_words": f"{mark}-request-outcome"}
    RequestFactory(
        number=2, **ask, kind="complaint", channel="form", key=uuid4(), recorded_by=None, asked=f"{mark}-complaint",
        name=f"{mark}-complainant", **answered, answered_on=ask["received_on"],
    )  # fmt: skip
    erased = RequestFactory(
        number=3, **ask, kind="erasure", asked=f"{mark}-erasure", name=f"{mark}-erased", status="at_work",
        person=PersonFactory(name=f"{mark}-erased-person"), recorded_by=lead,
        identity_by="known", identity_checked_at=now, identity_checked_by=lead,
    )  # fmt: skip
    FoundRowFactory(request=erased, row=str(erased.person_id), decision="whole", decided_at=now, decided_by=lead)
    ErasureFactory(request=erased, proposed_by__name=f"{mark}-erasure-proposed")
    BundleFactory(request=request, given_by=lead)
    HoldFactory(programme=programme, reason=f"{mark}-hold-reason", request=request, set_by=lead)
    FoundRowFactory(
        request=request, row=str(request.person_id), decision="part", hidden=f"{mark}-found-hidden",
        reason=f"{mark}-found-reason", decided_at=now, decided_by=lead,
    )  # fmt: skip
    return request


def build_equality(programme: Programme, lead: User, mark: str) -> Questionnaire:
    """Questions that people are asked about equality, which are returned; others are planned, and nobody's business."""
    planned = QuestionnaireFactory(programme=programme, occasion="hand-ins", lawful_basis=f"{mark}-planned-basis")
    AskedQuestionFactory(questionnaire=planned)
    asked = QuestionnaireFactory(programme=programme, opened_at=SEPTEMBER, opened_by=lead)
    question = AskedQuestionFactory(questionnaire=asked)
    PendingAnswersFactory(question=question)
    edition = FigureEditionFactory(questionnaire=asked, published_at=SEPTEMBER, published_by=lead)
    for code, shown in (("", "40"), ("female", "35"), ("male", "*"), ("prefer-not", "0")):
        EditionFigureFactory(edition=edition, question=question, code=code, shown=shown)
    return asked


def build_meetings(programme: Programme, mark: str) -> tuple[Meeting, Attendance]:
    """A past meeting, with somebody who came; one to come, with somebody who has registered: these are returned."""
    past = MeetingFactory(programme=programme, lessons=f"{mark}-lessons")
    minutes = MinutesFactory(meeting=past, decided=f"{mark}-decided")
    MeetingPaperFactory(minutes=minutes, title=f"{mark}-paper", added_by__name=f"{mark}-paper-by")
    AttendanceFactory(meeting=past, person__name=f"{mark}-attendee")
    now = timezone.now()
    said = {name: f"{mark}-evaluation-{name}" for name in ("in_the_way", "worked", "change", "other")}
    EvaluationFactory(meeting=past, **said, entered_by=UserFactory(name=f"{mark}-evaluation-entered"))
    meeting = MeetingFactory(
        programme=programme,
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=2),
        capacity=20,
        registration_opens_at=now - timedelta(days=1),
        joining_details=f"{mark}-joining-details",
        evaluation_closes_at=now + timedelta(days=21),
    )
    EvaluationFactory(meeting=meeting, **said)
    attendance = AttendanceFactory(
        meeting=meeting,
        person__name=f"{mark}-registered-name",
        person__email=f"{mark}-registered-{programme.slug}@example.org",
        person__telephone=f"{mark}-registered-telephone",
        presence="registered",
        registered_at=now,
        comes_from=f"{mark}-comes-from",
        telephone=f"{mark}-number-for-meeting",
        access_needs=f"{mark}-access-needs",
        communication_needs=f"{mark}-needs-of-meeting",
        needs_met="not_met",
        needs_note=f"{mark}-needs-note",
    )
    ArrangementFactory(
        attendance=attendance,
        kind="interpreter",
        language=f"{mark}-language",
        particulars=f"{mark}-particulars",
        owner__name=f"{mark}-sees-to-it",
        arrange_by_on=(now + timedelta(days=3)).date(),
    )
    return meeting, attendance


def build_people_sheet(meeting: Meeting, lead: User, mark: str) -> AttendanceImport:
    """A spreadsheet of people that the lead has begun to import."""
    return AttendanceImportFactory(
        meeting=meeting,
        uploaded_by=lead,
        file_name=f"{mark}-people.csv",
        headings=["Name", "Access needs"],
        columns={"name": 0, "access_needs": 1},
        rows=[{"number": 2, "cells": [f"{mark}-sheet-person", f"{mark}-sheet-needs"]}],
        reading=read_as(mark),
    )


def read_as(mark: str) -> dict[str, object]:
    """How a workbook of two sheets was read, with the words of both from which somebody chooses."""
    sheets = [f"{mark}-sheet-named", f"{mark}-sheet-beside"]
    return {"encoding": "", "sheet": sheets[0], "sheets": sheets, "headings_in": 1, "first": [[1, f"{mark}-row"]]}


def build_sheet(programme: Programme, lead: User, mark: str) -> OrganisationImport:
    """A spreadsheet of organisations that the lead has begun to import."""
    return OrganisationImportFactory(
        programme=programme,
        uploaded_by=lead,
        file_name=f"{mark}-file-name.csv",
        headings=["Name", "Contact e-mail"],
        columns={"name": 0, "contact_email": 1},
        rows=[{"number": 2, "cells": [f"{mark}-sheet-organisation", f"{mark}-sheet-contact"]}],
        reading=read_as(mark),
    )


def build_stakeholders(programme: Programme, lead: User, mark: str) -> tuple[Appointment, Appointment]:
    """A member with a current representative, and one whose representative has ended."""
    now = timezone.now()
    group = StakeholderGroupFactory(programme=programme, name="Carers")
    partnership = PartnershipFactory(
        programme=programme,
        uniquely_placed="Run by carers.",
        contact_name=f"{mark}-contact-name",
        contact_email=f"{mark}-contact@example.org",
        contact_telephone=f"{mark}-contact-telephone",
    )
    partnership.groups.add(group)
    appointment = AppointmentFactory(
        partnership=partnership,
        person__name=f"{mark}-representative-name",
        person__telephone=f"{mark}-representative-telephone",
        person__communication_needs=f"{mark}-communication-needs",
        appointed_by=lead,
    )
    ended = AppointmentFactory(
        partnership__programme=programme,
        ended_at=now - timedelta(days=1),
        ended_by=lead,
        ending="other",
        end_reason=f"{mark}-end-reason",
        appointed_by=lead,
    )
    InvitationFactory(
        partnership=ended.partnership,
        name=f"{mark}-invited-name",
        email=f"{mark}-invited-{programme.slug}@example.org",
        invited_by=lead,
        typed={"telephone": f"{mark}-invited-typed"},
    )
    return appointment, ended


def build_coverage(programme: Programme, lead: User, mark: str) -> None:
    """A group for which nobody speaks, people reached, a missing voice, and a phase that was closed over both."""
    group = StakeholderGroupFactory(programme=programme, name="People in hostels")
    voice = MissingVoiceFactory(
        programme=programme, group=group, who="Anybody from the hostels", why=f"{mark}-missing-why",
        owner__name=f"{mark}-missing-owner", noticed_by=lead,
    )  # fmt: skip
    closed = PhaseFactory(
        programme=programme, position=900, name="Beforehand", ends_at=SEPTEMBER, closed_at=SEPTEMBER, closed_by=lead
    )
    ClosingExplanationFactory(phase=closed, group=group, text="The hostels were being moved.")
    ClosingExplanationFactory(phase=closed, group=None, voice=voice)
    ReachFactory(phase=closed, group=group, how=f"{mark}-reach-how", people=3, entered_by__name=f"{mark}-reach-by")
    CoverageThresholdsFactory(programme=programme)
