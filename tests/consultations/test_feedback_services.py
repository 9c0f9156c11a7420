from datetime import timedelta

import pytest

from accounts.models import LogEntry
from consultations.asking.said import in_words
from consultations.asking.services import save_draft, submit_feedback
from consultations.asking.snapshot import DraftSnapshot
from consultations.models import Consultation, Feedback, FeedbackAnswer
from kit.refusals import InvalidTransition, Refused, StaleEdit, SubmittedDifferently
from outbox.models import Message
from stakeholders.services import end_appointment
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import AppointmentFactory


def words() -> list[str]:
    return list(FeedbackAnswer.objects.order_by("pk").values_list("text", flat=True))


def test_draft_holds_who_says_what_for_whom(write, appointment, representative, programme, consultation, at):
    draft = write()
    assert (draft.status, draft.programme, draft.consultation) == ("draft", programme, consultation)
    assert (draft.appointment, draft.on_behalf_of) == (appointment, appointment.partnership)
    assert (draft.said_by, draft.entered_by, draft.speaking_for.name) == (appointment.person, representative, "Carers")
    assert (draft.started_at, draft.said_at) == (at, None)
    assert words() == ["Somewhere warm to meet."]
    assert Message.objects.count() == 0


def test_draft_changed_by_the_window_that_knows_it(write):
    draft = write("One")
    again = write("Two", version=draft.version())
    assert again == draft
    assert words() == ["Two"]


def test_draft_changed_by_a_window_that_does_not_is_refused(write):
    draft = write("One")
    stale = draft.version()
    write("Two", version=stale)
    with pytest.raises(StaleEdit) as caught:
        write("Three", version=stale)
    assert caught.value.current == DraftSnapshot.of(draft)
    assert words() == ["Two"]


def test_draft_kept_twice_in_the_same_words_is_one(write):
    assert write("One") == write("One")
    assert Feedback.objects.count() == 1
    assert LogEntry.objects.filter(verb="draft_saved").count() == 1


def test_draft_of_somebody_else_is_refused(write, representative_elsewhere):
    with pytest.raises(Refused, match="You no longer speak"):
        write(by=representative_elsewhere)
    assert Feedback.objects.count() == 0


def test_draft_after_the_appointment_ended_is_refused(write, appointment, lead, at):
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    with pytest.raises(Refused, match="You no longer speak"):
        write()


def test_draft_is_taken_over_by_a_successor(write, appointment, lead, at, consultation, required):
    draft = write("Begun")
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    successor = AppointmentFactory(partnership=appointment.partnership, started_at=at)
    taken = save_draft(
        consultation,
        appointment=successor,
        speaking_for=None,
        answers={required.pk: in_words("Begun and finished")},
        version=draft.version(),
        by=successor.person.user,
        at=at,
    )
    assert (taken, taken.appointment, taken.said_by) == (draft, successor, successor.person)
    assert words() == ["Begun and finished"]


def test_draft_after_sending_is_refused(write, send):
    sent = send("One")
    with pytest.raises(SubmittedDifferently):
        write("Two")
    assert write("One") == sent
    assert words() == ["One"]


def test_draft_is_kept_after_the_end(write, consultation, at):
    Consultation.objects.update(ends_at=at)
    assert write().status == "draft"


@pytest.mark.parametrize("table", [FeedbackAnswer, LogEntry])
def test_draft_is_as_before_when_a_later_write_fails(write, table):
    draft = write("One")
    with refusing(table), pytest.raises(WriteRefused):
        write("Two", version=draft.version(), speaking_for=None)
    draft.refresh_from_db()
    assert draft.speaking_for.name == "Carers"
    assert words() == ["One"]


def test_send_is_received_logged_and_acknowledged(send, appointment, representative, programme, at):
    feedback = send()
    stored = Feedback.objects.get()
    assert stored == feedback
    assert (stored.status, stored.said_at, stored.said_by) == ("received", at, appointment.person)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", "by", "programme_id")) == [
        ("draft_saved", representative.pk, programme.pk),
        ("submitted", representative.pk, programme.pk),
    ]
    message = Message.objects.get()
    assert (message.to_address, message.kind) == (appointment.person.email, "feedback_received")


def test_send_twice_is_one(send, representative, at):
    feedback = send()
    again = submit_feedback(feedback, version="whatever", by=representative, at=at + timedelta(minutes=1))
    assert (again, again.said_at) == (feedback, at)
    assert Message.objects.count() == 1
    assert LogEntry.objects.filter(verb="submitted").count() == 1


def test_send_at_the_very_end_is_refused_and_just_before_is_not(write, representative, consultation):
    draft = write()
    with pytest.raises(InvalidTransition, match="is closed"):
        submit_feedback(draft, version=draft.version(), by=representative, at=consultation.ends_at)
    assert Feedback.objects.get().status == "draft"
    just_before = consultation.ends_at - timedelta(microseconds=1)
    assert submit_feedback(draft, version=draft.version(), by=representative, at=just_before).status == "received"


def test_send_what_was_changed_since_it_was_read_is_refused(write, representative, at):
    read = write("One").version()
    draft = write("Two", version=read)
    with pytest.raises(StaleEdit):
        submit_feedback(draft, version=read, by=representative, at=at)
    assert Feedback.objects.get().status == "draft"


def test_send_without_a_required_answer_is_refused(write, representative, required, optional, at):
    draft = write(answers={required.pk: in_words(" "), optional.pk: in_words("Only this")})
    with pytest.raises(Refused, match="still needs an answer"):
        submit_feedback(draft, version=draft.version(), by=representative, at=at)
    assert Feedback.objects.get().status == "draft"


def test_send_after_the_appointment_ended_is_refused(write, appointment, representative, lead, at):
    draft = write()
    end_appointment(appointment, reason="Moved", by=lead, at=at)
    with pytest.raises(Refused, match="You no longer speak"):
        submit_feedback(draft, version=draft.version(), by=representative, at=at)
    assert Feedback.objects.get().status == "draft"


@pytest.mark.parametrize("table", [LogEntry, Message])
def test_send_is_undone_when_a_later_write_fails(write, representative, at, table):
    draft = write()
    with refusing(table), pytest.raises(WriteRefused):
        submit_feedback(draft, version=draft.version(), by=representative, at=at)
    assert Feedback.objects.get().status == "draft"
    assert LogEntry.objects.filter(verb="submitted").count() == 0


def test_send_thanks_somebody_whose_name_no_header_can_hold(write, appointment, representative, at):
    draft = write()
    appointment.person.name = "Ann\x07 Lee"
    appointment.person.save()
    submit_feedback(draft, version=draft.version(), by=representative, at=at)
    assert (Feedback.objects.get().status, Message.objects.get().to_name) == ("received", "Ann Lee")
