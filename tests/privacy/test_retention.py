"""What has come to its time goes: each kind on its day, once, with its line in the log and no word of what it was."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.utils import timezone

from accounts.audit import record
from accounts.models import LogEntry, User
from actions.models import PersonalRecord
from consultations.hand_ins.services import forget_contact
from consultations.models import HandIn
from kit.data_map import PARTS
from kit.refusals import InvalidTransition, Refused
from outbox.models import Message
from outbox.operator_actions import retry_message
from privacy.holds.kinds import EVERYTHING
from privacy.models import RetentionFailure, RetentionForecast, RetentionPeriod, RetentionRun
from privacy.retention import due, services
from privacy.retention.due import rules
from privacy.retention.services import end_period, keep_no_longer, set_period
from privacy.tasks import keep_no_longer as ring
from stakeholders.models import Person
from tests.accounts.factories import UserFactory
from tests.moments import EARLY
from tests.privacy.factories import RetentionForecastFactory
from tests.privacy.things_kept import DAY, THINGS, going_on, letter_of
from tests.reading import text_seen

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def run(at: datetime) -> int:
    """A run of that day, whatever was run before."""
    RetentionRun.objects.all().delete()
    return keep_no_longer(at=at)


def test_every_kind_that_goes_by_the_clock_is_shown_here():
    assert set(THINGS) == set(rules())


def test_periods_are_those_of_the_schedule():
    assert {key: days for key, (days, *_) in THINGS.items()} == {key: rule.kept.days for key, rule in rules().items()}


@pytest.mark.parametrize("key", [key for key, (_, is_told, _) in THINGS.items() if not is_told])
def test_thing_is_there_until_its_day_and_gone_on_it(key, programme, at):
    days, _, make = THINGS[key]
    is_there = make(programme, at)
    run(at + days * DAY - HOUR)
    before = is_there()
    run(at + days * DAY + HOUR)
    assert (before, is_there()) == (True, False)
    entry = LogEntry.objects.filter(verb="kept_no_longer", details__kept=key).get()
    assert (entry.by_id, entry.pressed_by, entry.details) == (None, "clock", {"kept": key, "rows": 1})


@pytest.mark.parametrize("key", [key for key, (_, is_told, _) in THINGS.items() if is_told])
def test_thing_of_which_people_are_told_goes_thirty_days_after_the_letter(key, programme, at):
    days, _, make = THINGS[key]
    # Whoever looks after the site stays, and is not written to.
    User.objects.update(is_superuser=True)
    is_there = make(programme, at)
    due = at + days * DAY
    run(due - 30 * DAY - HOUR)
    assert Message.objects.filter(kind="retention").count() == 0
    for day in (-29, -1, 0):
        run(due + day * DAY)
    assert (Message.objects.filter(kind="retention").count(), is_there()) == (1, True)
    run(due + DAY + HOUR)
    assert (Message.objects.filter(kind="retention").count(), is_there()) == (1, False)


@pytest.mark.parametrize("key", [key for key, (_, is_told, _) in THINGS.items() if is_told])
def test_nobody_goes_without_the_letter_where_the_clock_has_stood_still_for_years(key, programme, at):
    days, _, make = THINGS[key]
    is_there = make(programme, at)
    late = at + 3 * days * DAY
    there = []
    for day in (0, 29, 31):
        run(late + day * DAY)
        there.append(is_there())
    assert there == [True, True, False]


def test_run_of_a_day_is_done_once_and_a_second_one_changes_nothing(programme, at):
    for _, (days, _, make) in THINGS.items():
        make(programme, at - days * DAY - HOUR)
    # Of two of them people are written to first.
    assert run(at) == len(THINGS) - 2
    entries, forecasts = LogEntry.objects.count(), RetentionForecast.objects.count()
    assert keep_no_longer(at=at + HOUR) == 0
    assert run(at + HOUR) == 0
    assert (LogEntry.objects.count(), RetentionForecast.objects.count()) == (entries, forecasts)


def test_log_says_how_much_went_of_which_programme_and_no_word_of_it(programme, at):
    other = going_on()
    for where in (programme, programme, other):
        THINGS["attendance-needs"][2](where, at)
    run(at + 29 * DAY)
    found = LogEntry.objects.filter(verb="kept_no_longer")
    assert sorted(found.values_list("programme_id", "details__rows")) == sorted([(programme.pk, 2), (other.pk, 1)])
    assert [each for each in found if "ramp" in json.dumps(each.details)] == []


def test_task_of_the_clock_does_it(programme, at):
    is_there = THINGS["looks"][2](programme, timezone.now() - 731 * DAY)
    ring()
    assert (is_there(), RetentionRun.objects.count()) == (False, 1)


# -- A programme's own time, and a hold ---------------------------------------------------------------------------


def test_programme_keeps_for_its_own_time_and_others_for_the_usual_one(programme, lead, at):
    other = going_on()
    ours, theirs = (THINGS["attendance-needs"][2](where, at) for where in (programme, other))
    set_period(programme, key="attendance-needs", days=60, reason="A rule of ours", by=lead, at=at)
    there = []
    for day in (29, 59, 61):
        run(at + day * DAY)
        there.append((ours(), theirs()))
    assert there == [(True, False), (True, False), (False, False)]


def test_hand_ins_are_of_a_programme_too(programme, lead, at):
    is_there = THINGS["hand-ins"][2](programme, at)
    set_period(programme, key="hand-ins", days=90, reason="A rule of ours", by=lead, at=at)
    run(at + 91 * DAY)
    assert is_there() is False


def test_period_is_in_the_log_and_on_the_privacy_page_and_can_be_taken_back(client, programme, lead, at):
    period = set_period(programme, key="attendance-needs", days=60, reason="A rule of ours", by=lead, at=at)
    usual, own = client.get("/privacy/").text, client.get("/programmes/neighbours/privacy/").text
    words = "days after the last meeting of the phase to which they come"
    assert (f"28 {words}" in usual, f"60 {words}" in usual, f"60 {words}" in own) == (True, False, True)
    end_period(period, by=lead, at=at)
    assert f"60 {words}" not in client.get("/programmes/neighbours/privacy/").text
    assert list(LogEntry.objects.order_by("pk").values_list("verb", "by")) == [
        ("period_set", lead.pk),
        ("period_ended", lead.pk),
    ]
    with pytest.raises(InvalidTransition, match="for the usual time already"):
        end_period(period, by=lead, at=at)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"key": "photographs"}, "is the same everywhere"),
        ({"key": "people"}, "is the same everywhere"),
        ({"key": "nothing"}, "is the same everywhere"),
        ({"reason": " "}, "Write why"),
        ({"days": 28}, "That is the usual time"),
    ],
)
def test_period_that_cannot_be_is_refused(given, refusal, programme, lead, at):
    with pytest.raises(Refused, match=refusal):
        set_period(programme, **{"key": "attendance-needs", "days": 60, "reason": "Ours"} | given, by=lead, at=at)


def test_period_whose_entry_cannot_be_written_is_not_set(programme, lead, at, monkeypatch):
    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        set_period(programme, key="attendance-needs", days=60, reason="Ours", by=lead, at=at)
    assert RetentionPeriod.objects.count() == 0


def broken(*args, **kwargs):
    raise RuntimeError


@pytest.mark.parametrize("key", [key for key in THINGS if key not in ("accounts", "visits")])
def test_what_is_held_does_not_go_and_goes_when_it_is_held_no_longer(key, programme, at, monkeypatch):
    days, _, make = THINGS[key]
    is_there, held = make(programme, at), {programme.pk: EVERYTHING}
    monkeypatch.setattr(due, "held_kinds", lambda on: held)
    there = []
    for day in (1, 40):
        run(at + days * DAY + day * DAY)
        there.append(is_there())
    held.clear()
    for day in (41, 75):
        run(at + days * DAY + day * DAY)
    assert (there, is_there()) == ([True, True], False)


# -- Ahead, and failed --------------------------------------------------------------------------------------------


def test_what_goes_is_said_thirty_days_ahead_by_day_and_programme(programme, at):
    other = going_on()
    for where, days_ago in ((programme, 20), (programme, 20), (other, 20), (programme, 5), (programme, -9)):
        THINGS["attendance-needs"][2](where, at - days_ago * DAY + HOUR)
    run(at)
    found = RetentionForecast.objects.filter(key="attendance-needs").order_by("on", "programme")
    today = timezone.localdate(at)
    assert [(each.programme_id, (each.on - today).days, each.rows) for each in found] == sorted(
        [(programme.pk, 9, 2), (other.pk, 9, 1), (programme.pk, 24, 1)], key=lambda each: (each[1], each[0])
    )


def test_what_fails_stops_nothing_else_and_is_kept_until_it_is_done(programme, lead, client_of, at, monkeypatch):
    bad, good = (THINGS["hand-ins"][2](programme, at) for _ in range(2))
    last = HandIn.objects.latest("pk")
    looks, rule = THINGS["looks"][2](programme, at), rules()["hand-ins"]

    def fails_at_one(row, *, at):
        if row.pk == last.pk:
            raise IntegrityError("robin@example.org stands in the way")
        return forget_contact(row, by=None, at=at)

    mended = rule.kept
    rule = replace(rule, activity=replace(rule.activity, kept=replace(mended, forget=fails_at_one)))
    monkeypatch.setattr(services, "rules", lambda: rules() | {"hand-ins": rule})
    first = at + 731 * DAY
    for day in (0, 1):
        run(first + day * DAY)
    (failure,) = RetentionFailure.objects.all()
    assert (bad(), good(), looks()) == (False, True, False)
    assert (failure.programme, failure.key, failure.table, failure.rows) == (programme, "hand-ins", "hand ins", 1)
    assert (failure.since, failure.last_tried_at) == (first, first + DAY)
    assert failure.sentence == "The database refused it: something else in the row must be put right first."
    today = "See to 1 kind of data that could not be deleted in time"
    page = client_of(lead).get("/desk/neighbours/retention/").text
    assert (today in client_of(lead).get("/desk/").text, failure.sentence in page) == (True, True)
    monkeypatch.setattr(services, "rules", rules)
    run(first + 2 * DAY)
    assert (good(), RetentionFailure.objects.count(), today in client_of(lead).get("/desk/").text) == (False, 0, False)


def test_failure_says_nothing_of_what_stood_in_the_row(programme, at, monkeypatch, caplog):
    THINGS["looks"][2](programme, at)
    rule, said = rules()["looks"], "".join(["rob", "in@example.org"])

    def fails(before):
        raise RuntimeError(said)

    rule = replace(rule, activity=replace(rule.activity, kept=replace(rule.kept, due=fails)))
    monkeypatch.setattr(services, "rules", lambda: rules() | {"looks": rule})
    monkeypatch.setattr(services, "foresee", lambda *args, **kwargs: None)
    run(at)
    (failure,) = RetentionFailure.objects.all()
    assert (failure.programme, failure.sentence) == (
        None, "The program failed at it. The log of the worker says where.",
    )  # fmt: skip
    assert ("RuntimeError" in caplog.text, "robin" in caplog.text) == (True, False)


# -- Who has a part -----------------------------------------------------------------------------------------------


def test_every_row_that_points_at_a_person_is_a_part_or_is_said_not_to_be():
    pointing = {each.related_model for each in Person._meta.related_objects if not each.hidden}
    declared = {rows(EARLY).model for _, rows in PARTS[Person]}
    # The record is a page about what somebody said they would do, and the appointment is the part.
    assert pointing - declared == {PersonalRecord}


def test_account_that_looks_after_the_site_or_is_on_a_team_stays(programme, lead, at):
    User.objects.update(last_login=at - 3000 * DAY)
    operator = UserFactory(is_superuser=True, last_login=at - 3000 * DAY)
    gone = UserFactory(last_login=at - 3000 * DAY)
    run(at)
    run(at + 31 * DAY)
    for each in (lead, operator, gone):
        each.refresh_from_db()
    assert [each.is_active for each in (lead, operator, gone)] == [True, True, False]
    assert (gone.name, gone.has_usable_password(), str(gone)) == ("Name removed", False, "Name removed")
    assert EmailAddress.objects.filter(user=gone).count() == 0


def test_person_whom_somebody_changed_or_who_signs_in_stays(programme, lead, at):
    make = THINGS["people"][2]
    there = [make(programme, at - 800 * DAY) for _ in range(3)]
    changed, signs_in, gone = Person.objects.order_by("-pk")[:3]
    record("changed", changed, by=lead, at=at - DAY)
    Person.objects.filter(pk=signs_in.pk).update(user=UserFactory(last_login=at - DAY))
    run(at)
    run(at + 31 * DAY)
    assert [each() for each in there] == [False, True, True]
    gone.refresh_from_db()
    assert gone.name == "Name removed"


# -- At the desk --------------------------------------------------------------------------------------------------


def test_retention_pages_say_what_goes_what_went_and_for_how_long(client_of, programme, lead, at):
    RetentionForecastFactory(programme=programme, what="what somebody needs", rows=3)
    RetentionForecastFactory(programme=None, what="letters", rows=5)
    RetentionForecastFactory(what="of somebody else")
    THINGS["attendance-needs"][2](programme, timezone.now() - 29 * DAY)
    desk = client_of(lead)
    due_page = desk.get("/desk/neighbours/retention/").text
    assert [word in due_page for word in ("What somebody needs", "Letters", "Of somebody else")] == [True, True, False]
    assert "It has never been gone through" in due_page
    run(timezone.now())
    assert "It has never been gone through" not in desk.get("/desk/neighbours/retention/").text
    done = desk.get("/desk/neighbours/retention/done/?q=needs").text
    assert "What somebody needs to take part: let people come to a meeting" in done
    typed = {"days": "60", "reason": "A rule of ours"}
    address = "/desk/neighbours/retention/periods/attendance-needs/set/"
    assert desk.post(address, typed).status_code == 302
    assert "60 days, because “A rule of ours”" in text_seen(desk.get("/desk/neighbours/retention/periods/").text)
    assert "That is the usual time." in desk.post(address, typed | {"days": "28"}).text
    assert desk.get("/desk/neighbours/retention/periods/photographs/set/").status_code == 404


def test_letter_that_failed_and_lost_its_words_is_not_tried_again(lead, at):
    message = letter_of(at)
    Message.objects.filter(pk=message.pk).update(state="failed", accepted_at=None, last_words="550")
    run(at + 91 * DAY)
    with pytest.raises(InvalidTransition, match="no longer kept"):
        retry_message(message, by=lead, at=at)
