"""Quiet periods: what is new waits, what is open stays open, and a lead's written reason lets it go on."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import LogEntry
from actions.areas.services import publish_area
from consultations.asking.services import close_consultation, extend_consultation, open_consultation
from consultations.hand_ins.services import set_poster_call
from findings.services import decide_finding, publish_finding, publish_theme, withdraw_theme
from kit.refusals import InvalidTransition, Refused
from programmes.models import Doing, QuietException, QuietPeriod
from programmes.quiet_periods.services import change_quiet_period, end_quiet_period, let_go_on, set_quiet_period
from stocktakes.models import Stocktake
from stocktakes.services import issue_stocktake
from tests.actions.factories import ActionAreaFactory
from tests.consultations.factories import ConsultationFactory, QuestionFactory
from tests.findings.factories import FindingFactory, ThemeFactory
from tests.programmes.factories import QuietExceptionFactory, QuietPeriodFactory
from tests.refusing import WriteRefused, refusing

DESK = "/desk/neighbours/quiet/"
DAY = timedelta(days=1)
# What a service says of itself in the log when it does something new in public, or writes to many.
NEW = {"OPENED", "REOPENED", "EVALUATION_OPENED", "PUBLISHED", "GATHERED", "DIGESTS_SENT", "RECORDS_SENT", "REMINDED"}
NEW |= {"WINDOW_SET", "SET_UP"}
ASKS = {"refuse_if_quiet", "refuse_opening_if_quiet", "is_quiet", "_change_window"}
# An invitation is opened by whoever was invited: nothing becomes public.
OPENED_BY_THE_INVITED = {("stakeholders/services/invitations.py", "begin_answer")}


@pytest.fixture
def today(at) -> date:
    return timezone.localdate(at)


@pytest.fixture
def quiet(programme, lead, today) -> QuietPeriod:
    """It has been quiet since yesterday, and is for ten days more."""
    return QuietPeriodFactory(programme=programme, from_on=today - DAY, until_on=today + 10 * DAY, set_by=lead)


def verbs() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_what_is_new_waits_and_says_until_when(quiet, programme, lead, at, today):
    area = ActionAreaFactory(programme=programme, published_at=None, published_by=None)
    theme = ThemeFactory(programme=programme, published_at=None, published_by=None)
    finding = FindingFactory(programme=programme, published_at=None, published_by=None)
    said = f"until the end of {quiet.last_on:%-d %B %Y}.*publishing waits, unless a lead writes why"
    for publish, thing in ((publish_area, area), (publish_theme, theme), (publish_finding, finding)):
        with pytest.raises(Refused, match=said):
            publish(thing, by=lead, at=at)
        thing.refresh_from_db()
        assert thing.published_at is None
    with pytest.raises(Refused, match="issuing editions waits"):
        issue_stocktake(programme, title="One", foreword="", by=lead, at=at)
    assert (Stocktake.objects.count(), verbs()) == (0, [])


def test_what_is_open_stays_open_and_what_is_closed_waits(quiet, programme, lead, at):
    consultation = ConsultationFactory(phase__programme=programme, starts_at=at - 5 * DAY, ends_at=at + DAY)
    extend_consultation(consultation, ends_at=at + 2 * DAY, reason="Asked for.", by=lead, at=at)
    close_consultation(consultation, by=lead, at=at)
    with pytest.raises(Refused, match="opening waits"):
        extend_consultation(consultation, ends_at=at + 9 * DAY, reason="Once more.", by=lead, at=at + DAY)
    upcoming = ConsultationFactory(phase__programme=programme, starts_at=at + 20 * DAY, ends_at=at + 40 * DAY)
    QuestionFactory(consultation=upcoming)
    with pytest.raises(Refused, match="opening waits"):
        open_consultation(upcoming, by=lead, at=at)
    assert open_consultation(upcoming, by=lead, at=at + 12 * DAY).starts_at == at + 12 * DAY


def test_taking_back_and_deciding_unseen_do_not_wait(quiet, programme, lead, at):
    withdraw_theme(ThemeFactory(programme=programme), by=lead, at=at)
    unseen = FindingFactory(programme=programme, published_at=None, published_by=None)
    decide_finding(unseen, decision="accepted", reason="", by=lead, at=at)
    with pytest.raises(Refused, match="publishing waits"):
        decide_finding(FindingFactory(programme=programme), decision="accepted", reason="", by=lead, at=at)
    assert verbs() == ["withdrawn", "decided"]


def test_call_for_posters_does_not_begin_by_itself_in_a_quiet_period(quiet, programme, lead, at, today):
    words = {"introduction": "Hand in.", "by": lead, "at": at}
    with pytest.raises(Refused, match="lies in it"):
        set_poster_call(programme, starts_at=at + 3 * DAY, ends_at=None, **words)
    with pytest.raises(Refused, match="opening waits"):
        set_poster_call(programme, starts_at=at - DAY, ends_at=None, **words)
    set_poster_call(programme, starts_at=at + 15 * DAY, ends_at=None, **words)
    let_go_on(quiet, doing=Doing.OPENING, reason="It was announced.", last_on=today, by=lead, at=at)
    set_poster_call(programme, starts_at=at - DAY, ends_at=None, **words)
    quiet.exceptions.all().delete()
    # What is open stays so, whatever else is changed of it.
    set_poster_call(programme, starts_at=at - DAY, ends_at=at + DAY, **words)


def test_lead_lets_one_thing_go_on_until_a_day_with_a_reason(quiet, programme, lead, at, today):
    exception = let_go_on(
        quiet, doing=Doing.PUBLISHING, reason="The figure was wrong.", last_on=today + DAY, by=lead, at=at
    )
    assert (exception.from_on, exception.last_on, exception.reason) == (today, today + DAY, "The figure was wrong.")
    area = publish_area(ActionAreaFactory(programme=programme, published_at=None, published_by=None), by=lead, at=at)
    assert area.published_at == at
    with pytest.raises(Refused, match="issuing editions waits"):
        issue_stocktake(programme, title="One", foreword="", by=lead, at=at)
    later = ActionAreaFactory(programme=programme, published_at=None, published_by=None)
    with pytest.raises(Refused, match="publishing waits"):
        publish_area(later, by=lead, at=at + 2 * DAY)
    entry = LogEntry.objects.get(verb="let_go_on")
    assert (entry.by, entry.details) == (lead, {"doing": "publishing"})


def test_exception_needs_reason_a_day_of_the_period_and_something_that_waits(quiet, programme, lead, at, today):
    def let(**changes):
        wanted = {"doing": Doing.OPENING, "reason": "It cannot wait.", "last_on": today}
        return let_go_on(quiet, **wanted | changes, by=lead, at=at)

    for changes, field in (
        ({"reason": " "}, "reason"),
        ({"last_on": today - DAY}, "last_on"),
        ({"last_on": quiet.until_on}, "last_on"),
    ):
        with pytest.raises(Refused) as refused:
            let(**changes)
        assert refused.value.field == field
    let()
    with pytest.raises(Refused, match="already"):
        let()
    coming = QuietPeriodFactory(programme=programme, name="Next", from_on=today + DAY, until_on=today + 3 * DAY)
    with pytest.raises(InvalidTransition, match="has not begun"):
        let_go_on(coming, doing=Doing.OPENING, reason="Why.", last_on=today + DAY, by=lead, at=at)
    assert QuietException.objects.count() == 1


def test_of_two_periods_the_longer_is_named_and_both_must_let_go(quiet, programme, lead, at, today):
    longer = QuietPeriodFactory(programme=programme, name="Mourning", from_on=today, until_on=today + 30 * DAY)
    let_go_on(quiet, doing=Doing.PUBLISHING, reason="Why.", last_on=today, by=lead, at=at)
    theme = ThemeFactory(programme=programme, published_at=None, published_by=None)
    with pytest.raises(Refused, match="Mourning"):
        publish_theme(theme, by=lead, at=at)
    let_go_on(longer, doing=Doing.PUBLISHING, reason="Why.", last_on=today, by=lead, at=at)
    publish_theme(theme, by=lead, at=at)


def test_another_programme_is_not_quiet(quiet, other_programme, lead, at):
    theme = ThemeFactory(programme=other_programme, published_at=None, published_by=None)
    assert publish_theme(theme, by=lead, at=at).published_at == at


def test_period_is_set_changed_and_ended_with_what_was_before(programme, lead, at, today):
    period = set_quiet_period(programme, name="Election", from_on=today, until_on=today + 5 * DAY, by=lead, at=at)
    with pytest.raises(Refused, match="of this name"):
        set_quiet_period(programme, name="Election", from_on=today, until_on=today + 9 * DAY, by=lead, at=at)
    with pytest.raises(Refused, match="is past"):
        set_quiet_period(programme, name="Old", from_on=today - 5 * DAY, until_on=today, by=lead, at=at)
    change_quiet_period(period, name="Election", from_on=today - DAY, until_on=today + 6 * DAY, by=lead, at=at)
    changed = LogEntry.objects.get(verb="quiet_period_changed").details
    assert (changed["was"]["from_on"], changed["from_on"]) == (str(today), str(today - DAY))
    let_go_on(period, doing=Doing.ISSUING, reason="Why.", last_on=today + 3 * DAY, by=lead, at=at)
    ended = end_quiet_period(period, by=lead, at=at)
    assert (ended.until_on, ended.exceptions.count()) == (today, 0)
    publish_theme(ThemeFactory(programme=programme, published_at=None, published_by=None), by=lead, at=at)
    with pytest.raises(InvalidTransition, match="is over"):
        end_quiet_period(period, by=lead, at=at)
    coming = set_quiet_period(programme, name="Next", from_on=today + DAY, until_on=today + 2 * DAY, by=lead, at=at)
    assert end_quiet_period(coming, by=lead, at=at).pk is None


def test_period_whose_log_entry_cannot_be_written_is_not_set(programme, lead, at, today):
    with pytest.raises(WriteRefused), refusing(LogEntry), transaction.atomic():
        set_quiet_period(programme, name="Election", from_on=today, until_on=today + DAY, by=lead, at=at)
    assert not QuietPeriod.objects.exists()


@pytest.mark.both
def test_database_refuses_an_exception_without_a_reason(quiet, lead, at, today):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuietException.objects.create(
            period=quiet,
            doing="opening",
            reason="",
            from_on=today,
            until_on=today + DAY,
            written_at=at,
            written_by=lead,
        )


def calls(function: ast.FunctionDef) -> set[str]:
    """The names that a function calls, and the verbs of the log that it names."""
    nodes = list(ast.walk(function))
    called = {each.func.id for each in nodes if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
    named = [each for each in nodes if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)]
    return called | {each.attr for each in named if each.value.id == "Verb"}


def test_every_service_that_does_something_new_asks_whether_it_is_quiet():
    forgetful, asked = [], 0
    root = Path(settings.BASE_DIR)
    for path in sorted(root.glob("*/**/*.py")):
        name = str(path.relative_to(root))
        if "services" not in name or name.startswith(("tests/", ".venv/", "bench/", "demo/")):
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef) or (name, function.name) in OPENED_BY_THE_INVITED:
                continue
            called = calls(function)
            if called & NEW and called & {"record", "log", "_change_window"}:
                asked += 1
                if not called & ASKS:
                    forgetful.append(f"{name}: {function.name}")
    assert (forgetful, asked > 15) == ([], True)


def test_desk_sets_lets_go_on_and_ends_a_quiet_period(client, programme, lead, viewer, today):
    client.force_login(lead)
    first, last = today, today + 9 * DAY
    days = {"from_on_0": first.day, "from_on_1": first.month, "from_on_2": first.year}
    days |= {"last_on_0": last.day, "last_on_1": last.month, "last_on_2": last.year}
    client.post(f"{DESK}set/", {"name": "Pre-election period"} | days)
    period = QuietPeriod.objects.get()
    assert (period.from_on, period.last_on, period.set_by) == (first, last, lead)
    assert "“Pre-election period” lasts until the end of" in client.get("/desk/neighbours/").text
    until = {"last_on_0": first.day, "last_on_1": first.month, "last_on_2": first.year}
    page = client.post(f"{DESK}{period.pk}/let-go-on/", until | {"doing": "issuing", "reason": ""})
    assert "Write why it cannot wait." in page.text
    page = client.post(
        f"{DESK}{period.pk}/let-go-on/", until | {"doing": "issuing", "reason": "The board meets."}, follow=True
    )
    assert "Issuing editions goes on" in page.text
    assert "because “The board meets.”" in page.text
    assert "End it today" not in page.text
    client.post(f"{DESK}{period.pk}/end/", {"sure": "yes"})
    assert not QuietPeriod.objects.exists()
    client.force_login(viewer)
    assert client.get(f"{DESK}set/").status_code == 403
    assert "Set a quiet period" not in client.get(DESK).text


@pytest.mark.parametrize(
    ("begun", "told", "done"),
    [
        (-1, "What waits because of it alone can be done", "“Mourning” is over."),
        (0, "What waits because of it alone can be done", "“Mourning” is taken away."),
        (1, "It has not begun: nothing waits because of it.", "“Mourning” is taken away."),
    ],
)
def test_desk_says_what_comes_of_ending_a_quiet_period(client, programme, lead, today, begun, told, done):
    days = {"from_on": today + begun * DAY, "until_on": today + 9 * DAY}
    period = QuietPeriodFactory(programme=programme, name="Mourning", **days)
    client.force_login(lead)
    assert told in client.post(f"{DESK}{period.pk}/end/").text
    assert done in client.post(f"{DESK}{period.pk}/end/", {"sure": "yes"}, follow=True).text


def test_list_of_quiet_periods_costs_the_same_for_1_and_30(client, programme, lead, django_assert_num_queries):
    client.force_login(lead)

    def fill(count):
        for number in range(count):
            QuietExceptionFactory(period__programme=programme, period__name=f"Quiet {number} of {count}")

    fill(1)
    client.get(DESK)
    with django_assert_num_queries(9):
        client.get(DESK)
    fill(29)
    with django_assert_num_queries(9):
        client.get(DESK)
