"""What is arranged for people at a meeting: written down, moved on step by step, and taken away."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry
from kit.days import day
from kit.refusals import InvalidTransition
from phases.meetings.support.services import (
    ArrangementDetails,
    add_arrangement,
    change_arrangement,
    move_arrangement,
    remove_arrangement,
)
from phases.models import Arrangement, Attendance, Meeting
from phases.todo import support_to_see_to
from tests.conftest import staff_with
from tests.filled_forms import SURE
from tests.grown_world import Each, many
from tests.phases.factories import ArrangementFactory, AttendanceFactory, MeetingFactory
from tests.programmes.factories import TeamMemberFactory
from tests.reading import text_seen
from tests.stakeholders.factories import PersonFactory


@pytest.fixture
def ann(programme) -> Attendance:
    """Ann comes to a meeting of next week, and needs an interpreter."""
    meeting = MeetingFactory(
        programme=programme, starts_at=timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7),
        ends_at=None, title="The event",
    )  # fmt: skip
    return AttendanceFactory(
        meeting=meeting, person__name="Ann Oak", presence="registered", communication_needs="British Sign Language"
    )


@pytest.fixture
def desk(client_of, programme):
    return client_of(staff_with("facilitator", programme))


def in_days(count: int):
    return timezone.localdate() + timedelta(days=count)


def boxes(on) -> dict[str, int]:
    return {"arrange_by_on_0": on.day, "arrange_by_on_1": on.month, "arrange_by_on_2": on.year}


def page(name: str, row) -> str:
    return reverse(f"phases:{name}", args=["neighbours", row.pk])


def entries() -> list[tuple[str, dict]]:
    return list(LogEntry.objects.exclude(verb="looked").order_by("pk").values_list("verb", "details"))


# -- what the services write --------------------------------------------------------------------------


def test_arrangement_is_written_down_with_codes_in_the_log_and_no_words(ann, lead, at):
    details = ArrangementDetails(in_days(3), lead, "Farsi", "A woman, if it can be")
    arrangement = add_arrangement(ann, kind="interpreter", details=details, by=lead, at=at)
    assert (arrangement.what, arrangement.more, arrangement.stands) == (
        "Interpreter, Farsi",
        "A woman, if it can be",
        "Not arranged yet",
    )
    told = {"kind": "interpreter", "owner": lead.pk, "arrange_by_on": in_days(3).isoformat()}
    assert entries() == [("added", told)]


def test_arrangement_whose_log_cannot_be_written_is_not_written_down(ann, lead, at, monkeypatch):
    def full(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("phases.meetings.support.services.record", full)
    with pytest.raises(RuntimeError):
        add_arrangement(ann, kind="travel", details=ArrangementDetails(in_days(3)), by=lead, at=at)
    arrangement = ArrangementFactory(attendance=ann)
    with pytest.raises(RuntimeError):
        move_arrangement(arrangement, status="booked", by=lead, at=at)
    with pytest.raises(RuntimeError):
        change_arrangement(arrangement, details=ArrangementDetails(in_days(4)), by=lead, at=at)
    with pytest.raises(RuntimeError):
        remove_arrangement(arrangement, by=lead, at=at)
    assert list(Arrangement.objects.values_list("status", "arrange_by_on")) == [("noted", arrangement.arrange_by_on)]


def test_arrangement_change_says_what_was_before_and_nothing_where_nothing_changed(ann, lead, viewer, at):
    arrangement = ArrangementFactory(attendance=ann, owner=viewer, particulars="A taxi", arrange_by_on=in_days(2))
    details = ArrangementDetails(in_days(3), lead, "", "A taxi from Byker")
    for _ in range(2):
        arrangement = change_arrangement(arrangement, details=details, by=lead, at=at)
    told = {"owner": lead.pk, "arrange_by_on": in_days(3).isoformat()}
    told |= {"old_owner": viewer.pk, "old_arrange_by_on": in_days(2).isoformat()}
    assert entries() == [("changed", {"fields": ["arrange_by_on", "owner", "particulars"]} | told)]


@pytest.mark.parametrize(
    ("kind", "status", "allowed"),
    [
        ("travel", "noted", ["booked"]),
        ("travel", "booked", ["noted", "confirmed"]),
        ("travel", "confirmed", ["booked"]),
        ("payment", "noted", ["claimed"]),
        ("payment", "claimed", ["noted", "paid"]),
        ("payment", "paid", ["claimed"]),
    ],
)
def test_arrangement_moves_to_its_next_step_or_the_one_before_and_nowhere_else(ann, lead, at, kind, status, allowed):
    moved = []
    for to in ("noted", "booked", "confirmed", "claimed", "paid", "nonsense"):
        arrangement = ArrangementFactory(attendance=ann, kind=kind, status=status)
        try:
            moved.append(move_arrangement(arrangement, status=to, by=lead, at=at).status)
        except InvalidTransition:
            continue
    assert moved == allowed
    assert entries() == [("arrangement_moved", {"was": status, "status": to}) for to in allowed]
    steps = [each and each.value for each in (arrangement.before, arrangement.after) if each]
    assert steps == allowed


def test_arrangement_that_was_taken_away_meanwhile_is_refused(ann, lead, at):
    arrangement = ArrangementFactory(attendance=ann)
    Arrangement.objects.all().delete()
    with pytest.raises(InvalidTransition, match="This was taken away meanwhile"):
        move_arrangement(arrangement, status="booked", by=lead, at=at)


def test_arrangements_go_with_their_attendance(ann):
    ArrangementFactory(attendance=ann)
    ann.delete()
    assert Arrangement.objects.count() == 0


# -- the desk -----------------------------------------------------------------------------------------


def test_support_list_shows_people_with_needs_and_arrangements_and_who_sees_to_them(ann, desk, programme, lead):
    gone = TeamMemberFactory(programme=programme, user__name="Gus Gone", until_on=timezone.localdate()).user
    ArrangementFactory(
        attendance=ann, kind="interpreter", language="BSL", owner=lead, arrange_by_on=in_days(3), status="booked"
    )
    ArrangementFactory(attendance=ann, kind="care", owner=gone, arrange_by_on=in_days(-1))
    ArrangementFactory(attendance=ann, kind="payment", owner=None, arrange_by_on=in_days(-1), status="paid")
    ArrangementFactory(
        attendance=ann, kind="other", particulars="Something warm", owner=None, arrange_by_on=in_days(-1)
    )
    bea = AttendanceFactory(meeting=ann.meeting, presence="apologies", person__name="Bea Elm", access_needs="A ramp")
    ArrangementFactory(attendance=bea, status="booked", owner=lead, arrange_by_on=in_days(2))
    AttendanceFactory(meeting=ann.meeting, presence="registered", person__name="Cy Fir")
    AttendanceFactory(meeting=ann.meeting, presence="apologies", person__name="Dee Yew", access_needs="A ramp")
    words = text_seen(desk.get(page("support-list", ann.meeting)).text)
    assert [name in words for name in ("Ann Oak", "Bea Elm", "Cy Fir", "Dee Yew")] == [True, True, False, False]
    yesterday = day(in_days(-1))
    for said in (
        f"Interpreter, BSL Booked {lead.name} sees to it, by {day(in_days(3))}.",
        f"Not arranged yet Nobody sees to it: Gus Gone is no longer on the team, by {yesterday}. Overdue",
        "Payment Paid It is not paid after all",
        f"Something warm Not arranged yet Nobody sees to it, by {yesterday}. Overdue",
        "They do not come. Call this off, then take it away here.",
    ):
        assert said in words
    assert (words.count("Overdue"), words.count("Call this off")) == (2, 1)


@pytest.mark.parametrize(("is_over", "calls"), [(False, 1), (True, 0)])
def test_support_list_of_a_cancelled_meeting_says_what_to_call_off_before_it(ann, desk, lead, at, is_over, calls):
    ArrangementFactory(attendance=ann, status="confirmed", arrange_by_on=in_days(-3))
    ArrangementFactory(attendance=ann, arrange_by_on=in_days(-3))
    Meeting.objects.update(cancelled_at=at, cancelled_by=lead)
    if is_over:
        Meeting.objects.update(starts_at=ann.meeting.starts_at - timedelta(days=9))
    words = text_seen(desk.get(page("support-list", ann.meeting)).text)
    said = "The meeting does not take place. Call this off, then take it away here."
    assert (words.count(said), words.count("Overdue")) == (calls, 0)


@pytest.mark.parametrize("more", [1, 30])
def test_support_list_takes_the_same_number_of_queries(ann, desk, lead, more, django_assert_num_queries):
    for _ in range(more):
        came = AttendanceFactory(meeting=ann.meeting, presence="registered")
        ArrangementFactory.create_batch(2, attendance=came)
    with django_assert_num_queries(12):
        assert desk.get(page("support-list", ann.meeting)).status_code == 200


def test_arrangement_create_writes_it_down(ann, desk, lead):
    typed = {"kind": "interpreter", "language": " Farsi ", "owner": lead.pk} | boxes(in_days(7))
    assert desk.post(page("arrangement-create", ann), typed).status_code == 302
    arrangement = Arrangement.objects.get()
    assert (arrangement.what, arrangement.owner, arrangement.arrange_by_on) == ("Interpreter, Farsi", lead, in_days(7))


@pytest.mark.parametrize(
    ("days", "typed", "said"),
    [
        (1, {}, "Choose what is to be arranged."),
        (1, {"kind": "interpreter"}, "Enter the language, for example British Sign Language."),
        (1, {"kind": "travel", "language": "Farsi"}, "Only an interpreter has a language"),
        (1, {"kind": "other", "particulars": ""}, "Enter what is to be arranged."),
        (1, {"kind": "travel", "owner": "0"}, "Choose from the list."),
        (-1, {"kind": "travel"}, "The day must be today or later."),
        (8, {"kind": "travel"}, ": choose that day, or one before it."),
        (5 * 366 + 1, {"kind": "payment"}, "The day must be within five years."),
        (1, {"kind": "travel", "particulars": "x" * 201}, "Shorten it to 200 or fewer."),
    ],
)
def test_arrangement_create_says_what_is_wrong_and_keeps_the_words(ann, desk, days, typed, said):
    words = {"particulars": "A ramp"} | typed
    answer = desk.post(page("arrangement-create", ann), boxes(in_days(days)) | words)
    assert (said in answer.text, words["particulars"] in answer.text) == (True, True)
    assert Arrangement.objects.count() == 0


def test_arrangement_create_takes_a_payment_alone_after_the_meeting(ann, desk):
    ann.meeting.starts_at -= timedelta(days=14)
    ann.meeting.save()
    refused = desk.post(page("arrangement-create", ann), {"kind": "travel"} | boxes(in_days(1)))
    assert "The meeting is over: only a payment can still be arranged." in refused.text
    assert desk.post(page("arrangement-create", ann), {"kind": "payment"} | boxes(in_days(30))).status_code == 302
    assert Arrangement.objects.get().kind == "payment"


def test_arrangement_edit_keeps_kind_and_status_and_a_day_that_is_past(ann, desk, lead):
    arrangement = ArrangementFactory(attendance=ann, status="booked", arrange_by_on=in_days(-2))
    address = page("arrangement-edit", arrangement)
    assert ("id_kind" in (drawn := desk.get(address).text), "id_language" in drawn) == (False, False)
    typed = {"kind": "payment", "particulars": "A taxi", "owner": lead.pk} | boxes(in_days(-2))
    assert desk.post(address, typed).status_code == 302
    stands = Arrangement.objects.values_list("kind", "status", "particulars", "owner")
    assert list(stands) == [("travel", "booked", "A taxi", lead.pk)]


def test_arrangement_move_and_back(ann, desk):
    arrangement = ArrangementFactory(attendance=ann, kind="payment")
    for status, told in (("claimed", "Payment: claimed."), ("noted", "Payment: not claimed yet.")):
        answer = desk.post(page("arrangement-move", arrangement), {"status": status}, follow=True)
        assert told in answer.text
    answer = desk.post(page("arrangement-move", arrangement), {"status": "booked"}, follow=True)
    assert "Choose one of the buttons: this is not how it is arranged." in answer.text


def test_arrangement_remove_asks_first(ann, desk):
    arrangement = ArrangementFactory(attendance=ann)
    address = page("arrangement-remove", arrangement)
    assert "Take this away for Ann Oak: Travel?" in desk.post(address).text
    assert Arrangement.objects.count() == 1
    assert "Travel: taken away." in desk.post(address, SURE, follow=True).text
    assert Arrangement.objects.count() == 0


def test_arrangement_of_another_programme_is_not_there(desk, other_programme):
    other = ArrangementFactory(attendance__meeting__programme=other_programme)
    assert desk.get(page("arrangement-edit", other)).status_code == 404


# -- what waits ---------------------------------------------------------------------------------------


def waiting(programme, at) -> list[str]:
    return [item.words for item in support_to_see_to([programme], at).get(programme.pk, [])]


BEGINS = {"next week": timedelta(days=9), "today": timedelta(hours=5), "has begun": timedelta(0)}
FACTS = {
    "kind": ["travel", "payment"],
    "step": [0, 1, 2],
    "presence": ["registered", "waiting", "attended", "apologies"],
    "is_cancelled": [False, True],
    "begins": list(BEGINS),
    "owner": ["of the team", "no longer", "nobody"],
    "due": [-1, 7, 8],
}
EVERY_CASE = [dict(zip(FACTS, facts, strict=True)) for facts in product(*FACTS.values())]


def expected(case: dict, on) -> list[str]:
    """What is to be done of one arrangement, by what is so of it."""
    is_payment, is_off = case["kind"] == "payment", case["presence"] == "apologies" or case["is_cancelled"]
    comes, is_ahead = case["presence"] in ("registered", "attended") and not is_off, case["begins"] != "has begun"
    presses = case["owner"] != "of the team" or case["due"] <= 7
    when = day(on + timedelta(days=9)) if case["begins"] == "next week" else "the meeting today"
    of = f"the meeting of {when}" if case["begins"] == "next week" else when
    said = {
        f"Arrange 1 thing before {when}": not is_payment and case["step"] < 2 and comes and is_ahead and presses,
        f"Call off 1 thing booked for {of}": not is_payment and case["step"] > 0 and is_off and is_ahead,
        f"See to 1 payment for {of}": is_payment and case["step"] < 2 and (comes or case["step"] == 1) and presses,
    }
    return [words for words, is_so in said.items() if is_so]


def test_support_waits_where_it_presses_and_says_what_to_do_in_every_case(programme, lead, viewer, at):
    at = at.replace(hour=9, minute=0, second=0, microsecond=0)
    on, count = timezone.localdate(at), len(EVERY_CASE)
    viewer.hats.update(until_on=on)
    owners = {"of the team": lead, "no longer": viewer, "nobody": None}
    meetings = many(
        MeetingFactory,
        count,
        programme=programme,
        starts_at=Each(at + BEGINS[case["begins"]] for case in EVERY_CASE),
        ends_at=None,
        cancelled_at=Each(at if case["is_cancelled"] else None for case in EVERY_CASE),
        cancelled_by=Each(lead if case["is_cancelled"] else None for case in EVERY_CASE),
    )
    person = {"person": PersonFactory(), "presence": Each(case["presence"] for case in EVERY_CASE)}
    steps = {"payment": ("noted", "claimed", "paid"), "travel": ("noted", "booked", "confirmed")}
    many(
        ArrangementFactory,
        count,
        attendance=many(AttendanceFactory, count, meeting=meetings, **person),
        kind=Each(case["kind"] for case in EVERY_CASE),
        status=Each(steps[case["kind"]][case["step"]] for case in EVERY_CASE),
        owner=Each(owners[case["owner"]] for case in EVERY_CASE),
        arrange_by_on=Each(on + timedelta(days=case["due"]) for case in EVERY_CASE),
    )
    said: dict[str, list[str]] = {page("support-list", meeting): [] for meeting in meetings}
    for item in support_to_see_to([programme], at)[programme.pk]:
        said[item.url].append(item.words)
    cases = zip(EVERY_CASE, said.values(), strict=True)
    assert [(case, words) for case, words in cases if words != expected(case, on)] == []
    assert sum(len(words) for words in said.values()) > count / 4


def test_support_waits_by_meeting_with_its_count_its_age_and_its_last_day(programme, ann, lead, at):
    soon = ArrangementFactory(attendance=ann, arrange_by_on=in_days(2), noted_at=at - timedelta(days=4))
    ArrangementFactory.create_batch(2, attendance=ann, owner=None, arrange_by_on=in_days(5), noted_at=at)
    ArrangementFactory(attendance=ann, owner=lead, arrange_by_on=in_days(9), noted_at=at)
    later = AttendanceFactory(
        meeting=MeetingFactory(programme=programme, starts_at=at + timedelta(days=40), ends_at=None)
    )
    ArrangementFactory(attendance=later, owner=None, arrange_by_on=in_days(30), noted_at=at)
    first, second = support_to_see_to([programme], at)[programme.pk]
    assert (first.words, first.count) == (f"Arrange 3 things before {day(in_days(7))}", 3)
    assert (first.since, first.last_on, first.url) == (soon.noted_at, in_days(2), page("support-list", ann.meeting))
    assert (second.words, second.last_on) == (f"Arrange 1 thing before {day(in_days(40))}", in_days(30))


def test_today_says_what_is_to_be_arranged_to_whoever_looks_after_meetings(client_of, desk, viewer, ann):
    ArrangementFactory.create_batch(3, attendance=ann, arrange_by_on=in_days(-1))
    words = f"Arrange 3 things before {day(in_days(7))}"
    browsers = {"facilitator": desk, "viewer": client_of(viewer)}
    pages = {
        name: each.get("/desk/").text.split('id="next"')[1].split("</section>")[0] for name, each in browsers.items()
    }
    said = {name: words in text_seen(part) for name, part in pages.items()}
    assert said == {"facilitator": True, "viewer": False}


def test_support_of_many_programmes_takes_one_query(programme, other_programme, at, django_assert_num_queries):
    for each in (programme, other_programme) * 3:
        meeting = MeetingFactory(programme=each, starts_at=at + timedelta(days=3), ends_at=None)
        ArrangementFactory(attendance=AttendanceFactory(meeting=meeting, presence="registered"), owner=None)
    with django_assert_num_queries(1):
        found = support_to_see_to([programme, other_programme], at)
    assert {pk: len(items) for pk, items in found.items()} == {programme.pk: 3, other_programme.pk: 3}
