"""Those who are asked are told so as it opens, reminded while they are silent, and told what comes at its end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import LogEntry
from consultations import tasks
from consultations.asking.said import in_words
from consultations.asking.services import save_draft, submit_feedback
from consultations.models import AskedRepresentative, Consultation, TellingPlan
from consultations.telling.asked_status import answered_of_asked
from consultations.telling.models import Step
from consultations.telling.recipients import recipients_of
from consultations.telling.services import (
    PlanDetails,
    ask_again,
    change_plan,
    close_and_tell,
    extend_and_tell,
    open_and_tell,
    remind,
    tell_now,
)
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from programmes.models import QuietPeriod
from stakeholders.models import Appointment
from tests.consultations.factories import ConsultationFactory, QuestionFactory
from tests.refusing import WriteRefused, refusing
from tests.stakeholders.factories import AppointmentFactory

# A consultation of 2026 in summer time, from Tuesday 1 September until the end of Wednesday 30 September.
OPENED, ENDS = datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2026, 9, 30, 23, tzinfo=UTC)


def on(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 9, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


def beat(at: datetime) -> list[tuple[str, str]]:
    """Let the clock ring, and all that is due go; return which letters went to whom by then."""
    with time_machine.travel(at, tick=False):
        tasks.tell_and_remind()
    Message.objects.filter(state="due").update(state="accepted", accepted_at=at)
    return letters()


def letters() -> list[tuple[str, str]]:
    rows = Message.objects.filter(topic="consultation").exclude(state="cancelled").order_by("pk")
    return [(each.step, each.to_name) for each in rows]


@pytest.fixture
def planned(programme) -> Consultation:
    consultation = ConsultationFactory(phase__programme=programme, title="What next?", starts_at=None)
    QuestionFactory(consultation=consultation, text="What matters?", is_required=True)
    return consultation


@pytest.fixture
def robin(programme) -> Appointment:
    return AppointmentFactory(partnership__programme=programme, person__name="Robin", started_at=on(-90))


@pytest.fixture
def post(programme) -> Appointment:
    """Has an address on paper, and would like to hear by post."""
    return AppointmentFactory(
        partnership__programme=programme, person__name="Pat", person__contact_by="post",
        person__postal_address="1 Mill Lane", started_at=on(-90),
    )  # fmt: skip


@pytest.fixture
def opened(planned, robin, post, other_programme, lead) -> Consultation:
    AppointmentFactory(partnership__programme=other_programme)
    open_and_tell(planned, ends_at=ENDS, by=lead, at=OPENED)
    Message.objects.update(state="accepted", accepted_at=OPENED)
    return planned


def answer(consultation: Consultation, appointment: Appointment, at: datetime) -> None:
    question, by = consultation.questions.get(), appointment.person.user
    draft = save_draft(
        consultation, appointment=appointment, speaking_for=None, answers={question.pk: in_words("Benches.")},
        version="", by=by, at=at,
    )  # fmt: skip
    submit_feedback(draft, version=draft.version(), by=by, at=at)


def asked(appointment: Appointment) -> AskedRepresentative:
    return AskedRepresentative.objects.get(appointment=appointment)


def test_opening_tells_each_who_speaks_by_e_mail_or_by_a_letter_to_print(opened, robin, post, lead):
    assert letters() == [("opens", "Robin")]
    ways = AskedRepresentative.objects.order_by("appointment").values_list("appointment", "way")
    assert list(ways) == [(robin.pk, "email"), (post.pk, "letter")]
    text = Message.objects.get().text
    assert f"asks {robin.partnership.organisation}, for which you speak: “What next?”" in text
    assert "You can answer until the end of 30 September 2026." in text
    assert f"/home/consultations/neighbours/{opened.slug}/?for={robin.pk}" in text
    told = LogEntry.objects.get(verb="told")
    assert (told.by, told.details) == (lead, {"email": 1, "letter": 1, "telephone": 0})


def test_opening_is_undone_when_a_letter_cannot_be_queued(planned, robin, lead):
    with refusing(Message), pytest.raises(WriteRefused):
        open_and_tell(planned, ends_at=ENDS, by=lead, at=OPENED)
    planned.refresh_from_db()
    assert (planned.starts_at, AskedRepresentative.objects.count(), LogEntry.objects.count()) == (None, 0, 0)


def test_opening_is_refused_when_other_people_are_to_be_told_than_were_seen(planned, robin, programme, lead):
    seen = recipients_of(planned, OPENED).fingerprint
    AppointmentFactory(partnership__programme=programme, started_at=on(-9))
    with pytest.raises(InvalidTransition, match="Other people are to be told"):
        open_and_tell(planned, ends_at=ENDS, as_seen=seen, by=lead, at=OPENED)
    planned.refresh_from_db()
    assert (planned.starts_at, Message.objects.count()) == (None, 0)


def test_what_opens_by_the_clock_is_told_by_day_and_once(planned, robin, post):
    Consultation.objects.update(starts_at=OPENED, ends_at=ENDS)
    assert beat(on(1, hour=5)) == []
    assert beat(on(1)) == [("opens", "Robin")]
    assert beat(on(2)) == [("opens", "Robin")]
    assert AskedRepresentative.objects.count() == 2


def test_what_opened_long_ago_and_was_never_told_of_is_told_by_a_press_alone(planned, robin, lead):
    Consultation.objects.update(starts_at=OPENED, ends_at=ENDS)
    assert beat(on(15)) == []
    told = tell_now(planned, as_seen=recipients_of(planned, on(15)).fingerprint, by=lead, at=on(15))
    assert [each.appointment for each in told] == [robin]
    with pytest.raises(InvalidTransition, match="Other people are to be told"):
        tell_now(planned, as_seen=recipients_of(planned, on(15)).fingerprint, by=lead, at=on(15))


def test_whoever_comes_to_speak_while_it_is_open_is_told_unless_it_is_answered(opened, robin, programme, lead):
    AppointmentFactory(partnership__programme=programme, person__name="New", started_at=on(5))
    answer(opened, robin, on(4))
    Appointment.objects.filter(pk=robin.pk).update(ended_at=on(6), ended_by=lead, ending="other")
    AppointmentFactory(partnership=robin.partnership, person__name="Successor", started_at=on(6))
    assert beat(on(7))[1:] == [("opens", "New")]
    assert answered_of_asked(opened) == (1, 3)


def test_those_who_have_not_answered_are_reminded_a_week_and_two_days_before_the_end(opened, robin, post):
    assert beat(on(22)) == [("opens", "Robin")]
    assert beat(on(23))[1:] == [("first-reminder", "Robin")]
    assert beat(on(27))[2:] == []
    assert beat(on(28))[2:] == [("second-reminder", "Robin")]
    assert beat(on(30))[3:] == []
    assert "Sign in, and you are where you answer" in Message.objects.get(step="second-reminder").text


def test_nobody_is_reminded_after_their_answer(opened, robin):
    answer(opened, robin, on(20))
    assert beat(on(23)) == [("opens", "Robin")]


def test_answer_stops_a_reminder_that_is_on_its_way(opened, robin):
    assert remind(asked(robin), Step.FIRST_REMINDER, at=on(23))
    answer(opened, robin, on(23))
    assert list(Message.objects.filter(step="first-reminder").values_list("state", "stop_reason")) == [
        ("cancelled", "They have answered.")
    ]


def test_nobody_is_reminded_in_a_quiet_period(opened, robin, programme, lead):
    QuietPeriod.objects.create(
        programme=programme, name="Election", from_on=on(22).date(), until_on=on(26).date(), set_at=on(20), set_by=lead
    )
    assert beat(on(23)) == [("opens", "Robin")]
    assert beat(on(26))[1:] == [("first-reminder", "Robin")]


def test_days_of_reminders_are_each_consultations_own(opened, robin, lead):
    with pytest.raises(Refused, match="must come later"):
        change_plan(opened, PlanDetails(3, 3, ""), by=lead, at=on(2))
    change_plan(opened, PlanDetails(10, None, ""), by=lead, at=on(2))
    assert beat(on(20))[1:] == [("first-reminder", "Robin")]
    assert beat(on(29))[2:] == []
    assert LogEntry.objects.get(verb="telling_changed").details["was"]["first_reminder_days"] == 7


def test_extension_moves_the_reminders_and_tells_those_who_are_waited_for(opened, robin, post, lead):
    assert remind(asked(robin), Step.FIRST_REMINDER, at=on(23))
    later = ENDS + timedelta(days=10)
    extend_and_tell(opened, ends_at=later, reason="It snowed.", by=lead, at=on(23))
    assert letters() == [("opens", "Robin"), ("more-time", "Robin")]
    assert "until the end of 10 October 2026, whatever our earlier letters say" in Message.objects.latest("pk").text
    assert beat(on(28))[2:] == []
    assert beat(on(33))[2:] == [("first-reminder", "Robin")]


def test_extension_tells_nobody_who_has_answered(opened, robin, lead):
    answer(opened, robin, on(20))
    extend_and_tell(opened, ends_at=ENDS + timedelta(days=10), reason="It snowed.", by=lead, at=on(23))
    assert letters() == [("opens", "Robin")]


@pytest.mark.parametrize("answers", [True, False])
def test_closing_tells_those_who_were_asked_what_happens_next(opened, robin, lead, answers):
    if answers:
        answer(opened, robin, on(20))
    close_and_tell(opened, what_happens_next="The board reads it on 3 November.", by=lead, at=on(25))
    assert letters() == [("opens", "Robin"), ("closed", "Robin")]
    text = Message.objects.latest("pk").text
    assert "The board reads it on 3 November." in text
    assert ("Thank you for what" in text, "and that is no reproach" in text) == (answers, not answers)
    assert beat(on(26))[2:] == []


def test_what_closes_by_the_clock_is_told_once_and_again_after_it_was_open_again(opened, robin, lead):
    beat(on(30))
    closed = beat(on(31))
    assert closed[-1] == ("closed", "Robin")
    assert (
        "The team reads every answer, and nothing of them is public before that." in Message.objects.latest("pk").text
    )
    assert beat(on(32)) == closed
    opened.refresh_from_db()
    extend_and_tell(opened, ends_at=ENDS + timedelta(days=9), reason="Asked for.", by=lead, at=on(33))
    beat(on(33))
    assert [step for step, _ in beat(on(40))[len(closed) :]] == ["more-time", "closed"]


def test_telling_waits_in_a_quiet_period_and_comes_after_it(opened, robin, programme, lead):
    QuietPeriod.objects.create(
        programme=programme, name="Election", from_on=on(24).date(), until_on=on(27).date(), set_at=on(20), set_by=lead
    )
    close_and_tell(opened, by=lead, at=on(25))
    assert beat(on(26)) == [("opens", "Robin")]
    assert beat(on(27))[1:] == [("closed", "Robin")]


def test_whose_letter_did_not_arrive_is_not_reminded_and_is_sent_it_again_at_another_address(opened, robin, lead):
    Message.objects.update(state="failed", accepted_at=None, last_words="550 No such user")
    assert beat(on(23)) == [("opens", "Robin")]
    person = robin.person
    person.email = "robin@new.example.org"
    person.save()
    for _ in range(2):
        ask_again(asked(robin), as_seen="1", by=lead, at=on(24))
    assert list(Message.objects.filter(step="again").values_list("to_address", flat=True)) == ["robin@new.example.org"]


def test_nobody_is_sent_it_again_who_has_answered_or_has_no_address(opened, robin, post, lead):
    with pytest.raises(InvalidTransition, match="no e-mail address"):
        ask_again(asked(post), as_seen="0", by=lead, at=on(4))
    answer(opened, robin, on(4))
    with pytest.raises(InvalidTransition, match="Nobody waits"):
        ask_again(asked(robin), as_seen="1", by=lead, at=on(5))


def test_plan_is_kept_once_for_each_consultation(opened):
    assert TellingPlan.objects.get().consultation == opened
    assert timezone.localdate(ENDS - timedelta(seconds=1)).day == 30
