"""One of everything in one programme, published and not. Each private field holds a canary that must never leave."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from actions.models import ActionArea, Factor, FollowUp, FollowUpRound, ProgressUpdate, Proposer
from consultations.models import Consultation, Conversation, Feedback, Poster
from digests.models import Reader
from phases.models import Attendance, AttendanceImport, Meeting
from programmes.models import Programme
from stakeholders.models import Appointment, OrganisationImport
from tests import factories

# Words that stand in private fields: `canary` is followed by where it sits, so that a leak names its source.
CANARY = "canary"
SEPTEMBER = datetime(2016, 9, 1, 9, tzinfo=UTC)


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
    people_sheet: AttendanceImport


def build_world(slug: str = "here", mark: str = CANARY) -> World:
    """Build a published programme with something in every table; return what tests name."""
    now = timezone.now()
    lead = factories.UserFactory(email=f"lead.{slug}@example.org", is_staff=True)
    programme = factories.ProgrammeFactory(slug=slug, title=f"Programme {slug}", published_by=lead)
    factories.TeamMemberFactory(programme=programme, user=lead, hat="lead")
    factories.AimFactory(programme=programme)
    factories.PlaceFactory(programme=programme)
    factories.IndicatorReadingFactory(indicator__programme=programme)
    factories.DocumentFactory(programme=programme)
    factories.TargetRevisionFactory(programme=programme, revised_by=lead)
    meeting, attendance = build_meetings(programme, mark)
    appointment, ended = build_stakeholders(programme, lead, mark)
    consultation, draft, received, published_feedback = build_consultation(programme, appointment, lead, mark)
    build_coverage(programme, lead, mark)
    area = build_posters_and_areas(programme, lead, mark)
    closed = factories.FollowUpRoundFactory(
        programme=programme,
        number=1,
        name="September 2016",
        status="closed",
        opened_at=SEPTEMBER,
        opened_by=lead,
        closed_at=SEPTEMBER + timedelta(days=30),
        closed_by=lead,
    )
    open_round = factories.FollowUpRoundFactory(
        programme=programme, number=2, name="Now", status="open", opened_at=now - timedelta(days=2), opened_by=lead
    )
    planned = factories.FollowUpRoundFactory(programme=programme, number=3, name="Later")
    proposer = factories.ProposerFactory(
        area=area,
        person__name=f"{mark}-proposer-name",
        person__email=f"{mark}-proposer-{slug}@example.org",
        person__telephone=f"{mark}-telephone",
    )
    answered = factories.FollowUpFactory(
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
    factor = factories.FactorFactory(programme=programme, name="A place to meet, free")
    published_update = factories.ProgressUpdateFactory(
        follow_up=answered,
        what_happened=f"{mark}-update-original",
        status="published",
        headline="Two benches stand on two estates.",
        published_happened="Two benches are there.",
        reviewed_at=SEPTEMBER,
        reviewed_by=lead,
    )
    published_update.factors.add(factor)
    follow_up = factories.FollowUpFactory(
        round=open_round, proposer=proposer, asked_at=now, status="answered", settled_at=now
    )
    waiting = factories.ProgressUpdateFactory(
        follow_up=follow_up, what_happened=f"{mark}-update-waiting", what_helped=f"{mark}-helped", given_at=now
    )
    waiting.factors.add(factories.FactorFactory(programme=programme, name=f"{mark}-factor"))
    factories.AnswerDraftFactory(follow_up=follow_up, what_happened=f"{mark}-draft-answer")
    factories.LogEntryFactory(by=lead, programme_id=programme.pk, object_id=str(programme.pk))
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
        build_people_sheet(meeting, lead, mark),
    )


def build_reader(programme: Programme, proposer: Proposer) -> Reader:
    """Somebody who was told one thing, long ago."""
    reader = factories.ReaderFactory(programme=programme, told_on=SEPTEMBER.date())
    reader.people.add(proposer.person)
    factories.ToldFactory(reader=reader, proposer=proposer, told_on=SEPTEMBER.date())
    return reader


def build_meetings(programme: Programme, mark: str) -> tuple[Meeting, Attendance]:
    """A past meeting, with somebody who came; one to come, with somebody who has registered: these are returned."""
    past = factories.MeetingFactory(programme=programme)
    factories.AttendanceFactory(meeting=past, person__name=f"{mark}-attendee")
    now = timezone.now()
    said = {name: f"{mark}-evaluation-{name}" for name in ("in_the_way", "worked", "change", "other")}
    factories.EvaluationFactory(
        meeting=past, **said, entered_by=factories.UserFactory(name=f"{mark}-evaluation-entered")
    )
    meeting = factories.MeetingFactory(
        programme=programme,
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=2),
        capacity=20,
        registration_opens_at=now - timedelta(days=1),
        joining_details=f"{mark}-joining-details",
        evaluation_closes_at=now + timedelta(days=21),
    )
    factories.EvaluationFactory(meeting=meeting, **said)
    attendance = factories.AttendanceFactory(
        meeting=meeting,
        person__name=f"{mark}-registered-name",
        person__email=f"{mark}-registered-{programme.slug}@example.org",
        person__telephone=f"{mark}-registered-telephone",
        presence="registered",
        registered_at=now,
        comes_from=f"{mark}-comes-from",
        access_needs=f"{mark}-access-needs",
        communication_needs=f"{mark}-needs-of-meeting",
        needs_met="not_met",
        needs_note=f"{mark}-needs-note",
    )
    return meeting, attendance


def build_people_sheet(meeting: Meeting, lead: User, mark: str) -> AttendanceImport:
    """A spreadsheet of people that the lead has begun to import."""
    return factories.AttendanceImportFactory(
        meeting=meeting,
        uploaded_by=lead,
        file_name=f"{mark}-people.csv",
        headings=["Name", "Access needs"],
        columns={"name": 0, "access_needs": 1},
        rows=[{"number": 2, "cells": [f"{mark}-sheet-person", f"{mark}-sheet-needs"]}],
    )


def build_sheet(programme: Programme, lead: User, mark: str) -> OrganisationImport:
    """A spreadsheet of organisations that the lead has begun to import."""
    return factories.OrganisationImportFactory(
        programme=programme,
        uploaded_by=lead,
        file_name=f"{mark}-file-name.csv",
        headings=["Name", "Contact e-mail"],
        columns={"name": 0, "contact_email": 1},
        rows=[{"number": 2, "cells": [f"{mark}-sheet-organisation", f"{mark}-sheet-contact"]}],
    )


def build_stakeholders(programme: Programme, lead: User, mark: str) -> tuple[Appointment, Appointment]:
    """A member with a current representative, and one whose representative has ended."""
    now = timezone.now()
    group = factories.StakeholderGroupFactory(programme=programme, name="Carers")
    partnership = factories.PartnershipFactory(
        programme=programme,
        uniquely_placed="Run by carers.",
        contact_name=f"{mark}-contact-name",
        contact_email=f"{mark}-contact@example.org",
        contact_telephone=f"{mark}-contact-telephone",
    )
    partnership.groups.add(group)
    appointment = factories.AppointmentFactory(
        partnership=partnership,
        person__name=f"{mark}-representative-name",
        person__telephone=f"{mark}-representative-telephone",
        person__communication_needs=f"{mark}-communication-needs",
        appointed_by=lead,
    )
    ended = factories.AppointmentFactory(
        partnership__programme=programme,
        ended_at=now - timedelta(days=1),
        ended_by=lead,
        ending="other",
        end_reason=f"{mark}-end-reason",
        appointed_by=lead,
    )
    factories.InvitationFactory(
        partnership=ended.partnership,
        name=f"{mark}-invited-name",
        email=f"{mark}-invited-{programme.slug}@example.org",
        invited_by=lead,
        typed={"telephone": f"{mark}-invited-typed"},
    )
    return appointment, ended


def build_consultation(
    programme: Programme, appointment: Appointment, lead: User, mark: str
) -> tuple[Consultation, Feedback, Feedback, Feedback]:
    """An open consultation with one feedback in each status."""
    now = timezone.now()
    phase = factories.PhaseFactory(programme=programme)
    factories.KeyTaskFactory(phase=phase)
    factories.MethodFactory(phase=phase)
    factories.KeyGroupFactory(phase=phase).members.add(appointment.partnership)
    consultation = factories.ConsultationFactory(phase=phase, slug="say")
    question = factories.QuestionFactory(consultation=consultation, is_required=True)
    common = {
        "consultation": consultation,
        "appointment": appointment,
        "said_by": appointment.person,
        "entered_by": appointment.person.user,
        "on_behalf_of": appointment.partnership,
    }
    draft = factories.FeedbackFactory(**common, status="draft", said_at=None)
    received = factories.FeedbackFactory(**common, status="received")
    kept = factories.FeedbackFactory(**common, status="kept", reviewed_at=now, reviewed_by=lead)
    published = factories.FeedbackFactory(**common, status="published", reviewed_at=now, reviewed_by=lead)
    for feedback, where in ((draft, "draft"), (received, "received"), (kept, "kept"), (published, "original")):
        factories.FeedbackAnswerFactory(feedback=feedback, question=question, text=f"{mark}-feedback-{where}")
    published.answers.update(published_text="More benches, said gently.")
    return consultation, draft, received, published


def build_coverage(programme: Programme, lead: User, mark: str) -> None:
    """A group for which nobody speaks, people reached, a missing voice, and a phase that was closed over both."""
    group = factories.StakeholderGroupFactory(programme=programme, name="People in hostels")
    voice = factories.MissingVoiceFactory(
        programme=programme, group=group, who="Anybody from the hostels", why=f"{mark}-missing-why",
        owner__name=f"{mark}-missing-owner", noticed_by=lead,
    )  # fmt: skip
    closed = factories.PhaseFactory(
        programme=programme, position=900, name="Beforehand", ends_at=SEPTEMBER, closed_at=SEPTEMBER, closed_by=lead
    )
    factories.ClosingExplanationFactory(phase=closed, group=group, text="The hostels were being moved.")
    factories.ClosingExplanationFactory(phase=closed, group=None, voice=voice)
    factories.ReachFactory(
        phase=closed, group=group, how=f"{mark}-reach-how", people=3, entered_by__name=f"{mark}-reach-by"
    )
    factories.CoverageThresholdsFactory(programme=programme)


def build_hand_ins(
    programme: Programme, lead: User, poster: Poster, conversation: Conversation, hidden: Conversation, mark: str
) -> None:
    """An open call; who handed in what is public and what is not; a poster withdrawn, and one just handed in."""
    factories.PosterCallFactory(programme=programme)
    private = {"given_by": f"{mark}-consent-giver", "reached_by": f"{mark}-consent-contact"}
    factories.HandInFactory(poster=poster, **private)
    for each in (conversation, hidden):
        factories.HandInFactory(poster=None, conversation=each, as_sent=f"{mark}-conversation-as-sent", **private)
    common = {"programme": programme, "published_at": None, "published_by": None}
    withdrawn = factories.PosterFactory(
        **common,
        number=3,
        title=f"{mark}-withdrawn-poster",
        transcript=f"{mark}-withdrawn-transcript",
        consent_to_publish=False,
        withdrawn_at=timezone.now(),
        withdrawn_by=lead,
        withdrawal_reason=f"{mark}-withdrawal-reason",
    )
    new = factories.PosterFactory(**common, number=None, title=f"{mark}-new-poster", alt_text=f"{mark}-new-picture")
    for each in (withdrawn, new):
        factories.HandInFactory(poster=each, **private)
    factories.SentPictureFactory(poster=new, state="refused", problem=f"{mark}-picture-problem")


def build_posters_and_areas(programme: Programme, lead: User, mark: str) -> ActionArea:
    """The line from a poster to an action area, and beside each published thing one that is not."""
    hidden = {"published_at": None, "published_by": None}
    prompt = factories.PosterPromptFactory(programme=programme)
    poster = factories.PosterFactory(programme=programme, number=1, published_by=lead)
    factories.PosterAnswerFactory(poster=poster, prompt=prompt)
    hidden_poster = factories.PosterFactory(
        programme=programme, number=2, title=f"{mark}-poster", words=f"{mark}-poster-words", **hidden
    )
    conversation = factories.ConversationFactory(programme=programme, number=1, published_by=lead)
    hidden_talk = factories.ConversationFactory(
        programme=programme, number=None, said=f"{mark}-conversation", people_count=3, **hidden
    )
    build_hand_ins(programme, lead, poster, conversation, hidden_talk, mark)
    theme = factories.ThemeFactory(programme=programme, number=1, published_by=lead)
    hidden_theme = factories.ThemeFactory(programme=programme, number=2, name=f"{mark}-theme", **hidden)
    factories.CodingFactory(theme=theme, poster=poster)
    factories.CodingFactory(theme=theme, poster=None, conversation=conversation, excerpt="who is at home")
    factories.CodingFactory(theme=theme, poster=hidden_poster, excerpt=f"{mark}-excerpt")
    factories.CodingFactory(theme=hidden_theme, poster=poster, excerpt="living room")
    finding = factories.FindingFactory(programme=programme, number=1, published_by=lead)
    finding.themes.set([theme, hidden_theme])
    hidden_finding = factories.FindingFactory(programme=programme, number=2, title=f"{mark}-finding", **hidden)
    area = factories.ActionAreaFactory(programme=programme, number=1, published_by=lead)
    area.posters.set([poster, hidden_poster])
    area.findings.set([finding, hidden_finding])
    factories.StepFactory(area=area)
    promised = factories.CommitmentFactory(
        programme=programme, area=area, person__name=f"{mark}-promiser", published_by=lead
    )
    joined = factories.CommitmentFactory(
        programme=programme,
        area=area,
        what=f"{mark}-commitment",
        person__name=f"{mark}-joiner",
        person__email=f"{mark}-joiner-{programme.slug}@example.org",
        person__telephone=f"{mark}-joiner-telephone",
        **hidden,
    )
    for each in (promised, joined):
        factories.CommitmentSourceFactory(commitment=each, entered_by=factories.UserFactory(name=f"{mark}-who-entered"))
    factories.CommitmentSheetFactory(programme=programme, area=area)
    record = factories.PersonalRecordFactory(programme=programme, person=joined.person)
    factories.CorrectionFactory(
        record=record, commitment=joined, before=f"{mark}-commitment", after=f"{mark}-corrected"
    )
    factories.RecordSendingFactory(record=record, channel="letter", content={"name": f"{mark}-sent", "parts": []})
    hidden_area = factories.ActionAreaFactory(programme=programme, number=2, title=f"{mark}-area", **hidden)
    hidden_area.posters.set([poster])
    return area
