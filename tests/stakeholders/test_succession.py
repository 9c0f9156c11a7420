"""The end of an appointment and what follows: stepping down, being replaced, falling silent; who spoke when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import LogEntry, User
from consultations.asking.said import in_words
from consultations.asking.services import save_draft, submit_feedback
from consultations.models import Feedback
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from stakeholders.history import who_spoke
from stakeholders.models import Appointment, Channel, Person
from stakeholders.services import (
    AddressRefused,
    end_appointment,
    give_sign_in,
    step_down,
)
from tests.consultations.factories import ConsultationFactory, QuestionFactory
from tests.phases.factories import PhaseFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.appointing import appoint
from tests.stakeholders.factories import AppointmentFactory, PartnershipFactory

SAM = {"name": "Sam Osei", "email": "sam.osei@example.org", "can_decide": True, "can_engage": True}
BY_TELEPHONE = {"name": "Ada Obi", "telephone": "0141 496 0001", "can_decide": True, "can_engage": True}


def told(**which):
    return {(each.kind, each.to_address) for each in Message.objects.filter(**which)}


@pytest.fixture
def consultation(programme):
    phase = PhaseFactory(programme=programme)
    consultation = ConsultationFactory(phase=phase, slug="say")
    QuestionFactory(consultation=consultation, is_required=True)
    return consultation


def write(consultation, appointment, at, text="Begun", version=""):
    question = consultation.questions.get()
    return save_draft(
        consultation,
        appointment=appointment,
        speaking_for=None,
        answers={question.pk: in_words(text)},
        version=version,
        by=appointment.person.user,
        at=at,
    )


# -- Stepping down, falling silent ------------------------------------------------------------------


def test_step_down_thanks_tells_the_team_and_keeps_the_suggestion(appointment, representative, at):
    appointment.person.email = "rep@example.org"
    appointment.person.save()
    step_down(
        appointment,
        reason="A new post",
        suggested_name="Sam Osei",
        suggested_email="sam.osei@example.org",
        by=representative,
        at=at,
    )
    assert (appointment.ending, appointment.end_reason, appointment.ended_by) == (
        "stepped_down",
        "A new post",
        representative,
    )
    assert told() == {("stepped_down", "rep@example.org"), ("team_stepped_down", "programme@example.org")}
    message = Message.objects.get(kind="team_stepped_down")
    assert "Why: A new post" in message.text
    assert "Suggested instead: Sam Osei (sam.osei@example.org)" in message.text
    partnership = appointment.partnership
    partnership.refresh_from_db()
    assert (partnership.contact_name, partnership.contact_email) == ("Sam Osei", "sam.osei@example.org")
    assert "A new post" not in str(list(LogEntry.objects.values()))
    with pytest.raises(InvalidTransition):
        step_down(appointment, by=representative, at=at + timedelta(hours=1))


def test_whoever_gave_no_address_is_written_to_where_they_sign_in(appointment, representative, at):
    Person.objects.filter(pk=appointment.person_id).update(email="")
    step_down(Appointment.objects.get(), by=representative, at=at)
    assert ("stepped_down", representative.email) in told()


@pytest.mark.parametrize("table", [LogEntry, Message])
def test_step_down_leaves_nothing_when_a_later_write_fails(appointment, representative, at, table):
    with refusing(table), pytest.raises(WriteRefused):
        step_down(appointment, suggested_name="Sam", by=representative, at=at)
    appointment.refresh_from_db()
    appointment.partnership.refresh_from_db()
    assert (appointment.ended_at, appointment.partnership.contact_name) == (None, "")


def test_end_of_somebody_who_fell_silent_writes_to_nobody(appointment, lead, at):
    end_appointment(appointment, reason="No answer to three calls", ending="silent", by=lead, at=at)
    assert (appointment.ending, told()) == ("silent", set())
    assert LogEntry.objects.get().details == {"ending": "silent"}


# -- Being replaced ---------------------------------------------------------------------------------


def test_replacing_ends_one_and_begins_the_other_at_the_same_moment(appointment, lead, at):
    Person.objects.filter(pk=appointment.person_id).update(email="old@example.org")
    appointment = Appointment.objects.get()
    new = appoint(appointment.partnership, **SAM, replacing=appointment, by=lead, at=at)
    appointment.refresh_from_db()
    assert (appointment.ended_at, new.started_at, appointment.ending) == (at, at, "replaced")
    assert told() == {("welcome", "sam.osei@example.org"), ("replaced", "old@example.org")}
    assert list(Appointment.objects.current(at)) == [new]


def test_somebody_replaced_who_speaks_for_others_still_reads_that_they_do(appointment, lead, at):
    for name in ("Young carers", "Befrienders"):
        other = PartnershipFactory(programme=appointment.partnership.programme, organisation__name=name)
        AppointmentFactory(partnership=other, person=appointment.person)
    appoint(appointment.partnership, **SAM, replacing=appointment, by=lead, at=at)
    letter = Message.objects.get(kind="replaced").text
    assert "- You still speak for Befrienders and Young carers, and have your page for that. Please hand on" in letter
    assert "is closed" not in letter


def test_replacing_somebody_who_has_been_replaced_already_is_refused(appointment, lead, at):
    appoint(appointment.partnership, **SAM, replacing=appointment, by=lead, at=at)
    with pytest.raises(InvalidTransition):
        appoint(appointment.partnership, **BY_TELEPHONE, replacing=appointment, by=lead, at=at + timedelta(hours=1))
    with pytest.raises(Refused):
        appoint(appointment.partnership, **BY_TELEPHONE, by=lead, at=at + timedelta(hours=1))
    assert Person.objects.filter(name="Ada Obi").count() == 0


def test_a_draft_passes_to_the_successor_and_its_words_with_it(consultation, appointment, lead, at):
    draft = write(consultation, appointment, at)
    new = appoint(appointment.partnership, **SAM, replacing=appointment, by=lead, at=at)
    later = at + timedelta(minutes=5)
    mine = write(consultation, new, later, text="Finished", version=draft.version())
    assert (mine.pk, mine.appointment, mine.said_by) == (draft.pk, new, new.person)
    assert submit_feedback(mine, version=mine.version(), by=new.person.user, at=later).status == "received"


def test_replaced_while_writing_nothing_is_stored_under_either_name(consultation, appointment, lead, at):
    draft = write(consultation, appointment, at)
    old = appointment.person.user
    appoint(appointment.partnership, **SAM, replacing=appointment, by=lead, at=at)
    later = at + timedelta(minutes=5)
    with pytest.raises(Refused, match="You no longer speak"):
        write(consultation, appointment, later, text="Too late", version=draft.version())
    with pytest.raises(Refused, match="You no longer speak"):
        submit_feedback(draft, version=draft.version(), by=old, at=later)
    assert Feedback.objects.get().status == "draft"
    assert Feedback.objects.get().answers.get().text == "Begun"


def test_replaced_while_submitting_is_shown_what_they_typed(client_of, consultation, appointment, lead, at):
    browser = client_of(appointment.person.user)
    address = f"/home/consultations/neighbours/{consultation.slug}/"
    assert browser.get(address).status_code == 200
    appoint(appointment.partnership, **SAM, replacing=appointment, by=lead, at=at)
    question = consultation.questions.get()
    response = browser.post(address, {f"answer_{question.pk}": "More benches, please.", "version": ""})
    assert response.status_code == 403
    assert "More benches, please." in response.text
    assert "You no longer speak for Carers together" in response.text
    assert Feedback.objects.count() == 0
    assert browser.get(address).status_code == 404


# -- On the telephone -------------------------------------------------------------------------------


def test_appointment_by_telephone_makes_a_person_without_an_account(programme, lead, at):
    partnership = PartnershipFactory(programme=programme)
    appointment = appoint(partnership, **BY_TELEPHONE, said_by="Their chair", by=lead, at=at)
    person = appointment.person
    assert (person.user, person.email, person.telephone, person.contact_by) == (None, "", "0141 496 0001", "telephone")
    assert (appointment.channel, appointment.said_by, appointment.appointed_by) == ("telephone", "Their chair", lead)
    assert (appointment.declared_can_decide_at, appointment.declared_can_engage_at) == (at, at)
    assert (User.objects.filter(name="Ada Obi").count(), told()) == (0, set())
    assert LogEntry.objects.get().details == {"channel": "telephone"}


def test_appointment_of_somebody_nobody_could_reach_is_refused(programme, lead, at):
    partnership = PartnershipFactory(programme=programme)
    with pytest.raises(Refused):
        appoint(partnership, **BY_TELEPHONE | {"telephone": ""}, by=lead, at=at)


def test_give_sign_in_lets_somebody_in_by_code_from_then_on(programme, lead, at):
    partnership = PartnershipFactory(programme=programme)
    appointment = appoint(partnership, **BY_TELEPHONE, channel=Channel.PAPER, by=lead, at=at)
    held = give_sign_in(appointment, email="Ada.Obi@example.org", by=lead, at=at)
    assert (held.person.email, held.person.user.email) == ("ada.obi@example.org", "ada.obi@example.org")
    assert list(Appointment.objects.of(held.person.user).current(at)) == [appointment]
    assert told() == {("welcome", "ada.obi@example.org")}
    with pytest.raises(InvalidTransition, match="can sign in already"):
        give_sign_in(appointment, email="other@example.org", by=lead, at=at)


def test_give_sign_in_with_the_address_of_somebody_else_is_refused(programme, appointment, lead, at):
    partnership = PartnershipFactory(programme=programme)
    made = appoint(partnership, **BY_TELEPHONE, by=lead, at=at)
    with pytest.raises(AddressRefused, match="somebody who signs in already"):
        give_sign_in(made, email=appointment.person.user.email, by=lead, at=at)
    end_appointment(made, reason="x", by=lead, at=at + timedelta(hours=1))
    with pytest.raises(InvalidTransition, match="has ended"):
        give_sign_in(made, email="ada@example.org", by=lead, at=at + timedelta(hours=2))


# -- Who spoke when ---------------------------------------------------------------------------------

NOON = datetime(2026, 7, 10, 11, tzinfo=UTC)


@pytest.fixture
def history(programme, lead):
    """Ada from 1 July at 00:30 in London (still June in UTC), Sam from 10 July at noon, nobody after 20 July."""
    partnership = PartnershipFactory(programme=programme, organisation__name="Befrienders")
    began = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    ada = appoint(partnership, **BY_TELEPHONE, by=lead, at=began)
    sam = appoint(partnership, **SAM, replacing=ada, by=lead, at=NOON)
    end_appointment(sam, reason="x", by=lead, at=datetime(2026, 7, 20, 8, tzinfo=UTC))
    return partnership


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 6, 30), "On 30 June 2026 nobody spoke for Befrienders."),
        (date(2026, 7, 1), "On 1 July 2026 from 00:30 Ada Obi spoke for Befrienders."),
        (date(2026, 7, 5), "On 5 July 2026 Ada Obi spoke for Befrienders."),
        (
            date(2026, 7, 10),
            "On 10 July 2026 Ada Obi (until 12:00) and then Sam Osei (from 12:00) spoke for Befrienders.",
        ),
        (date(2026, 7, 20), "On 20 July 2026 Sam Osei spoke for Befrienders, until 09:00."),
        (date(2026, 7, 21), "On 21 July 2026 nobody spoke for Befrienders."),
    ],
)
def test_history_answers_for_any_day(history, day, sentence):
    assert who_spoke(history, day) == sentence
