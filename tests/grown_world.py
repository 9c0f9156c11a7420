"""Many rows of everything that stands in lists, made in as few statements as there are tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from django.db.models import Max
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from outbox.models import Message
from programmes.models import Programme
from stakeholders.models import Appointment
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import (
    ActionAreaFactory,
    CommitmentFactory,
    CommitmentSheetFactory,
    CommitmentSourceFactory,
    CorrectionFactory,
    FactorFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    PersonalRecordFactory,
    ProgressUpdateFactory,
    ProposerFactory,
    RecordSendingFactory,
    StepFactory,
)
from tests.consultations.factories import (
    AskedRepresentativeFactory,
    ConversationFactory,
    FeedbackAnswerFactory,
    FeedbackFactory,
    HandInFactory,
    PosterFactory,
)
from tests.findings.factories import CodingFactory, FindingFactory, ThemeFactory
from tests.moments import EARLY, EARLY_ON, SEPTEMBER
from tests.phases.factories import (
    ArrangementFactory,
    AttendanceFactory,
    AttendanceImportFactory,
    EvaluationFactory,
    MeetingFactory,
    PhaseFactory,
    ReachFactory,
)
from tests.privacy.factories import HoldFactory, RequestFactory, RequestLetterFactory, RetentionForecastFactory
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    MissingVoiceFactory,
    OrganisationFactory,
    OrganisationImportFactory,
    PartnershipFactory,
    PersonFactory,
    StakeholderGroupFactory,
)
from tests.stocktakes.factories import StocktakeFactory
from tests.world import World

HIDDEN: dict[str, Any] = {"published_at": None, "published_by": None}


class Each(list[Any]):
    """What differs from row to row: the first row has the first of them, and so on."""


def many(factory: type[DjangoModelFactory], count: int, **given: Any) -> Each:
    """Store rows of a factory at once; what is an `Each` differs from one to the next."""
    rows = [
        factory.build(**{name: value[at] if isinstance(value, Each) else value for name, value in given.items()})
        for at in range(count)
    ]
    return Each(factory._meta.model._default_manager.bulk_create(rows, batch_size=200))


def numbers(rows: Any, count: int, field: str = "number") -> Each:
    """Return the numbers that follow those of rows that are there."""
    last = rows.aggregate(last=Max(field))["last"] or 0
    return Each(range(last + 1, last + 1 + count))


def grow(world: World, count: int, few: int | None = None) -> None:
    """Add `count` rows of everything that a list of the world's programme shows, each such as is in the world.

    Of groups and phases, which are held against one another, and of the steps of one plan there are as `few` as said.
    """
    few = count if few is None else few
    programme, lead = world.programme, world.lead
    people = many(PersonFactory, count)
    _grow_organisations(programme, lead, count, few)
    _grow_meetings(world, people, count)
    _grow_input(world, people, count)
    _grow_actions(world, people, count)
    many(StepFactory, few, area=world.area, due_on=EARLY_ON, position=numbers(world.area.steps, few, "position"))
    users = many(UserFactory, count, is_staff=True)
    many(TeamMemberFactory, count, programme=programme, user=users, hat="viewer", from_on=EARLY_ON)
    many(TeamMemberFactory, count, programme=programme, user=users, hat="analyst", until_on=SEPTEMBER.date())
    many(LogEntryFactory, count, by=users, programme_id=programme.pk, object_id=str(programme.pk))
    gone = {"verb": "kept_no_longer", "details": {"kept": "attendance-needs", "rows": 1}}
    many(LogEntryFactory, count, by=None, programme_id=programme.pk, **gone)
    many(RetentionForecastFactory, count, programme=programme)
    many(ProgrammeFactory, count, published_by=lead)
    issued = {"status": "issued", "issued_at": EARLY, "requested_by": lead}
    many(StocktakeFactory, count, programme=programme, number=numbers(programme.stocktakes, count), **issued)
    _grow_requests(world, count)
    _grow_mail(count)


def _grow_requests(world: World, count: int) -> None:
    programme, lead = world.programme, world.lead
    asked = many(
        RequestFactory, count, programme=programme, number=numbers(programme.requests, count), recorded_by=lead
    )
    many(HoldFactory, count, programme=programme, request=asked, set_by=lead)
    many(RequestLetterFactory, 3, request=world.request, written_by=lead)


def _grow_organisations(programme: Programme, lead: User, count: int, few: int) -> None:
    groups = many(StakeholderGroupFactory, few, programme=programme)
    partnerships = many(PartnershipFactory, count, programme=programme, organisation=many(OrganisationFactory, count))
    members = type(partnerships[0]).groups.through
    members.objects.bulk_create(
        [
            members(partnership=one, stakeholdergroup=group)
            for one, group in zip(partnerships, cycle(groups), strict=False)
        ]
    )
    speakers = many(PersonFactory, count, user=many(UserFactory, count))
    many(AppointmentFactory, count, partnership=partnerships, person=speakers, appointed_by=lead)
    silent = many(PartnershipFactory, count, programme=programme, organisation=many(OrganisationFactory, count))
    many(InvitationFactory, count, partnership=silent, invited_by=lead, last_sent_at=timezone.now())
    many(MissingVoiceFactory, count, programme=programme, owner=lead, noticed_by=lead)
    many(OrganisationImportFactory, count, programme=programme, uploaded_by=lead)
    phases = many(PhaseFactory, few, programme=programme, position=numbers(programme.phases, few, "position"))
    many(
        ReachFactory,
        count,
        phase=Each(islice(cycle(phases), count)),
        group=programme.stakeholder_groups.order_by("pk")[0],
        entered_by=lead,
    )


def _grow_meetings(world: World, people: Sequence[Any], count: int) -> None:
    many(MeetingFactory, count, programme=world.programme)
    soon = timezone.now() + timedelta(days=8)
    many(MeetingFactory, count, programme=world.programme, starts_at=soon, ends_at=None)
    for presence in ("registered", "apologies"):
        registered = {"presence": presence, "registered_at": EARLY, "token_hash": Each(uuid4().hex * 2 for _ in people)}
        at = {"meeting": world.meeting, "person": many(PersonFactory, count)}
        came = many(AttendanceFactory, count, **at, **registered)
        many(ArrangementFactory, count, attendance=came, owner=world.lead)
    many(EvaluationFactory, count, meeting=world.meeting, worked="The tea.")
    many(AttendanceImportFactory, count, meeting=world.meeting, uploaded_by=world.lead)


def _grow_input(world: World, people: Sequence[Any], count: int) -> None:
    programme, lead = world.programme, world.lead
    said = {"programme": programme, "published_by": lead}
    posters = many(PosterFactory, count, **said, number=numbers(programme.posters, count))
    many(PosterFactory, count, programme=programme, number=None, **HIDDEN)
    talks = many(ConversationFactory, count, **said, number=numbers(programme.conversations, count))
    many(ConversationFactory, count, programme=programme, number=None, **HIDDEN)
    many(HandInFactory, count, poster=posters, contact_details=Each(each.email for each in people))
    many(HandInFactory, count, poster=None, conversation=talks, contact_name="", contact_details="")
    speaking = Appointment.objects.filter(partnership__programme=programme).exclude(pk=world.appointment.pk)
    appointments = Each(speaking.order_by("-pk")[:count])
    many(AskedRepresentativeFactory, count, consultation=world.consultation, appointment=appointments)
    asked = {"consultation": world.consultation, "programme": programme, "appointment": world.appointment}
    asked |= {"said_by": world.appointment.person, "on_behalf_of": world.appointment.partnership}
    many(FeedbackFactory, count, **asked)
    reviewed = {"status": "published", "reviewed_at": EARLY, "reviewed_by": lead}
    answers = {"question": world.consultation.questions.order_by("pk")[0], "published_text": "More benches."}
    many(FeedbackAnswerFactory, count, feedback=many(FeedbackFactory, count, **asked, **reviewed), **answers)
    themes = many(ThemeFactory, count, **said, number=numbers(programme.themes, count))
    many(CodingFactory, count, theme=themes, poster=posters)
    many(FindingFactory, count, **said, number=numbers(programme.findings, count))


def _grow_actions(world: World, people: Sequence[Any], count: int) -> None:
    programme, lead = world.programme, world.lead
    areas = many(
        ActionAreaFactory, count, programme=programme, published_by=lead, number=numbers(programme.action_areas, count)
    )
    proposers = many(ProposerFactory, count, area=areas, person=people)
    asked = {"proposer": proposers, "asked_at": timezone.now()}
    many(FollowUpFactory, count, round=world.open_round, **asked)
    closed = programme.follow_up_rounds.get(number=1)
    answered = many(FollowUpFactory, count, round=closed, **asked, status="answered", settled_at=SEPTEMBER)
    reviewed = {"status": "published", "reviewed_at": EARLY, "reviewed_by": lead, "published_helped": "A key."}
    published = many(ProgressUpdateFactory, count, follow_up=answered, area=areas, **reviewed, headline="Done.")
    many(ProgressUpdateFactory, count, follow_up=answered, area=areas, version=2)
    coded = type(published[0]).factors.through
    for kind in ("helped", "hindered"):
        factors = many(FactorFactory, count, programme=programme, kind=kind)
        coded.objects.bulk_create(
            [coded(progressupdate=one, factor=factor) for one, factor in zip(published, factors, strict=True)]
        )
    many(FollowUpRoundFactory, count, programme=programme, number=numbers(programme.follow_up_rounds, count))
    for area in (world.area, None):
        promised = many(CommitmentFactory, count, programme=programme, area=area, person=people, published_by=lead)
        many(CommitmentSourceFactory, count, commitment=promised)
    many(CommitmentFactory, count, programme=programme, area=world.area, person=people, **HIDDEN)
    many(CommitmentSheetFactory, count, programme=programme, area=areas)
    hashes = Each(uuid4().hex * 2 for _ in people)
    records = many(PersonalRecordFactory, count, programme=programme, person=people, token_hash=hashes)
    many(RecordSendingFactory, count, record=records, sent_by=lead)
    many(CorrectionFactory, count, record=records, commitment=promised)


def _grow_mail(count: int) -> None:
    now = timezone.now()
    due = {"created_at": now, "due_at": now, "first_due_at": now}
    Message.objects.bulk_create(
        Message(topic="grown", topic_id=str(uuid4()), message_id=f"<{uuid4()}@example.org>", kind="test", **due)
        for _ in range(count)
    )
