"""What the clock would open in a quiet period: it is shown and asked about when one is set, and opens afterwards."""

from datetime import UTC, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import LogEntry
from consultations.models import Consultation, PosterCall
from digests.services import send_digests
from kit.days import beginning_of, end_of
from kit.refusals import Refused
from kit.windows import Clock, WindowQuerySet
from phases.meetings.moves import what_waits
from phases.meetings.services import change_meeting, open_evaluation, set_up_meeting
from phases.models import Meeting, Phase
from programmes.models import QuietPeriod
from programmes.quiet_periods.openings import KINDS, openings_within
from programmes.quiet_periods.services import change_quiet_period, let_go_on, set_quiet_period
from stakeholders.services import remind_invited
from tests.consultations.factories import ConsultationFactory, PosterCallFactory, QuestionFactory
from tests.phases.factories import MeetingFactory, PhaseFactory
from tests.programmes.factories import QuietPeriodFactory
from tests.refusing import WriteRefused
from tests.stakeholders.factories import InvitationFactory

DAY = timedelta(days=1)
SET = "/desk/neighbours/quiet/set/"


@pytest.fixture
def today(at):
    return timezone.localdate(at)


@pytest.fixture
def morning(today):
    """The beginning of the day after today."""
    return beginning_of(today + DAY)


@pytest.fixture
def set_period(programme, lead, at, today):
    """Set a quiet period from tomorrow, for ten days."""

    def set_one(**changed):
        days = {"from_on": today + DAY, "until_on": today + 11 * DAY} | changed
        return set_quiet_period(programme, name="Election", **days, by=lead, at=at)

    return set_one


def test_every_window_of_a_model_is_one_of_the_kinds():
    """A meeting begins with its people in a room: what opens with it, and before it, is among them."""
    windows = {
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), WindowQuerySet) and not model._meta.proxy
    }
    kinds = {(kind.rows().model, kind.opens) for kind in KINDS}
    assert {(model, "starts_at") for model in windows} | {(Meeting, "registration_opens_at")} == kinds
    assert windows == {Consultation, Meeting, Phase, PosterCall}


def test_what_would_open_opens_after_the_period_at_the_same_time_of_day(programme, set_period, at, today, morning):
    consultation = ConsultationFactory(
        phase__programme=programme, starts_at=morning + timedelta(hours=9), ends_at=morning + 30 * DAY
    )
    call = PosterCallFactory(programme=programme, starts_at=morning + 2 * DAY, ends_at=None)
    phase = PhaseFactory(programme=programme, position=9, starts_at=morning, ends_at=None)
    meeting = MeetingFactory(
        programme=programme, starts_at=morning + 40 * DAY, ends_at=None, registration_opens_at=morning + 3 * DAY
    )
    set_period()
    after = beginning_of(today + 11 * DAY)
    for thing in (consultation, call, phase, meeting):
        thing.refresh_from_db()
    assert timezone.localtime(consultation.starts_at).hour == timezone.localtime(morning + timedelta(hours=9)).hour
    assert timezone.localdate(consultation.starts_at) == today + 11 * DAY
    assert (call.starts_at, phase.starts_at, meeting.registration_opens_at) == (after, after, after)
    last_quiet = at + 10 * DAY
    clocks = [consultation.clock(last_quiet), call.clock(last_quiet), meeting.registration(last_quiet)]
    assert clocks == [Clock.UPCOMING] * 3
    assert meeting.starts_at == morning + 40 * DAY
    held = LogEntry.objects.filter(verb="opening_held")
    assert sorted(held.values_list("object_type", flat=True)) == [
        "consultations.consultation",
        "consultations.postercall",
        "phases.meeting",
        "phases.phase",
    ]
    was = held.get(object_type="consultations.postercall").details["was"]
    assert was["starts_at"] == (morning + 2 * DAY).isoformat(timespec="seconds")


def test_what_would_be_over_by_then_waits_for_new_days(programme, set_period, morning):
    """So does asking how a meeting in these days was: it opens with the meeting, which takes place."""
    consultation = ConsultationFactory(phase__programme=programme, starts_at=morning, ends_at=morning + 5 * DAY)
    meeting = MeetingFactory(
        programme=programme,
        starts_at=morning + 8 * DAY,
        ends_at=None,
        registration_opens_at=morning,
        evaluation_closes_at=morning + 20 * DAY,
    )
    set_period()
    consultation.refresh_from_db()
    assert (consultation.starts_at, consultation.ends_at) == (None, None)
    stored = Meeting.objects.get()
    assert (stored.starts_at, stored.registration_opens_at, stored.registration_closes_at) == (
        meeting.starts_at,
        None,
        None,
    )
    assert stored.evaluation_closes_at is None


def test_what_is_open_or_opens_before_or_after_or_elsewhere_stays(programme, other_programme, set_period, at, morning):
    window = {"ends_at": morning + 30 * DAY}
    starts = [at, morning - timedelta(hours=1) if morning - timedelta(hours=1) > at else at, morning + 10 * DAY]
    rows = [ConsultationFactory(phase__programme=programme, starts_at=each, **window) for each in starts]
    rows.append(ConsultationFactory(phase__programme=other_programme, starts_at=morning, **window))
    cancelled = MeetingFactory(
        programme=programme, starts_at=morning + 9 * DAY, ends_at=None, evaluation_closes_at=morning + 12 * DAY
    )
    Meeting.objects.filter(pk=cancelled.pk).update(cancelled_at=at, cancelled_by=QuietPeriodFactory().set_by)
    set_period()
    assert [Consultation.objects.get(pk=each.pk).starts_at for each in rows] == [each.starts_at for each in rows]
    assert Meeting.objects.get().evaluation_closes_at == cancelled.evaluation_closes_at
    assert not LogEntry.objects.filter(verb="opening_held").exists()


def test_opening_waits_for_the_end_of_the_next_period_too(programme, set_period, today, morning):
    QuietPeriodFactory(programme=programme, name="Next", from_on=today + 10 * DAY, until_on=today + 20 * DAY)
    call = PosterCallFactory(programme=programme, starts_at=morning, ends_at=None)
    set_period()
    call.refresh_from_db()
    assert call.starts_at == beginning_of(today + 20 * DAY)


def test_longer_period_moves_what_opens_on_its_new_days_but_not_what_a_lead_let_open(programme, lead, at, today):
    period = QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 3 * DAY)
    let_go_on(period, doing="opening", reason="It was announced.", last_on=today + DAY, by=lead, at=at)
    announced = ConsultationFactory(phase__programme=programme, starts_at=beginning_of(today + DAY), ends_at=None)
    later = ConsultationFactory(phase__programme=programme, starts_at=beginning_of(today + 5 * DAY), ends_at=None)
    change_quiet_period(period, name="Longer", from_on=today, until_on=today + 9 * DAY, by=lead, at=at)
    announced.refresh_from_db()
    later.refresh_from_db()
    assert announced.starts_at == beginning_of(today + DAY)
    assert later.starts_at == beginning_of(today + 9 * DAY)


def test_period_whose_moves_cannot_be_logged_is_not_set(programme, set_period, morning):
    call = PosterCallFactory(programme=programme, starts_at=morning, ends_at=None)

    def refuse(execute, sql, params, many, context):
        if params and "opening_held" in params:
            raise WriteRefused(sql)
        return execute(sql, params, many, context)

    with pytest.raises(WriteRefused), transaction.atomic(), connection.execute_wrapper(refuse):
        set_period()
    call.refresh_from_db()
    assert (call.starts_at, QuietPeriod.objects.count()) == (morning, 0)


def test_registration_and_asking_how_it_was_open_on_no_quiet_day(programme, lead, at, today, morning):
    QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 10 * DAY)
    words = {"capacity": None, "joining_details": "", "registration_closes_at": None, "by": lead, "at": at}
    meeting = MeetingFactory(programme=programme, starts_at=morning + 30 * DAY, ends_at=None)
    for opens_at in (at, morning + 2 * DAY):
        with pytest.raises(Refused, match="opening waits"):
            set_up_meeting(meeting, registration_opens_at=opens_at, **words)
    set_up_meeting(meeting, registration_opens_at=morning + 15 * DAY, **words)
    Meeting.objects.update(registration_opens_at=at - DAY)
    # What is open stays open, whatever else is changed.
    assert set_up_meeting(meeting, registration_opens_at=at - DAY, **words | {"capacity": 9}).capacity == 9
    within = MeetingFactory(programme=programme, title="Within", starts_at=morning + 3 * DAY, ends_at=None)
    with pytest.raises(Refused, match="lies in it"):
        open_evaluation(within, last_on=today + 20 * DAY, by=lead, at=at)
    assert open_evaluation(meeting, last_on=today + 40 * DAY, by=lead, at=at).evaluation_closes_at == end_of(
        today + 40 * DAY
    )


@pytest.fixture
def asked(programme, at, morning):
    """A meeting in a month, of which people are asked afterwards how it was."""
    month = morning + 30 * DAY + timedelta(hours=10)
    return MeetingFactory(programme=programme, starts_at=month, ends_at=None, evaluation_closes_at=morning + 60 * DAY)


def move_to(meeting, starts_at, lead, at):
    return change_meeting(meeting, starts_at=starts_at, ends_at=None, venue="The hall", by=lead, at=at)


def test_asking_how_a_meeting_was_waits_when_it_moves_into_a_quiet_period(programme, lead, at, today, morning, asked):
    """It takes place on that day, as one does around which a quiet period is set."""
    QuietPeriodFactory(programme=programme, from_on=today + DAY, until_on=today + 10 * DAY)
    moved = move_to(asked, morning + 2 * DAY, lead, at)
    stored = Meeting.objects.get()
    assert (stored.starts_at, stored.evaluation_closes_at, stored.revision) == (morning + 2 * DAY, None, 1)
    [entry] = LogEntry.objects.filter(verb="opening_held")
    assert entry.details["was"] == {
        "evaluation_closes_at": asked.evaluation_closes_at.astimezone(UTC).isoformat(timespec="seconds")
    }
    assert what_waits(moved, stood=asked) == (
        "Asking how it was would open in a quiet period, and does not until somebody gives new days. "
        "If that cannot wait, a lead writes why (Quiet periods, at the desk)."
    )


@pytest.mark.parametrize(("let", "days"), [(True, 2), (False, 40)], ids=["a lead has written why", "after the period"])
def test_asking_how_a_meeting_was_moves_with_it_where_nothing_waits(
    programme, lead, at, today, morning, asked, let, days
):
    period = QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 10 * DAY)
    if let:
        let_go_on(period, doing="opening", reason="It was announced.", last_on=today + 5 * DAY, by=lead, at=at)
    moved = move_to(asked, morning + days * DAY, lead, at)
    assert (what_waits(moved, stood=asked), Meeting.objects.get().evaluation_closes_at) == (
        "",
        asked.evaluation_closes_at,
    )


@pytest.mark.parametrize("closes", [False, True])
def test_registration_that_ended_with_a_meeting_does_not_open_again_by_moving_it(
    programme, lead, at, today, morning, closes
):
    """Where it is still open, it stays open, whatever is moved."""
    meeting = MeetingFactory(
        programme=programme,
        starts_at=at - timedelta(hours=1) if closes else at + DAY,
        ends_at=None,
        registration_opens_at=morning - 9 * DAY,
    )
    QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 10 * DAY)
    moved = move_to(meeting, morning + 30 * DAY, lead, at)
    assert (Meeting.objects.get().registration_opens_at is None) is closes
    assert what_waits(moved, stood=meeting).startswith("Registration would open") is closes


def test_both_wait_where_a_meeting_that_was_is_moved_within_a_quiet_period(programme, lead, at, today, morning):
    meeting = MeetingFactory(
        programme=programme,
        starts_at=at - timedelta(hours=1),
        ends_at=None,
        registration_opens_at=morning - 9 * DAY,
        evaluation_closes_at=morning + 20 * DAY,
    )
    QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 10 * DAY)
    moved = move_to(meeting, morning + 3 * DAY, lead, at)
    said = "Asking how it was and registration would open in a quiet period, and do not until somebody gives new days."
    assert what_waits(moved, stood=meeting).startswith(said)


def test_move_whose_held_opening_cannot_be_logged_does_not_happen(programme, lead, at, today, morning, asked):
    QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 10 * DAY)

    def refuse(execute, sql, params, many, context):
        if params and "opening_held" in params:
            raise WriteRefused(sql)
        return execute(sql, params, many, context)

    with pytest.raises(WriteRefused), transaction.atomic(), connection.execute_wrapper(refuse):
        move_to(asked, morning + 2 * DAY, lead, at)
    stored = Meeting.objects.get()
    assert (stored.starts_at, stored.evaluation_closes_at) == (asked.starts_at, asked.evaluation_closes_at)


@pytest.mark.parametrize("place", ["desk", "admin"])
def test_page_that_moves_a_meeting_says_what_waits(client, programme, superuser, today, morning, asked, place):
    QuietPeriodFactory(programme=programme, from_on=today, until_on=today + 10 * DAY)
    client.force_login(superuser)
    day = today + 3 * DAY
    if place == "desk":
        address = f"/desk/neighbours/meetings/{asked.pk}/change/"
        sent = {"held_on_0": day.day, "held_on_1": day.month, "held_on_2": day.year, "begins": "14:30", "venue": "Hall"}
    else:
        address = f"/admin/phases/meeting/{asked.pk}/change/"
        form = client.get(address).context["adminform"].form
        sent = {name: form[name].value() or "" for name in form.fields}
        sent |= {"starts_at_0": str(day), "starts_at_1": "14:30", "ends_at_0": "", "ends_at_1": ""}
    page = client.post(address, sent, follow=True)
    assert "Asking how it was would open in a quiet period" in page.text
    assert Meeting.objects.get().evaluation_closes_at is None


def test_what_goes_in_the_morning_is_not_sent_on_the_evening_before(programme, lead, today):
    evening = beginning_of(today + DAY) - timedelta(hours=2)
    QuietPeriodFactory(programme=programme, from_on=today + DAY, until_on=today + 9 * DAY)
    with pytest.raises(Refused, match="telling people what has happened waits"):
        send_digests(programme, as_seen="", by=lead, at=evening)
    invitation = InvitationFactory(partnership__programme=programme, last_sent_at=evening - 8 * DAY)
    assert remind_invited(invitation, at=evening) is None


def test_quiet_period_set_shows_what_would_open_and_asks(client, programme, lead, at, today, morning):
    consultation = ConsultationFactory(
        phase__programme=programme, title="Benches", starts_at=morning + DAY, ends_at=morning + 30 * DAY
    )
    client.force_login(lead)
    first, last = today, today + 9 * DAY
    sent = {"name": "Election", "from_on_0": first.day, "from_on_1": first.month, "from_on_2": first.year}
    sent |= {"last_on_0": last.day, "last_on_1": last.month, "last_on_2": last.year}
    page = client.post(SET, sent)
    [held] = openings_within(programme, from_on=first, until_on=last + DAY, at=at)
    assert str(held) in page.text
    assert "Read what would open in these days" in page.text
    assert not QuietPeriod.objects.exists()
    client.post(SET, sent | {"sure": "on"})
    consultation.refresh_from_db()
    assert (QuietPeriod.objects.count(), consultation.starts_at) == (1, beginning_of(last + DAY))


@pytest.mark.parametrize("days", [1, 3])
def test_admin_gives_no_window_a_quiet_day(client, programme, superuser, today, days):
    """Of a consultation and of a phase: their pages ask in one place."""
    QuietPeriodFactory(programme=programme, from_on=today + DAY, until_on=today + 2 * DAY)
    phase = PhaseFactory(programme=programme, starts_at=None, ends_at=None)
    consultation = ConsultationFactory(phase=phase, starts_at=None, ends_at=None)
    QuestionFactory(consultation=consultation)
    client.force_login(superuser)
    opens = {"starts_at_0": str(today + timedelta(days=days)), "starts_at_1": "09:00"}
    for thing in (phase, consultation):
        address = f"/admin/{thing._meta.label_lower.replace('.', '/')}/{thing.pk}/change/"
        form = client.get(address).context["adminform"].form
        sent = {name: form[name].value() or "" for name in form.fields} | opens
        page = client.post(address, sent | {"questions-TOTAL_FORMS": 0, "keytasks-TOTAL_FORMS": 0})
        assert ("opening waits" in page.text) is (days == 1)
