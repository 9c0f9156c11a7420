"""One person in every role at once, with a word of their own in every column that can hold one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import models

from accounts.models import User
from kit.data_map import LOOSE, TABLES, Finds, Held, OnErasure
from outbox.models import Message
from privacy.finding.search import words_of
from programmes.models import Programme
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import (
    ActionAreaFactory,
    AnswerDraftFactory,
    CommitmentFactory,
    CommitmentSourceFactory,
    CorrectionFactory,
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
    PosterAnswerFactory,
    PosterFactory,
    SentPictureFactory,
)
from tests.desk.factories import DailyListFactory
from tests.digests.factories import DigestEntryFactory, ReaderFactory
from tests.findings.factories import CodingFactory
from tests.moments import EARLY
from tests.phases.factories import ArrangementFactory, AttendanceFactory, AttendanceImportFactory, MeetingFactory
from tests.programmes.factories import TeamMemberFactory
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationImportFactory,
    PartnershipFactory,
    PersonFactory,
)


@dataclass
class HeldPerson:
    """Somebody, by what they can be found, and the rows in which something of theirs is held."""

    person: Person
    user: User
    name: str
    email: str
    telephone: str
    word: str
    rows: list[models.Model] = field(default_factory=list)

    @property
    def gone(self) -> list[str]:
        """What must be nowhere after they have been erased: by what they are found, and words declared to go."""
        return [self.name, self.email, self.telephone, f"{self.word}-gone"]


def somebody_everywhere(programme: Programme, *, name: str, telephone: str, word: str) -> HeldPerson:
    """Make one person in every role of a programme at once, and mark each column that holds something of theirs."""
    email = f"{word}@example.org"
    user = UserFactory(name=name, email=email, is_staff=True)
    person = PersonFactory(name=name, email=email, telephone=telephone, user=user)
    # As it is stored, in one format.
    held = HeldPerson(person, user, name, email, Person.objects.get(pk=person.pk).telephone, word)
    partnership = PartnershipFactory(programme=programme)
    appointment = AppointmentFactory(partnership=partnership, person=person)
    meeting = MeetingFactory(programme=programme)
    attendance = AttendanceFactory(meeting=meeting, person=person, partnership=partnership)
    feedback = FeedbackFactory(
        consultation__phase__programme=programme,
        said_by=person,
        appointment=appointment,
        on_behalf_of=partnership,
        publication="named",
    )
    answer = FeedbackAnswerFactory(feedback=feedback)
    asked = AskedRepresentativeFactory(consultation=feedback.consultation, appointment=appointment)
    poster = PosterFactory(programme=programme)
    poster_hand_in = HandInFactory(poster=poster, conversation=None, appointment=appointment)
    conversation = ConversationFactory(programme=programme)
    area = ActionAreaFactory(programme=programme)
    proposer = ProposerFactory(area=area, person=person)
    opened = {"status": "open", "opened_at": EARLY, "opened_by": UserFactory(is_staff=True)}
    asking = programme.follow_up_rounds.open().first() or FollowUpRoundFactory(programme=programme, **opened)
    follow_up = FollowUpFactory(round=asking, proposer=proposer)
    commitment = CommitmentFactory(programme=programme, area=area, person=person)
    record = PersonalRecordFactory(programme=programme, person=person)
    reader = ReaderFactory(programme=programme)
    reader.people.add(person)
    address = EmailAddress.objects.get(user=user)
    message = Message.objects.create(
        topic="test", topic_id=word, message_id=f"<{word}@testserver>", kind="test", to_address=email, to_name=name,
        subject="Hello", text=f"Dear {name}", html=f"<p>Dear {name}</p>", created_at=EARLY, due_at=EARLY,
        first_due_at=EARLY, state="accepted", accepted_at=EARLY,
    )  # fmt: skip
    message.attempts.create(at=EARLY, outcome="accepted", code=250, words=f"250 taken for {email}")
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.save()
    held.rows = [
        person,
        user,
        appointment,
        InvitationFactory(
            partnership=partnership,
            name=name,
            email=email,
            status="accepted",
            appointment=appointment,
            settled_at=EARLY,
        ),
        attendance,
        ArrangementFactory(attendance=attendance, kind="interpreter", language="Farsi"),
        feedback,
        answer,
        CodingFactory(answer=answer, poster=None, theme__programme=programme),
        poster,
        poster_hand_in,
        asked,
        PosterAnswerFactory(poster=poster),
        SentPictureFactory(programme=programme, poster=poster),
        conversation,
        HandInFactory(poster=None, conversation=conversation, appointment=appointment),
        proposer,
        StepFactory(area=area, owner=person),
        follow_up,
        AnswerDraftFactory(follow_up=follow_up),
        ProgressUpdateFactory(follow_up=follow_up, area=area),
        commitment,
        CommitmentSourceFactory(commitment=commitment),
        record,
        RecordSendingFactory(record=record),
        CorrectionFactory(record=record, commitment=commitment, step=None, kind="words"),
        reader,
        DigestEntryFactory(reader=reader, proposer=proposer),
        DailyListFactory(user=user),
        TeamMemberFactory(programme=programme, user=user, hat="facilitator"),
        address,
        EmailConfirmation.objects.create(email_address=address, key=f"{word}-key", created=EARLY),
        Authenticator.objects.create(user=user, type="totp", data={"secret": f"{word}-gone"}),
        LogEntryFactory(by=user, programme_id=programme.pk),
        AdminLogEntry.objects.create(
            user=user, content_type=ContentType.objects.get_for_model(Person), object_repr=name, action_flag=2
        ),
        # In which no path leads to them: they are found by what stands there.
        PartnershipFactory(programme=programme),
        FollowUpFactory(round=FollowUpRoundFactory(programme=programme), proposer__area=area),
        OrganisationImportFactory(programme=programme),
        AttendanceImportFactory(meeting=meeting),
        message,
    ]
    for row in held.rows:
        mark(row, held)
    return held


def mark(row: models.Model, held: HeldPerson) -> None:
    """Write in each column of a row what it may hold of somebody: their name, how they are reached, or a word."""
    table = TABLES[type(row)]
    linked = bool(table.whose)
    values = {
        name: _marked(table, name, held)
        for name, personal in table.fields.items()
        if name in words_of(table.model) and (personal.finds or (linked and not personal.whose))
    }
    values = {name: value for name, value in values.items() if value is not None}
    if values:
        table.model._default_manager.filter(pk=row.pk).update(**values)


def _marked(table: Held, name: str, held: HeldPerson) -> Any:
    personal = table.fields[name]
    column = table.model._meta.get_field(name)
    if personal.finds == Finds.ADDRESS:
        return held.email
    if personal.finds == Finds.TELEPHONE:
        return held.telephone
    if personal.finds == Finds.NAME and not isinstance(column, models.JSONField):
        return held.name
    stays = personal.on_erasure == OnErasure.KEEP and table.row == OnErasure.KEEP
    word = f"{held.word}-{'stays' if stays else 'gone'}"
    if isinstance(column, models.JSONField):
        return {"words": f"{held.name} {word}"}
    return f"{held.name} {word}" if personal.finds or personal.whose == LOOSE or not stays else word


def places(value: str) -> list[str]:
    """Return each column of the database in which a text stands."""
    found = []
    for model in TABLES:
        columns = list(model._meta.concrete_fields)
        for row in model._default_manager.all():
            for column in columns:
                stored = getattr(row, column.attname)
                text = (
                    bytes(stored).decode("utf-8", "replace") if isinstance(stored, memoryview | bytes) else str(stored)
                )
                if value in text:
                    found.append(f"{model._meta.label}.{column.name}")
    return sorted(set(found))
