"""One thing of each kind that goes by the clock, whose event was at a moment, and how one sees that it is gone.

When each goes is written here a second time, in words of its own: no rule of the program is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile

from kit.windows import beginning_of_hour
from outbox.models import About, Attempt, Message
from outbox.services import Email, queue_message
from programmes.models import Programme
from stakeholders.models import Person
from tests.accounts.factories import LogEntryFactory, UserFactory
from tests.actions.factories import (
    AnswerDraftFactory,
    FollowUpFactory,
    FollowUpRoundFactory,
    PersonalRecordFactory,
    RecordSendingFactory,
)
from tests.consultations.factories import (
    ConsultationFactory,
    FeedbackFactory,
    HandInFactory,
    PosterFactory,
    SentPictureFactory,
)
from tests.moments import EARLY
from tests.phases.factories import (
    ArrangementFactory,
    AttendanceFactory,
    AttendanceImportFactory,
    EvaluationFactory,
    MeetingFactory,
)
from tests.programmes.factories import ProgrammeFactory
from tests.stakeholders.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationImportFactory,
    PersonFactory,
)

NUMBERS = count(1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
IsThere = Callable[[], bool]
Make = Callable[[Programme, datetime], IsThere]
# By the key of each: for how many days it is kept, whether people are written to before, and what makes one.
THINGS: dict[str, tuple[int, bool, Make]] = {}


def thing(key: str, days: int, *, is_told: bool = False) -> Callable[[Make], Make]:
    def keep(make: Make) -> Make:
        THINGS[key] = days, is_told, make
        return make

    return keep


def row_of(row: Any) -> IsThere:
    """Whether a row is there."""
    model, pk = type(row), row.pk
    return lambda: model._default_manager.filter(pk=pk).exists()


def says(row: Any, *names: str) -> IsThere:
    """Whether a row still says any of what its columns said."""
    model, pk = type(row), row.pk
    said = {name: getattr(model._default_manager.get(pk=pk), name) for name in names}
    assert all(said.values()), said

    def is_there() -> bool:
        now = model._default_manager.get(pk=pk)
        return any(getattr(now, name) == said[name] for name in names)

    return is_there


@thing("looks", 730)
def look(programme: Programme, at: datetime) -> IsThere:
    return row_of(LogEntryFactory(verb="looked", at=at, programme_id=programme.pk))


@thing("visits", 0)
def visit(programme: Programme, at: datetime) -> IsThere:
    return row_of(Session.objects.create(session_key=f"visit{next(NUMBERS)}", session_data="x", expire_date=at))


@thing("unconfirmed-addresses", 7)
def unconfirmed(programme: Programme, at: datetime) -> IsThere:
    address = EmailAddress.objects.get(user=UserFactory(is_superuser=True))
    return row_of(EmailConfirmation.objects.create(email_address=address, created=at, key=f"key{next(NUMBERS)}"))


@thing("accounts", 730, is_told=True)
def account(programme: Programme, at: datetime) -> IsThere:
    return says(UserFactory(last_login=at, password="!secret"), "name", "email", "password", "is_active")


@thing("people", 730, is_told=True)
def person(programme: Programme, at: datetime) -> IsThere:
    ended = AppointmentFactory(
        partnership__programme=programme, started_at=at - 9 * DAY, ended_at=at, ended_by=UserFactory(is_superuser=True),
        ending="stepped_down", person__user=None, person__telephone="0141 496 0000", person__postal_address="1 Elm Row",
        person__communication_needs="BSL", person__access_needs="A ramp", appointed_by__is_superuser=True,
    )  # fmt: skip
    return says(ended.person, "name", "email", "telephone", "postal_address", "communication_needs", "access_needs")


@thing("appointment-sources", 730)
def appointment(programme: Programme, at: datetime) -> IsThere:
    ended = AppointmentFactory(
        partnership__programme=programme, started_at=at - 9 * DAY, ended_at=at, ended_by=UserFactory(is_superuser=True),
        ending="stepped_down", said_by="The chair", person=somebody(), appointed_by__is_superuser=True,
    )  # fmt: skip
    return says(ended, "said_by")


@thing("invitations", 365)
def invitation(programme: Programme, at: datetime) -> IsThere:
    row = InvitationFactory(
        partnership__programme=programme, invited_at=at - 9 * DAY, last_sent_at=at - 9 * DAY, expires_at=at,
        invited_by__is_superuser=True, typed={"name": "Ash"},
        link_nonce=f"{next(NUMBERS):031}a", token_hash=f"{next(NUMBERS):063}a",
    )  # fmt: skip
    return says(row, "name", "email", "typed", "token_hash", "link_nonce")


@thing("organisation-sheets", 14)
def organisation_sheet(programme: Programme, at: datetime) -> IsThere:
    return row_of(OrganisationImportFactory(programme=programme, uploaded_at=at, uploaded_by__is_superuser=True))


@thing("attendance-sheets", 14)
def attendance_sheet(programme: Programme, at: datetime) -> IsThere:
    meeting = MeetingFactory(programme=programme, starts_at=at - HOUR, ends_at=at)
    return row_of(AttendanceImportFactory(meeting=meeting, uploaded_at=at, uploaded_by__is_superuser=True))


def somebody() -> Person:
    """Somebody who signs in, and stays."""
    return PersonFactory(user=UserFactory(is_superuser=True, last_login=EARLY.replace(year=2099)))


@thing("attendance", 730)
def attendance(programme: Programme, at: datetime) -> IsThere:
    meeting = MeetingFactory(programme=programme, starts_at=at - 2 * DAY, ends_at=at)
    row = AttendanceFactory(
        meeting=meeting, person=somebody(), comes_from="The tenants", telephone="0141 496 0000",
        token_hash=f"{next(NUMBERS):063}b", link_nonce=f"{next(NUMBERS):031}b",
    )  # fmt: skip
    return says(row, "comes_from", "telephone", "token_hash", "link_nonce")


@thing("attendance-needs", 28)
def needs(programme: Programme, at: datetime) -> IsThere:
    meeting = MeetingFactory(programme=programme, starts_at=at - HOUR, ends_at=at)
    row = AttendanceFactory(
        meeting=meeting, person=somebody(), access_needs="A ramp", communication_needs="BSL", needs_met="not_met",
        needs_note="No ramp came",
    )  # fmt: skip
    return says(row, "access_needs", "communication_needs", "needs_met", "needs_note")


@thing("support", 28)
def support(programme: Programme, at: datetime) -> IsThere:
    meeting = MeetingFactory(programme=programme, starts_at=at - HOUR, ends_at=at)
    row = AttendanceFactory(meeting=meeting, person=somebody())
    return row_of(ArrangementFactory(attendance=row))


@thing("evaluations", 365)
def evaluation(programme: Programme, at: datetime) -> IsThere:
    return row_of(
        EvaluationFactory(meeting__programme=programme, meeting__starts_at=at - HOUR, meeting__ends_at=at, said_at=at)
    )


@thing("hand-ins", 730)
def hand_in(programme: Programme, at: datetime) -> IsThere:
    row = HandInFactory(poster=poster(programme), handed_in_at=at, as_sent="Mrs Brown", fingerprint="f" * 64)
    return says(row, "contact_name", "contact_details", "as_sent", "fingerprint")


@thing("unsent-answers", 28)
def unsent_answers(programme: Programme, at: datetime) -> IsThere:
    asked = ConsultationFactory(
        phase__programme=programme,
        starts_at=beginning_of_hour(at) - DAY,
        ends_at=at,
        closed_at=at,
        closed_by=UserFactory(is_superuser=True),
    )
    begun = FeedbackFactory(consultation=asked, status="draft", said_at=None)
    HandInFactory(poster=None, feedback=begun, contact_name="", contact_details="")
    return row_of(begun)


@thing("withdrawal-reasons", 730)
def withdrawn(programme: Programme, at: datetime) -> IsThere:
    lead = UserFactory(is_superuser=True)
    row = poster(
        programme, withdrawn_at=at, withdrawn_by=lead, withdrawal_reason="At Ash’s word", consent_to_publish=False
    )
    HandInFactory(poster=row, handed_in_at=at - 9 * DAY, contact_name="", contact_details="")
    return says(row, "withdrawal_reason")


def poster(programme: Programme, **more: Any) -> Any:
    """A poster that is not public."""
    return PosterFactory(programme=programme, published_at=None, published_by=None, **more)


@thing("photographs", 1)
def photograph(programme: Programme, at: datetime) -> IsThere:
    return row_of(SentPictureFactory(programme=programme, poster=None, sent_at=at, file=ContentFile(b"x", "x.jpg")))


def closed_round(programme: Programme, at: datetime) -> Any:
    """A round that was closed, of a programme with another that goes on: whoever is asked stays."""
    lead = UserFactory(is_superuser=True)
    FollowUpRoundFactory(programme=programme)
    return FollowUpRoundFactory(
        programme=programme, status="closed", opened_at=at - 9 * DAY, opened_by=lead, closed_at=at, closed_by=lead
    )


@thing("successors", 365)
def successor(programme: Programme, at: datetime) -> IsThere:
    row = FollowUpFactory(
        round=closed_round(programme, at), proposer__area__programme=programme, status="moved_on", settled_at=at,
        proposer__area__published_by=None, proposer__area__published_at=None,
        successor_name="Ash", successor_email="ash@example.org", successor_telephone="0141 496 0000",
        successor_note="My colleague",
    )  # fmt: skip
    return says(row, "successor_name", "successor_email", "successor_telephone", "successor_note")


@thing("answer-drafts", 28)
def draft(programme: Programme, at: datetime) -> IsThere:
    return row_of(
        AnswerDraftFactory(
            follow_up__round=closed_round(programme, at), follow_up__proposer__area__programme=programme,
            follow_up__proposer__area__published_by=None, follow_up__proposer__area__published_at=None,
        )
    )  # fmt: skip


@thing("records-sent", 730)
def record_sent(programme: Programme, at: datetime) -> IsThere:
    record = PersonalRecordFactory(
        programme=programme, person=somebody(), token_hash=f"{next(NUMBERS):063}c", link_expires_at=at
    )
    return row_of(RecordSendingFactory(record=record, sent_at=at, sent_by__is_superuser=True))


def letter_of(at: datetime) -> Message:
    """A letter that was sent."""
    email = Email(to_address="ash@example.org", to_name="Ash", subject="How is it going?", text="Tell us.\n")
    message = queue_message(About("test", f"kept{next(NUMBERS)}"), email, kind="test", at=at)
    Message.objects.filter(pk=message.pk).update(state="accepted", accepted_at=at, calendar="BEGIN:VCALENDAR")
    Attempt.objects.create(message=message, at=at, outcome="accepted", words="250 OK")
    return Message.objects.get(pk=message.pk)


@thing("letters", 90)
def letter(programme: Programme, at: datetime) -> IsThere:
    row, words = letter_of(at), ("subject", "text", "html", "calendar")
    return lambda: Message.objects.filter(pk=row.pk, **{name: getattr(row, name) for name in words}).exists()


@thing("envelopes", 730)
def envelope(programme: Programme, at: datetime) -> IsThere:
    row = letter_of(at)
    return lambda: Message.objects.filter(pk=row.pk).exists() or Attempt.objects.filter(message=row.pk).exists()


def going_on() -> Programme:
    """A programme that is not over."""
    return ProgrammeFactory(slug=f"going-on-{next(NUMBERS)}", published_by__is_superuser=True)
